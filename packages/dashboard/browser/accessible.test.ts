import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { serveAxon } from "@myelin/client";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboardFiles } from "../src/index.ts";
import { startVillage, type Village } from "../src/testing/village.ts";
import { openPage, startChromium, type WatchedPage } from "./chromium.ts";
import { serveScores, signedRounds } from "./scores-server.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.2 at level AA, and what the rules' authors hold for good practice. */
const OPTIONS: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations"],
};

let village: Village;
let browser: Browser;
let url: string;
/** A block with a vote, which comes after the two extrinsics of the block's author. */
let voted: number;
let scores: Server;

beforeAll(async () => {
  village = await startVillage({ validators: 2, miners: 3, node: { rpc: { port: 0, pages: dashboardFiles() } } });
  url = `${village.test.rpc.url.replace("ws:", "http:")}/`;
  const [first, second] = await Promise.all(village.miners.map(village.uidOf));
  await village.epoch();
  await village.vote(0, [
    [first!, 3],
    [second!, 1],
  ]);
  await village.vote(1, [[second!, 1]]);
  voted = village.test.node.chain.head().number;
  scores = await serveFigures(village);
  await village.epoch();
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  scores?.close();
  await village?.stop();
});

describe.each(["light", "dark"] as const)("in %s colours no rule of accessibility is broken", (colorScheme) => {
  it("on any view, wide or on a phone", async () => {
    const views = [
      { hash: "#/", wait: ".traffic-picture" },
      { hash: "#/explorer", wait: ".card table tbody tr" },
      { hash: `#/block/${voted}/2`, wait: ".extrinsic[open] .events li" },
      { hash: `#/account/${village.validators[0]!.address}`, wait: ".tiles" },
      { hash: `#/subnet/${village.netuid}`, wait: ".items > div" },
      { hash: `#/why/${village.netuid}/${await village.uidOf(village.miners[1]!)}`, wait: ".step" },
      { hash: "#/nowhere", wait: ".notice" },
    ];
    const watched = await openPage(browser, `${url}#/`, { colorScheme });
    const broken: string[] = [];
    for (const width of [1440, 390]) {
      await watched.page.setViewportSize({ width, height: 1000 });
      for (const { hash, wait } of views) {
        await watched.page.goto(`${url}${hash}`);
        await watched.page.waitForSelector(wait);
        broken.push(...(await violations(watched)).map((text) => `${hash} at ${width}: ${text}`));
      }
    }
    expect(broken).toEqual([]);
    await watched.page.close();
  });

  it("with the search open, and the control of time", async () => {
    const watched = await openPage(browser, `${url}#/`, { colorScheme });
    await watched.page.waitForSelector("table.neurons tbody tr");
    await watched.page.getByRole("combobox", { name: /Search/ }).fill("2");
    await watched.page.getByRole("option", { name: "Block 2" }).waitFor();
    expect(await violations(watched)).toEqual([]);
    await watched.page.keyboard.press("Escape");
    await watched.page.getByLabel(/Control of time/).click();
    await watched.page.getByRole("button", { name: "1 block" }).waitFor();
    expect(await violations(watched)).toEqual([]);
    await watched.page.close();
  });
});

/** The first validator tells of two miners, so that charts and traffic have something to show. */
async function serveFigures({ client, netuid, validators, miners, uidOf }: Village): Promise<Server> {
  const validator = validators[0]!;
  const source = { validator: validator.address, netuid, text: "a book" };
  const scored = await Promise.all(
    miners.slice(0, 2).map(async (key) => ({ uid: await uidOf(key), hotkey: key.address })),
  );
  const server = await serveScores({ ...source, rounds: signedRounds(validator, source, scored) });
  const { port } = server.address() as AddressInfo;
  await serveAxon(client, validator, { netuid, ip: "127.0.0.1", port });
  return server;
}

/** Each broken rule with the elements that break it. The devtools put the script in: the page's policy lets none in. */
async function violations({ page }: WatchedPage): Promise<string[]> {
  const results = (await page.evaluate(
    `(async () => { if (!globalThis.axe) { ${AXE} } return await axe.run(document, ${JSON.stringify(OPTIONS)}); })()`,
  )) as AxeResults;
  return results.violations.map(({ id, nodes }) => {
    const shown = nodes.slice(0, 4).map(({ html, any }) => `${html.slice(0, 120)} (${any[0]?.message ?? ""})`);
    return `${id}: ${nodes.length} × ${shown.join(" | ")}`;
  });
}

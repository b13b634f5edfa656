/** An epoch verified in a real browser, under the page's own policy. */
import { describeDifference, readProvenEpoch, verifyEpoch } from "@myelin/verify";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboardFiles } from "../src/index.ts";
import { startVillage, type Village } from "../src/testing/village.ts";
import { openPage, startChromium, type WatchedPage } from "./chromium.ts";

let village: Village;
let browser: Browser;
let url: string;
let block: number;
let validator: number;
let miners: number[];

beforeAll(async () => {
  village = await startVillage({ validators: 3, miners: 5, node: { rpc: { port: 0, pages: dashboardFiles() } } });
  url = `${village.test.rpc.url.replace("ws:", "http:")}/`;
  miners = await Promise.all(village.miners.map(village.uidOf));
  await village.epoch();
  for (const v of [0, 1, 2]) {
    await village.vote(
      v,
      miners.map((uid, i) => [uid, 1_000 + 9_000 * ((i + v) % 5)]),
    );
  }
  block = await village.epoch();
  validator = await village.uidOf(village.validators[2]!);
  await village.test.step(3);
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await village?.stop();
});

const why = (uid: number) => `${url}#/why/${village.netuid}/${uid}/${block}`;

async function verifyOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.waitForSelector("[data-verified]");
}

async function opened(uid: number): Promise<WatchedPage> {
  return await openPage(browser, why(uid));
}

describe("the Verify button", () => {
  it("proves the epoch and computes it in the browser's own kernel, with nobody but the node", async () => {
    const { page, complaints, origins } = await opened(miners[0]!);
    const kernel = page.waitForResponse((response) => response.url().endsWith(".wasm"));
    await verifyOn(page);
    expect((await kernel).status()).toBe(200);
    expect((await kernel).headers()["content-type"]).toBe("application/wasm");
    expect(await page.locator("[data-verified]").getAttribute("data-verified")).toBe("equal");
    const rows = await page.locator(".verify-result tbody tr").allInnerTexts();
    const { fields } = await verifyEpoch(await readProvenEpoch(village.client, village.netuid, block));
    expect(rows).toHaveLength(fields.length);
    for (const [i, { compared, different }] of fields.entries()) {
      expect(different).toBe(0);
      expect(rows[i]!.split(/\s*\t\s*/).slice(1)).toEqual([String(compared), `${compared} ✓`]);
    }
    const { host } = new URL(url);
    expect([...origins].sort()).toEqual([`http://${host}`, `ws://${host}`]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("names the first figure that differs when one weight were another, as the terminal does", async () => {
    const { page, complaints } = await opened(miners[1]!);
    await verifyOn(page);
    const form = page.getByRole("form", { name: "What if one weight were different" });
    await form.getByLabel("Validator").selectOption(String(validator));
    await form.getByLabel("gives neuron").selectOption(String(miners[1]));
    await form.getByLabel("the weight").fill("65535");
    await form.getByRole("button", { name: "Compute" }).click();
    await page.waitForSelector('[data-what-if="different"]');
    const epoch = await readProvenEpoch(village.client, village.netuid, block);
    const { first } = await verifyEpoch(epoch, { validator, miner: miners[1]!, value: 65_535 });
    const named = await page.locator("[data-first-difference]").getAttribute("data-first-difference");
    expect(named).toBe(describeDifference(first!, 1));

    await form.getByLabel("gives neuron").selectOption(String(validator));
    await form.getByRole("button", { name: "Compute" }).click();
    await page.waitForSelector('[data-what-if="equal"]');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("catches a node that lies about a value, and names the item", async () => {
    const { page } = await openPage(browser, "about:blank");
    await page.routeWebSocket(/^ws:/, (socket) => {
      const node = socket.connectToServer();
      node.onMessage((message) => socket.send(altered(String(message))));
    });
    await page.goto(why(miners[0]!));
    await page.getByRole("button", { name: "Verify", exact: true }).click();
    const alert = page.locator(".verify [role=alert]");
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(
      /It could not be verified\. SubtensorModule\.\w+(\[[^\]]*\])? at block \d+ is not proven\./,
    );
    expect(await page.locator("[data-verified]").count()).toBe(0);
    await page.close();
  });

  it("takes the kernel's other build where the browser has no vector instructions", async () => {
    const { page, complaints } = await openPage(browser, "about:blank");
    await page.addInitScript(() => {
      WebAssembly.validate = () => false;
    });
    await page.goto(why(miners[0]!));
    const kernel = page.waitForResponse(/epoch-scalar.*\.wasm$/);
    await verifyOn(page);
    expect((await kernel).ok()).toBe(true);
    expect(await page.locator("[data-verified]").getAttribute("data-verified")).toBe("equal");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("fits a phone", async () => {
    const { page, complaints } = await openPage(browser, why(miners[0]!), { width: 390, height: 844 });
    await verifyOn(page);
    const { scroll, width } = await page.evaluate(() => ({
      scroll: document.documentElement.scrollWidth,
      width: innerWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

/** An answer as it came, or with the last byte of a proof's last node altered. */
function altered(message: string): string {
  const answer = JSON.parse(message) as { result?: { proof?: string[] } };
  const proof = answer.result?.proof;
  if (!Array.isArray(proof) || proof.length === 0) return message;
  const last = proof.at(-1)!;
  proof[proof.length - 1] = `${last.slice(0, -1)}${last.endsWith("0") ? "1" : "0"}`;
  return JSON.stringify(answer);
}

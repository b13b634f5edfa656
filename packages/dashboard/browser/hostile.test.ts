import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveAxon } from "@myelin/client";
import { developmentSpec, Node } from "@myelin/node";
import { utf8 } from "@myelin/primitives/bytes";
import { keypairFromUri } from "@myelin/primitives/keys";
import { developmentConfig } from "@myelin/runtime";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboardFiles } from "../src/index.ts";
import { startVillage, type Village } from "../src/testing/village.ts";
import { openPage, startChromium } from "./chromium.ts";
import { serveScores, signedRounds } from "./scores-server.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser?.close());

describe("what strangers wrote", () => {
  let village: Village;
  let url: string;
  beforeAll(async () => {
    village = await startVillage({ validators: 2, miners: 2, node: { rpc: { port: 0, pages: dashboardFiles() } } });
    url = `${village.test.rpc.url.replace("ws:", "http:")}/`;
  });
  afterAll(() => village.stop());

  it("is text, on one line, in its own direction, and not endless", async () => {
    const name = `<img src=x onerror="document.title='owned'">\u202egnp.exe\n${"\u0337".repeat(40)}${"long ".repeat(20)}`;
    const empty = { url: utf8(""), github_repo: utf8(""), image: utf8(""), discord: utf8("") };
    const identity = { ...empty, name: utf8(name), description: utf8("<script>1</script>"), additional: utf8("") };
    await village.client.tx("SubtensorModule", "set_identity", identity).sendAndWait(keypairFromUri("//Bob"));
    const { page, complaints } = await openPage(browser, `${url}#/`);
    const cell = page.locator(".neurons .col-name bdi", { hasText: "<img" }).first();
    await cell.waitFor();
    const shown = (await cell.textContent()) ?? "";
    expect(shown.startsWith("<img src=x onerror=")).toBe(true);
    expect(shown).not.toMatch(/[\u202e\n]/);
    expect([...shown].length).toBeLessThanOrEqual(48);
    expect(await page.title()).toBe("Network · Myelin");
    expect(await page.locator("main img").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("as a subnet's identity is text too, wherever it is shown", async () => {
    const fields = ["github_repo", "subnet_contact", "subnet_url", "discord", "logo_url", "additional"];
    const identity = {
      ...Object.fromEntries(fields.map((field) => [field, utf8("javascript:alert(1)")])),
      subnet_name: utf8(`<svg onload="document.title='owned'">\u2066\u202e${"w".repeat(150)}`),
      description: utf8("<script>document.title='owned'</script>"),
    };
    const args = { netuid: village.netuid, ...identity };
    await village.client.tx("SubtensorModule", "set_subnet_identity", args).sendAndWait(keypairFromUri("//Alice"));
    const { page, complaints } = await openPage(browser, `${url}#/explorer`, { width: 390, height: 844 });
    await page.getByText("<svg onload").first().waitFor();
    for (const hash of ["#/explorer", `#/subnet/${village.netuid}`, "#/"]) {
      await page.goto(`${url}${hash}`);
      await page.getByText("<svg onload").first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator('main script, main a[href^="javascript"]').count()).toBe(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("in a block of a hundred thousand extrinsics is shown by the page", async () => {
    const page = await browser.newPage();
    const many = 100_000;
    await page.routeWebSocket(/.*/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        const reply = JSON.parse(String(message));
        const extrinsics = reply.result?.block?.extrinsics;
        if (extrinsics !== undefined) reply.result.block.extrinsics = Array(many).fill(extrinsics[0]);
        socket.send(JSON.stringify(reply));
      });
    });
    await page.goto(`${url}#/block/2`);
    await page.getByText("1 of 4,000").waitFor();
    expect(await page.locator(".extrinsics > li").count()).toBe(25);
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("2-25", { exact: true }).waitFor();
    await page.getByLabel("Go to page").fill("4000");
    await page.keyboard.press("Enter");
    await page.getByText("2-99975", { exact: true }).waitFor();
    expect(await page.locator(".extrinsics > li").count()).toBe(25);
    await page.close();
  });

  it("as figures of a validator is drawn only with its signature", async () => {
    const [honest, forger] = village.validators;
    const source = (key: typeof honest) => ({ validator: key!.address, netuid: village.netuid, text: "a book" });
    const miner = { uid: 3, hotkey: village.miners[0]!.address };
    const signed = signedRounds(honest!, source(honest), [miner]);
    const servers = [
      await serveScores({ ...source(honest), rounds: signed }),
      await serveScores({ ...source(forger), rounds: signed }),
    ];
    await village.epoch();
    const uids = await Promise.all(village.miners.map(village.uidOf));
    for (const [i, key] of village.validators.entries()) {
      const { port } = servers[i]!.address() as AddressInfo;
      await serveAxon(village.client, key, { netuid: village.netuid, ip: "127.0.0.1", port });
      await village.vote(i, [[uids[0]!, 1]]);
    }
    const { page } = await openPage(browser, `${url}#/`);
    await page.waitForSelector(".chart canvas");
    await page.getByText("all 3 signatures checked here").waitFor();
    expect(await page.locator(".source").textContent()).toContain("Mean over 1 validator.");
    expect(await page.locator(".tile", { hasText: "Best miner" }).textContent()).toContain("2.300");
    await page.close();
    for (const server of servers) server.close();
  });
});

describe("a node", () => {
  const pages = dashboardFiles();
  const dirs: string[] = [];
  const newDir = () => {
    dirs.push(mkdtempSync(join(tmpdir(), "myelin-page-")));
    return dirs.at(-1)!;
  };
  const start = (dir: string, port: number, name?: string) =>
    Node.start({
      dir,
      sealing: "manual",
      log: "silent",
      rpc: { port, pages },
      ...(name === undefined
        ? {}
        : { spec: developmentSpec({ name, config: { ...developmentConfig, initialTempo: 7 } }) }),
    });
  afterAll(() => {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
  });

  it("that goes away and comes back, as itself and as another chain, is told apart", async () => {
    const dir = newDir();
    const first = await start(dir, 0);
    const { port } = first.rpc!;
    await first.time.step(4);
    const { page } = await openPage(browser, `http://127.0.0.1:${port}/#/explorer`);
    await page.locator(".card", { hasText: "Newest blocks" }).getByText("4", { exact: true }).waitFor();
    const genesis = () => page.locator("dd code").last().getAttribute("title");
    await page.getByText("Genesis").waitFor();
    const before = await genesis();

    await first.stop();
    await page.getByText("The node does not answer").waitFor();

    const again = await start(dir, port);
    await page.waitForSelector(".badge.live");
    await again.time.step(1);
    await page.locator(".card", { hasText: "Newest blocks" }).getByText("5", { exact: true }).waitFor();
    expect(await genesis()).toBe(before);
    await again.stop();

    const other = await start(newDir(), port, "Elsewhere");
    await page.locator(".brand-chain", { hasText: "Elsewhere" }).waitFor();
    await page.getByText("Genesis").waitFor();
    expect(await genesis()).not.toBe(before);
    expect(await page.locator(".card", { hasText: "Newest blocks" }).getByText("5", { exact: true }).count()).toBe(0);
    await other.stop();
    await page.close();
  });

  it("that is down when the page opens, and refuses what it is asked, is waited for", async () => {
    const node = await start(newDir(), 0);
    await node.time.step(3);
    const page = await browser.newPage();
    let behaviour: "down" | "busy" | "well" = "down";
    await page.routeWebSocket(/.*/, (socket) => {
      if (behaviour === "down") return void socket.close();
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        const { id, method } = JSON.parse(String(message)) as { id: number; method: string };
        if (behaviour === "well" || method !== "state_call") return server.send(message);
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32005, message: "too many requests" } }));
      });
    });
    await page.goto(`http://127.0.0.1:${node.rpc!.port}/#/explorer`);
    await page.getByText("The node does not answer").waitFor();
    behaviour = "busy";
    await page.getByText("too many requests").waitFor();
    behaviour = "well";
    await page.waitForSelector(".badge.live");
    await page.getByText("0 · Root").waitFor();
    expect(await page.getByText("too many requests").count()).toBe(0);
    await page.close();
    await node.stop();
  });

  it("that floods the page with heads leaves it usable", async () => {
    const node = await start(newDir(), 0);
    await node.time.step(5);
    const page = await browser.newPage();
    let flood = () => {};
    await page.routeWebSocket(/.*/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        socket.send(message);
        if (!String(message).includes("chain_newHead")) return;
        flood = () => {
          for (let i = 0; i < 3_000; i++) socket.send(message);
        };
      });
    });
    await page.goto(`http://127.0.0.1:${node.rpc!.port}/#/`);
    await page.waitForSelector(".badge.live");
    flood();
    await page.getByRole("link", { name: "Explorer" }).click();
    await page.getByRole("heading", { name: "Explorer" }).waitFor();
    await node.time.step(1);
    await page.locator(".card", { hasText: "Newest blocks" }).getByText("6", { exact: true }).waitFor();
    await page.close();
    await node.stop();
  });

  it("that jumps over hundreds of blocks leaves the page alive, with the newest of them", async () => {
    const node = await start(newDir(), 0);
    const { page, complaints } = await openPage(browser, `http://127.0.0.1:${node.rpc!.port}/#/`);
    await page.waitForSelector(".badge.live");
    await node.time.step(150);
    await page.waitForSelector('.strip a[href="#/block/150"]', { timeout: 30_000 });
    expect(await page.locator(".strip li").count()).toBeLessThanOrEqual(60);
    expect(complaints).toEqual([]);
    await page.close();
    await node.stop();
  });
});

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboardFiles } from "../src/index.ts";
import { startVillage, type Village } from "../src/testing/village.ts";
import { openPage, startChromium } from "./chromium.ts";

let village: Village;
let browser: Browser;
let url: string;

beforeAll(async () => {
  village = await startVillage({ validators: 3, miners: 5, node: { rpc: { port: 0, pages: dashboardFiles() } } });
  url = `${village.test.rpc.url.replace("ws:", "http:")}/`;
  const uids = await Promise.all(village.miners.map(village.uidOf));
  await village.epoch();
  await village.vote(0, [
    [uids[0]!, 60_000],
    [uids[1]!, 30_000],
  ]);
  await village.vote(1, [
    [uids[0]!, 20_000],
    [uids[2]!, 65_535],
  ]);
  await village.vote(2, [
    [uids[1]!, 10_000],
    [uids[2]!, 50_000],
    [uids[3]!, 9],
  ]);
  await village.epoch();
  await village.test.step(3);
  browser = await startChromium();
});
afterAll(async () => {
  await browser?.close();
  await village?.stop();
});

const at = (hash: string) => `${url}${hash}`;
const text = (page: Page, selector: string) => page.locator(selector).first().textContent();

describe("the live network", () => {
  it("shows the subnet, speaks to its node alone, and breaks no rule of its policy", async () => {
    const { page, complaints, origins } = await openPage(browser, at("#/"));
    await page.waitForSelector("table.neurons tbody tr");
    expect(await page.locator("table.neurons tbody tr").count()).toBe(9);
    expect(await text(page, ".badge")).toContain("Live");
    const host = new URL(url).host;
    expect([...origins].sort()).toEqual([`http://${host}`, `ws://${host}`]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("follows new blocks by itself", async () => {
    const { page } = await openPage(browser, at("#/"));
    const { number } = village.test.node.chain.head();
    await page.waitForSelector(`.strip a[href="#/block/${number}"]`);
    await village.test.step(2);
    await page.waitForSelector(`.strip a[href="#/block/${number + 2}"]`);
    expect(await page.locator(".strip li").count()).toBeLessThanOrEqual(60);
    await page.close();
  });
});

describe("why this payout", () => {
  it("ends in the chain's own number for each neuron, reached by a click on its emission", async () => {
    const { page, complaints } = await openPage(browser, at("#/"));
    await page.locator("table.neurons .why").first().click();
    const { netuid, client } = village;
    const emission = await client.query.get<bigint[]>("SubtensorModule", "Emission", [netuid]);
    expect(emission.filter((alpha) => alpha > 0n).length).toBeGreaterThan(4);
    for (const [uid, alpha] of emission.entries()) {
      await page.locator(".pick select").selectOption(String(uid));
      await page.waitForSelector(`[data-recomputed="${alpha}"][data-recomputed]`);
      expect(await page.locator("[data-chain]").getAttribute("data-chain")).toBe(String(alpha));
      expect(await page.locator("[data-check]").getAttribute("data-check")).toBe("equal");
    }
    expect(await page.locator(".step").count()).toBe(6);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("says what is missing for a block without an epoch, and for a neuron that is none", async () => {
    const { page } = await openPage(browser, at(`#/why/${village.netuid}/99`));
    await page.getByText("There was no neuron 99").waitFor();
    await page.goto(at(`#/why/${village.netuid}/1/900000`));
    await page.getByText("There is no block 900000 yet").waitFor();
    await page.goto(at(`#/why/${village.netuid}/1/3`));
    await page.getByText(`Subnet ${village.netuid} ran no epoch in block 3`).waitFor();
    await page.close();
  });
});

describe("the explorer", () => {
  it("finds a block by height, shows its call with decoded arguments and its events", async () => {
    const { page, complaints } = await openPage(browser, at("#/explorer"));
    const found = await blockOf(village, "set_weights");
    await page.getByRole("combobox").fill(String(found));
    await page.getByRole("option", { name: `Block ${found}` }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".extrinsic summary", { hasText: "SubtensorModule.set_weights" }).first().click();
    const body = await text(page, ".extrinsic[open]");
    expect(body).toContain("dests");
    expect(body).toContain("version_key");
    await page.locator(".extrinsic[open]").getByText("SubtensorModule.WeightsSet").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("finds a block by hash, an extrinsic by hash, an account by address, a neuron by uid", async () => {
    const { page } = await openPage(browser, at("#/explorer"));
    const { client, test } = village;
    const number = await blockOf(village, "set_weights");
    const hash = await client.blockHash(number);
    const search = page.getByRole("combobox");
    await page.waitForSelector(".badge.live");
    await search.fill(hash);
    await page.getByRole("option", { name: `Block ${number}` }).waitFor();
    const { extrinsicHash } = await import("@myelin/client/extrinsic/transaction");
    const { block } = await client.transport.request<{ block: { extrinsics: string[] } }>("chain_getBlock", [hash]);
    const { decodeExtrinsic } = await import("@myelin/client/extrinsic/decode");
    const index = block.extrinsics.findIndex((hex) => decodeExtrinsic(client.metadata, hex).call === "set_weights");
    await search.fill(extrinsicHash(block.extrinsics[index]!));
    await page.getByRole("option", { name: `Extrinsic ${number}-${index}` }).waitFor();
    await search.fill("uid 4");
    await page.getByRole("option", { name: `Neuron 4 of subnet ${village.netuid}` }).waitFor();
    await search.fill(village.validators[0]!.address);
    await page.getByRole("option", { name: "Account" }).click();
    await page.getByText(`Neuron ${await village.uidOf(village.validators[0]!)} of subnet`).waitFor();
    expect(test.node.chain.head().number).toBeGreaterThan(number);
    await page.close();
  });

  it("opens what is found when Enter was pressed before it was found", async () => {
    const { page } = await openPage(browser, at("#/explorer"));
    await page.getByRole("combobox").fill(village.miners[1]!.address);
    await page.keyboard.press("Enter");
    await page.getByText(`Neuron ${await village.uidOf(village.miners[1]!)} of subnet`).waitFor();
    await page.getByRole("combobox").fill("no such thing");
    await page.keyboard.press("Enter");
    await page.getByText("Nothing here has that name").waitFor();
    await page.close();
  });

  it("shows every hyperparameter with what it means", async () => {
    const { page } = await openPage(browser, at(`#/subnet/${village.netuid}`));
    await page.waitForSelector(".items > div");
    const names = await page.locator(".items dt code").allInnerTexts();
    for (const name of ["Tempo", "Kappa", "ImmunityPeriod", "MaxAllowedUids", "BondsPenalty", "Burn", "Yuma3On"]) {
      expect(names).toContain(name);
    }
    expect(await text(page, '.items > div:has(code:text-is("Tempo")) dd')).toBe("20 blocks");
    expect(await text(page, '.items > div:has(code:text-is("Kappa")) dd')).toBe("50.00%32,767");
    await page.close();
  });
});

describe("control of time", () => {
  it("steps, jumps to the epoch, and refuses to go back", async () => {
    const { page } = await openPage(browser, at("#/"));
    const head = () => village.test.node.chain.head().number;
    await page.getByLabel(/Control of time/).click();
    const before = head();
    await page.getByRole("button", { name: "1 block" }).click();
    await expect.poll(head).toBe(before + 1);
    await page.getByRole("button", { name: /next epoch/ }).click();
    await expect.poll(async () => head() - (await lastEpoch(village))).toBe(0);
    await page.getByLabel("Block to jump to").fill("1");
    await page.getByRole("button", { name: "Jump", exact: true }).click();
    await page.getByText("the chain does not go back").waitFor();
    await page.keyboard.press("Escape");
    await page.close();
  });
});

describe("whoever reads it", () => {
  it("can use the keyboard alone", async () => {
    const { page } = await openPage(browser, at("#/"));
    await page.waitForSelector("table.neurons");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.keyboard.press("/");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("combobox");
    await page.keyboard.type("2");
    await page.getByRole("option", { name: "Block 2" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Why this payout?" }).waitFor();
    await page.close();
  });

  it("hears a name for everything that can be used or seen", async () => {
    const { page } = await openPage(browser, at(`#/why/${village.netuid}/1`));
    await page.waitForSelector(".step");
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("a, button, input, select, summary, svg[role=img], section")]
        .filter((element) => {
          const label =
            element.getAttribute("aria-label") ?? element.closest("label")?.textContent ?? element.textContent;
          return label?.trim() === "";
        })
        .map((element) => element.outerHTML.slice(0, 80)),
    );
    expect(nameless).toEqual([]);
    await page.close();
  });

  it.each(["#/", "#/explorer", "#/block/3", "#/subnet/1", "#/why/{netuid}/1"])(
    "finds %s whole on a phone",
    async (hash) => {
      const screen = { width: 390, height: 844 };
      const { page, complaints } = await openPage(
        browser,
        at(hash.replace("{netuid}", String(village.netuid))),
        screen,
      );
      await page.waitForSelector("main .card:nth-of-type(1), main table");
      await page.waitForTimeout(500);
      const { scroll, width } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        width: innerWidth,
      }));
      expect(scroll).toBeLessThanOrEqual(width);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("chooses light or dark, and finds the choice again", async () => {
    const { page } = await openPage(browser, at("#/"), { colorScheme: "dark" });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.waitForSelector(".top");
    const dark = await background();
    await page.getByLabel("Use light colours").click();
    await expect.poll(background).not.toBe(dark);
    await page.reload();
    await page.getByLabel("Use dark colours").waitFor();
    expect(await background()).not.toBe(dark);
    await page.close();
  });
});

async function blockOf({ client, test }: Village, call: string): Promise<number> {
  const { decodeExtrinsic } = await import("@myelin/client/extrinsic/decode");
  for (let number = test.node.chain.head().number; number > 0; number--) {
    const hash = await client.blockHash(number);
    const { block } = await client.transport.request<{ block: { extrinsics: string[] } }>("chain_getBlock", [hash]);
    if (block.extrinsics.some((hex) => decodeExtrinsic(client.metadata, hex).call === call)) return number;
  }
  throw new Error(`no block with ${call}`);
}

async function lastEpoch({ client, netuid }: Village): Promise<number> {
  return Number(await client.query.get<bigint>("SubtensorModule", "LastEpochBlock", [netuid]));
}

/**
 * `npm run pictures -- [http://127.0.0.1:9944]`: photographs the page of a running network for the README, into
 * docs/pictures. Let `npm start` run for ten minutes before, so that there is something to see.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openPage, type Screen, startChromium } from "./chromium.ts";

interface Picture {
  readonly name: string;
  readonly hash: string;
  readonly screen: Screen;
  /** Something that must be seen. */
  readonly wait: string;
  /** All of the page, not only what fits the screen. */
  readonly whole?: boolean;
}

const DESKTOP = { width: 1440, height: 1000 };
/** Tall enough for the first steps of an explanation. */
const TALL = { width: 1440, height: 1640 };
const PHONE = { width: 390, height: 844 };
const THEMES = ["light", "dark"] as const;
const folder = join(import.meta.dirname, "../../../docs/pictures");
const [url = "http://127.0.0.1:9944"] = process.argv.slice(2);

const browser = await startChromium();
try {
  mkdirSync(folder, { recursive: true });
  for (const picture of pictures(await bestMiner(), await newestVote())) await photograph(picture);
} finally {
  await browser.close();
}

/** Each in both themes; `-phone` as a phone shows it. */
function pictures(best: string, vote: string): Picture[] {
  const live = { hash: "#/", wait: ".chart canvas" };
  const why = { hash: best, wait: '[data-check="equal"]' };
  const shots: (Omit<Picture, "screen"> & { size: Screen })[] = [
    { ...live, name: "network", size: DESKTOP, whole: true },
    { ...live, name: "network-phone", size: PHONE },
    { ...why, name: "why", size: TALL },
    { ...why, name: "why-phone", size: PHONE },
    { name: "explorer", hash: "#/explorer", wait: ".sent li", size: DESKTOP },
    { name: "block", hash: vote, wait: ".extrinsic[open] .events li", size: DESKTOP },
  ];
  return shots.flatMap(({ size, ...shot }) =>
    THEMES.map((colorScheme) => ({ ...shot, name: `${shot.name}-${colorScheme}`, screen: { ...size, colorScheme } })),
  );
}

/** Where the newest weights are told. */
async function newestVote(): Promise<string> {
  const { page } = await openPage(browser, `${url}/#/explorer`);
  const link = page.locator(".sent li", { hasText: "set_weights" }).first().locator("a").first();
  const href = await link.getAttribute("href");
  await page.close();
  return href!;
}

/** Where the explanation of the largest emission of a miner is. */
async function bestMiner(): Promise<string> {
  const { page } = await openPage(browser, `${url}/#/`);
  const row = page.locator(".neurons tbody tr", { hasNot: page.locator(".chip") }).first();
  const link = await row.locator(".why").getAttribute("href");
  await page.close();
  return link!;
}

async function photograph({ name, hash, screen, wait, whole = false }: Picture): Promise<void> {
  const { page, complaints } = await openPage(browser, `${url}/${hash}`, screen);
  await page.waitForSelector(wait);
  await settle(page);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: whole });
  await page.close();
  console.log(complaints.length === 0 ? path : `${path}: ${complaints.join("; ")}`);
}

/** Until blocks have been seen to come, and what moved stands still. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(8_000);
}

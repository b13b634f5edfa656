/**
 * `npm run page:endurance -- [minutes]`: a subnet of 256 neurons with a block every 250 ms, seen by the page: time to the
 * first block, frames a second, CPU time of the page's main thread (which other programs do not change, as they do frames),
 * and memory after each minute; the last minute with all neurons in the table.
 */
import type { Page } from "playwright-core";
import { dashboardFiles } from "../src/index.ts";
import { startVillage } from "../src/testing/village.ts";
import { openPage, startChromium } from "./chromium.ts";

const MEGABYTE = 1_048_576;
const VALIDATORS = 12;
const NEURONS = 256;
const [minutes = "10"] = process.argv.slice(2);

const village = await startVillage({
  validators: VALIDATORS,
  miners: NEURONS - VALIDATORS - 1,
  node: { rpc: { port: 0, pages: dashboardFiles() }, pruning: 256 },
});
const uids = await Promise.all(village.miners.map(village.uidOf));
await village.epoch();
for (let v = 0; v < VALIDATORS; v++)
  await village.vote(
    v,
    uids.map((uid) => [uid, 1 + ((uid * (v + 7)) % 60_000)]),
  );
await village.epoch();
const blocks = setInterval(() => void village.test.step(1).catch(() => {}), 250);
const browser = await startChromium();
try {
  const { page, complaints } = await openPage(browser, `${village.test.rpc.url.replace("ws:", "http:")}/#/`);
  await page.waitForSelector(".strip .bar");
  console.log(`first block after ${(await firstBlock(page)).toFixed(0)} ms`);
  await page.getByRole("button", { name: `Show all ${NEURONS} neurons` }).waitFor();
  console.log(`an empty page on this machine: ${(await emptyPage()).toFixed(1)} frames/s`);
  await page.bringToFront();
  for (let minute = 1; minute <= Number(minutes); minute++) {
    if (minute === Number(minutes)) await page.getByRole("button", { name: /Show all/ }).click();
    const frames = await framesPerSecond(page, 10);
    const busy = await mainThread(page, 49);
    const figures = [
      `${frames.toFixed(1)} frames/s`,
      `main thread ${busy.toFixed(0)} ms of CPU a second`,
      `${(await heap(page)).toFixed(1)} MB`,
      `block ${village.test.node.chain.head().number}`,
    ];
    console.log(`minute ${minute}: ${figures.join(", ")}`);
  }
  if (complaints.length > 0) console.log(complaints.join("\n"));
} finally {
  clearInterval(blocks);
  await browser.close();
  await village.stop();
}

/** What the machine can do beside everything else that runs on it. */
async function emptyPage(): Promise<number> {
  const page = await browser.newPage();
  const frames = await framesPerSecond(page, 10);
  await page.close();
  return frames;
}

async function firstBlock(page: Page): Promise<number> {
  return await page.evaluate(() => performance.getEntriesByName("first-block")[0]?.startTime ?? Number.NaN);
}

async function framesPerSecond(page: Page, seconds: number): Promise<number> {
  return await page.evaluate(async (duration) => {
    let frames = 0;
    const start = performance.now();
    while (performance.now() - start < duration * 1000) {
      await new Promise(requestAnimationFrame);
      frames += 1;
    }
    return frames / ((performance.now() - start) / 1000);
  }, seconds);
}

/** Milliseconds of CPU that the main thread takes a second. */
async function mainThread(page: Page, seconds: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const taken = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  };
  const before = await taken();
  await page.waitForTimeout(1_000 * seconds);
  const after = await taken();
  await session.detach();
  return (1_000 * (after - before)) / seconds;
}

/** Megabytes in use after a collection. */
async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / MEGABYTE;
}

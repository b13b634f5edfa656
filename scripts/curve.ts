/**
 * `npm run curve -- --minutes 10 --out docs/pictures/learning-curve`: runs a network of its own in a temporary folder, reads what its
 * validators publish about their rounds, and writes the curve as a table (`.csv`) and a picture (`.svg`).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connect, getMetagraph, getSubnets } from "@myelin/client";
import { toAccountId } from "@myelin/primitives";
import { type ScoresPage, verifyRound } from "@myelin/subnets";
import { NetworkFolder } from "../packages/myelin/src/up/folder.ts";
import { memberKeys } from "../packages/myelin/src/up/keys.ts";
import { MEMBERS } from "../packages/myelin/src/up/plan.ts";
import { chartOf } from "./curve/chart.ts";
import { csvOf, curveOf, tableOf } from "./curve/figures.ts";

const BIN = resolve(import.meta.dirname, "../packages/myelin/bin/myelin.mjs");
/** Points of a line. */
const POINTS = 40;
/** Setting up the network and asking the first question may take so long. */
const START_MS = 300_000;
const PROGRESS_MS = 30_000;

const { values } = parseArgs({ options: { minutes: { type: "string" }, out: { type: "string" } } });
const minutes = Number(values.minutes ?? 10);
if (!(minutes > 0)) fail("--minutes must be a number above 0.");
const out = resolve((values.out ?? "docs/pictures/learning-curve").replace(/\.(svg|csv)$/, ""));

const dir = await mkdtemp(join(tmpdir(), "myelin-curve-"));
const port = await freePort();
const network = startNetwork();
try {
  await record();
} finally {
  await stop(network.child);
  await rm(dir, { recursive: true, force: true });
}

async function record(): Promise<void> {
  const sources = await until(validators, "the validators to announce themselves");
  const first = await until(async () => {
    const pages = await Promise.all(sources.map(read));
    return pages.some(({ rounds }) => rounds.length > 0) ? Date.now() : undefined;
  }, "the first round");
  const end = first + 60_000 * minutes;
  while (Date.now() < end) {
    await sleep(Math.min(PROGRESS_MS, end - Date.now()));
    requireAlive();
    console.error(`${((Date.now() - first) / 60_000).toFixed(1)} of ${minutes} minutes`);
  }
  await write(await Promise.all(sources.map(read)));
}

async function write(pages: readonly ScoresPage[]): Promise<void> {
  const keys = await memberKeys(new NetworkFolder(dir));
  const miners = MEMBERS.filter(({ kind }) => kind === "miner");
  const names = new Map(miners.map(({ name, role }) => [keys.get(name)!.hotkey.address, role]));
  const all = pages.flatMap((page) => page.rounds);
  const start = Math.min(...all.map(({ time }) => time));
  const rounds = all.filter(({ time }) => time < start + 60_000 * minutes);
  const curve = curveOf(rounds, names, Math.max(5, (60 * minutes) / POINTS));
  const chart = {
    title: "Bits a byte on text that nobody has read yet",
    subtitle: `${pages.length} validators, ${curve.rounds} rounds, ${curve.bytes.toLocaleString("en")} bytes of ${pages[0]!.text}. Lower is better.`,
    xLabel: "minutes since the first question",
    yLabel: "bits a byte (logarithmic)",
    x: curve.minutes,
    lines: curve.lines,
  };
  await mkdir(dirname(out), { recursive: true });
  await writeFile(`${out}.csv`, csvOf(curve));
  await writeFile(`${out}.svg`, chartOf(chart));
  console.log(tableOf(curveOf(rounds, names, 60)));
  console.log(`${curve.rounds} rounds with valid signatures, ${curve.bytes} bytes. Written: ${out}.csv, ${out}.svg`);
}

/** Where the validators of the network can be read, as the chain tells everybody; undefined while some are missing. */
async function validators(): Promise<string[] | undefined> {
  const client = await connect(`ws://127.0.0.1:${port}`, { connectTimeoutMs: 2_000 });
  try {
    const keys = await memberKeys(new NetworkFolder(dir));
    const wanted = MEMBERS.filter(({ kind }) => kind === "validator").map(
      ({ name }) => keys.get(name)!.hotkey.accountId,
    );
    const owned = (await getSubnets(client)).filter(({ netuid }) => netuid > 0);
    const graphs = await Promise.all(owned.map(({ netuid }) => getMetagraph(client, netuid)));
    const found = graphs
      .flatMap(({ neurons }) => neurons)
      .flatMap(({ hotkey, axon }) => (axon !== undefined && wanted.includes(toAccountId(hotkey)) ? [axon] : []));
    return found.length === wanted.length ? found.map(({ ip, port: at }) => `http://${ip}:${at}`) : undefined;
  } finally {
    await client.close();
  }
}

/** A validator's published rounds, each of which it must have signed. */
async function read(source: string): Promise<ScoresPage> {
  const page = (await (await fetch(`${source}/scores`)).json()) as ScoresPage;
  const forged = page.rounds.find((round) => !verifyRound(page, round));
  if (forged !== undefined)
    throw new Error(`${source}: round ${forged.round} does not carry its validator's signature.`);
  return page;
}

async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  console.error(`waiting for ${what}`);
  const end = Date.now() + START_MS;
  let trouble = "";
  while (Date.now() < end) {
    requireAlive();
    const found = await look().catch((error: Error) => {
      trouble = error.message;
      return undefined;
    });
    if (found !== undefined) return found;
    await sleep(1_000);
  }
  throw new Error(`Waited too long for ${what}. ${trouble}`);
}

function startNetwork() {
  const args = [BIN, "up", "--json", "--dir", dir, "--port", String(port)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let tail = "";
  const keep = (text: unknown) => {
    tail = (tail + String(text)).slice(-4_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return { child, tail: () => tail };
}

function requireAlive(): void {
  const { exitCode, signalCode } = network.child;
  if (exitCode !== null || signalCode !== null) throw new Error(`The network has stopped:\n${network.tail()}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("close", done));
  child.kill("SIGINT");
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port: free } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return free;
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

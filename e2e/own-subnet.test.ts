import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { myelinJson, Running } from "./command-line.ts";

const WEATHER = resolve(import.meta.dirname, "../packages/subnets/src/weather");
const PORT = "19966";

interface Metagraph {
  readonly neurons: { readonly hotkey: string; readonly incentive: number; readonly alphaStake: string }[];
}

let dir: string;
const running: Running[] = [];
const start = (...args: string[]) => {
  const one = new Running([...args, "--json"], environment());
  running.push(one);
  return one;
};
const environment = () => ({ HOME: dir, MYELIN_URL: PORT });
const run = <T>(...args: string[]) => myelinJson<T>(args, environment());

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "myelin-own-subnet-"));
  const node = start("node", "--dir", join(dir, "node"), "--port", PORT, "--block-time", "250ms");
  await node.line<{ event: string }>(({ event }) => event === "block");
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.interrupt()));
  rmSync(dir, { recursive: true, force: true });
});

/** As `docs/your-own-subnet.md` tells it, command by command. */
it("the weather, from a wallet to the first reward of who forecasts it", { timeout: 180_000 }, async () => {
  await run("wallet", "create", "--wallet", "owner", "--no-password");
  const { hotkey } = await run<{ hotkey: string }>("wallet", "create", "--wallet", "ann", "--no-password");
  await run("faucet", "owner", "--amount", "3000");
  await run("faucet", "ann");
  const { netuid } = await run<{ netuid: number }>("subnet", "create", "--wallet", "owner");
  const subnet = String(netuid);
  await run("subnet", "start", subnet, "--wallet", "owner");
  const { uid } = await run<{ uid: number }>("subnet", "register", subnet, "--wallet", "ann");
  await run("stake", "add", "100", "--netuid", subnet, "--wallet", "owner");
  const validator = start("subnet", "run", "validator", WEATHER, "--netuid", subnet, "--wallet", "owner");
  const miner = start("subnet", "run", "miner", WEATHER, "--netuid", subnet, "--wallet", "ann");
  await miner.line<{ event: string }>(({ event }) => event === "served");
  const { port } = await validator.line<{ event: string; port: number }>(({ event }) => event === "served");

  let own: Metagraph["neurons"][number];
  do {
    await sleep(1_000);
    own = (await run<Metagraph>("metagraph", subnet)).neurons[uid]!;
  } while (own.incentive === 0);
  expect(own).toMatchObject({ hotkey, incentive: 65_535 });
  const page = (await (await fetch(`http://127.0.0.1:${port}/standings`)).json()) as {
    season: number;
    standings: { hotkey: string; bound: number }[];
  };
  expect(page.season).toBe(1);
  expect(page.standings.find((each) => each.hotkey === hotkey)?.bound).toBeGreaterThan(0);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { myelinJson, Running } from "./command-line.ts";
import { type TwoMachines, twoMachines } from "./namespaces.ts";

const PORT = "19955";
const NETUID = "2";

interface Told {
  readonly event: string;
  readonly blocks?: number;
  readonly seconds?: number;
  readonly neurons?: unknown[];
}
interface Metagraph {
  readonly neurons: {
    hotkey: string;
    incentive: number;
    emissionRao: string;
    alphaStake: string;
    axon?: { ip: string };
  }[];
}

const machines = attempt(twoMachines);
if (machines instanceof Error) {
  console.warn(
    `Joining from another machine was NOT tested: it needs root and iproute2's namespaces. ${machines.message}`,
  );
}

/** As `docs/join.md` tells it, command by command. */
describe.skipIf(machines instanceof Error)("from nothing to the first reward on someone else's network", () => {
  const { host, guest, remove } = machines as TwoMachines;
  const running: Running[] = [];
  let dir: string;

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "myelin-join-"));
  });
  afterAll(async () => {
    await Promise.all(running.map((one) => one.interrupt()));
    remove();
    rmSync(dir, { recursive: true, force: true });
  });

  it("takes a node, a wallet, funds, a registration and a miner", { timeout: 420_000 }, async () => {
    const start = (at: typeof host, home: string, ...args: string[]) => {
      const one = new Running([...args, "--json"], environment(home), at.prefix);
      running.push(one);
      return one;
    };
    const environment = (home: string) => ({
      HOME: join(dir, home),
      MYELIN_URL: PORT,
      MYELIN_DIR: join(dir, home, "data"),
    });
    const run = <T>(...args: string[]) => myelinJson<T>(args, environment("guest"), guest.prefix);

    const up = start(host, "host", "up", "--host", host.address, "--port", PORT, "--block-time", "500ms");
    await up.line<Told>(({ event, neurons }) => event === "block" && neurons !== undefined);

    const began = performance.now();
    const seconds = () => Number(((performance.now() - began) / 1_000).toFixed(1));
    const node = start(guest, "guest", "node", "--join", `${host.address}:${PORT}`, "--port", PORT);
    const synced = await node.line<Told>(({ event }) => event === "synced");
    const joined = seconds();

    const { hotkey } = await run<{ hotkey: string }>("wallet", "create");
    await run("faucet");
    const { uid } = await run<{ uid: number }>("subnet", "register", NETUID);
    const registered = seconds();
    const miner = start(guest, "guest", "miner", "--host", guest.address, "--dir", join(dir, "guest", "miner"));
    await miner.line<Told>(({ event }) => event === "served");
    const served = seconds();

    let own: Metagraph["neurons"][number];
    do {
      await sleep(1_000);
      own = (await run<Metagraph>("metagraph", NETUID)).neurons[uid]!;
    } while (own.incentive === 0 || BigInt(own.alphaStake) === 0n);
    expect(own).toMatchObject({ hotkey, axon: { ip: guest.address } });

    // The host's own node says the same.
    const there = await myelinJson<Metagraph>(
      ["metagraph", NETUID, "--url", `ws://${host.address}:${PORT}`],
      {},
      host.prefix,
    );
    expect(BigInt(there.neurons[uid]!.alphaStake)).toBeGreaterThan(0n);
    console.log(
      JSON.stringify({
        blocksVerified: synced.blocks,
        joined,
        registered,
        served,
        firstReward: seconds(),
        unit: "seconds",
      }),
    );
  });
});

function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}

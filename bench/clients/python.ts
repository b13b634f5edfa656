import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import type { RpcServer } from "@myelin/node/rpc/server";
import type { Row } from "../row.ts";
import { FULL_NETUID, startPopulated } from "./populated.ts";

const run = promisify(execFile);

/** The folder of their programs. */
export interface Clients {
  readonly bin: string;
}

const NEURONS = 256;
const SUBNETS = 128;
const ROUNDS = 40;
/** Milliseconds of the node. */
const METAGRAPH_GOAL = 5;
const LIST_GOAL = 100;
const SCRIPT = join(import.meta.dirname, "metagraph.py");

/** Seconds of work and answered requests of a node between two moments. */
interface Share {
  readonly ms: number;
  readonly requests: number;
}

export async function pythonRows({ bin }: Clients): Promise<Row[]> {
  const { node, stop } = await startPopulated({ neurons: NEURONS, subnets: SUBNETS });
  const home = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const env = { PATH: `${bin}:${process.env["PATH"]}`, HOME: home, BT_NO_PARSE_CLI_ARGS: "1", COLUMNS: "4000" };
  try {
    const rpc = node.rpc!;
    const graphs = await metagraphs(join(bin, "python"), rpc, env);
    const lists: Measured[] = [];
    for (let round = 0; round < 3; round++) lists.push(await listed(bin, rpc, env));
    return [
      ...rows(`metagraph of ${NEURONS} neurons, SDK 10.5.0`, graphs, METAGRAPH_GOAL),
      ...rows(`btcli subnets list, ${SUBNETS} subnets`, lists, LIST_GOAL),
    ];
  } finally {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
}

interface Measured {
  readonly share: Share;
  /** Milliseconds, as the client waits. */
  readonly whole: number;
}

function rows(name: string, measured: readonly Measured[], goal: number): Row[] {
  // The best of them: what others do on the same cores is not the node's.
  const share = Math.min(...measured.map(({ share: { ms } }) => ms));
  const whole = Math.min(...measured.map((each) => each.whole));
  const requests = measured.at(-1)!.share.requests;
  return [
    { name: `${name}: node's share, ${requests} requests`, ours: share, anchor: goal, unit: "ms", ratio: goal / share },
    { name: `${name}: as the user waits`, ours: whole, anchor: null, unit: "ms", ratio: null },
  ];
}

/** One client that stays connected; its first metagraph, which fetches metadata too, is not counted. The code warms up as a node's does. */
async function metagraphs(python: string, rpc: RpcServer, env: Record<string, string>): Promise<Measured[]> {
  const child = spawn(python, [SCRIPT, rpc.url, String(FULL_NETUID)], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const measured: Measured[] = [];
  const answered = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the Python client ended early");
    return JSON.parse(value) as { neurons: number; ms: number };
  };
  try {
    await answered();
    for (let round = 0; round < ROUNDS; round++) {
      const before = spent(rpc);
      child.stdin.write("\n");
      const { neurons, ms } = await answered();
      if (neurons !== NEURONS) throw new Error(`the metagraph has ${neurons} neurons`);
      measured.push({ share: difference(before, spent(rpc)), whole: ms });
    }
  } finally {
    child.stdin.end();
  }
  return measured;
}

async function listed(bin: string, rpc: RpcServer, env: Record<string, string>): Promise<Measured> {
  const before = spent(rpc);
  const began = performance.now();
  const args = ["subnets", "list", "--network", rpc.url, "--json-output"];
  const { stdout } = await run(join(bin, "btcli"), args, { env, maxBuffer: 1 << 26 });
  const whole = performance.now() - began;
  const { subnets } = JSON.parse(stdout.slice(stdout.indexOf("{")).replaceAll("\n", "")) as { subnets: object };
  // Root is listed with them.
  const count = Object.keys(subnets).length - 1;
  if (count !== SUBNETS) throw new Error(`btcli lists ${count} subnets`);
  return { share: difference(before, spent(rpc)), whole };
}

function spent(rpc: RpcServer): Share {
  let [ms, requests] = [0, 0];
  for (const { calls, seconds } of rpc.usage.values()) {
    ms += 1_000 * seconds;
    requests += calls;
  }
  return { ms, requests };
}

function difference(before: Share, after: Share): Share {
  return { ms: after.ms - before.ms, requests: after.requests - before.requests };
}

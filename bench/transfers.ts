/**
 * Signed transfers through JSON-RPC, sustained: a node as `myelin node` starts it, with blocks of one second, and a client
 * that signed its transfers beforehand, each in a process of its own. What counts is what was committed to blocks.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { developmentSpec, saveSpec } from "@myelin/node/chain/chain-spec";
import { NODE_FLAGS } from "@myelin/node/node/flags";
import { keypairFromUri } from "@myelin/primitives/keys";
import { developmentGenesis } from "@myelin/runtime";
import type { Row } from "./row.ts";
import { benchAccount } from "./transfers/accounts.ts";

const ACCOUNTS = 200;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 30);
const TRANSFERS = 4_000 * SECONDS;
const FUNDS = 1_000_000_000_000n;
/** What a node should carry at least, transfers a second. */
const GOAL = 2_000;
const PROGRAM = join(import.meta.dirname, "../packages/myelin/bin/myelin.mjs");
const CLIENT = join(import.meta.dirname, "transfers/client.ts");

export async function run(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => keypairFromUri(benchAccount(i)).accountId);
  const funds = Object.fromEntries(accounts.map((account) => [account, FUNDS]));
  saveSpec(dir, developmentSpec({ genesis: developmentGenesis({ accounts: funds }) }));
  const node = new Child([...NODE_FLAGS, PROGRAM, "node", "--json", "--dir", dir, "--port", "0"]);
  try {
    return await measure(node, JSON.parse(await node.heard('{"event":"listening"')) as Listening);
  } finally {
    await node.end();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Listening {
  readonly url: string;
  readonly genesis: string;
}

async function measure(node: Child, { url, genesis }: Listening): Promise<Row[]> {
  const client = new Child(["--import", "tsx", CLIENT, url, genesis, ...[ACCOUNTS, TRANSFERS, SECONDS].map(String)]);
  await client.heard("signed");
  const before = node.cpuSeconds();
  const blocks: string[] = [];
  node.lines.on("line", (line) => line.startsWith('{"event":"block"') && blocks.push(line));
  const began = performance.now();
  await client.heard("sent");
  const seconds = (performance.now() - began) / 1_000;
  const cpu = before && node.cpuSeconds()! - before;
  const hashes = blocks.map((line) => (JSON.parse(line) as { hash: string }).hash);
  const committed = await transfersIn(url, hashes);
  const rate = committed / seconds;
  const name = `signed transfers through RPC in ${SECONDS} s, committed (anchor: the goal)`;
  return [
    { name, ours: rate, anchor: GOAL, unit: "transfers/s", ratio: rate / GOAL },
    ...(cpu === undefined ? [] : [alone("CPU time of the node for one", (cpu / committed) * 1e6, "µs")]),
    alone("blocks in that time", hashes.length, "blocks"),
  ];
}

const alone = (name: string, ours: number, unit: string): Row => ({ name, ours, anchor: null, unit, ratio: null });

/** What a block holds beside them: its time, and the key of its author's shield. */
const INHERENTS = 2;

async function transfersIn(url: string, hashes: readonly string[]): Promise<number> {
  let sum = 0;
  for (const hash of hashes) {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "chain_getBlock", params: [hash] });
    const headers = { "content-type": "application/json" };
    const response = await fetch(url.replace("ws:", "http:"), { method: "POST", headers, body });
    const { result } = (await response.json()) as { result: { block: { extrinsics: string[] } } };
    sum += result.block.extrinsics.length - INHERENTS;
  }
  return sum;
}

/** A process of this benchmark, which speaks by lines. */
class Child {
  readonly lines: ReturnType<typeof createInterface>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.child = child;
    this.lines = createInterface(child.stdout);
    this.ended = new Promise((resolve) => child.once("exit", resolve));
  }

  /** The next line that begins with `start`. */
  heard(start: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.lines.on("line", (line) => line.startsWith(start) && resolve(line));
      void this.ended.then((code) => reject(new Error(`a process of the benchmark ended with code ${code}`)));
    });
  }

  /** User and system time so far, where the system tells it (Linux, which counts in hundredths of a second). */
  cpuSeconds(): number | undefined {
    try {
      const fields = readFileSync(`/proc/${this.child.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
      return (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      return undefined;
    }
  }

  async end(): Promise<void> {
    this.child.kill("SIGTERM");
    await this.ended;
  }
}

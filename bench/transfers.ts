/**
 * Signed transfers through JSON-RPC, sustained: a node with blocks of one second, and a client that signed its transfers
 * beforehand, each in a process of its own. What counts is what was committed to blocks.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { NODE_FLAGS } from "@myelin/node/node/flags";
import type { Row } from "./row.ts";

const ACCOUNTS = 200;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 30);
const TRANSFERS = 4_000 * SECONDS;
/** What a node should carry at least, transfers a second. */
const GOAL = 2_000;

export async function run(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const node = new Child("node.ts", [dir, ACCOUNTS], [...NODE_FLAGS, "--import", "tsx"]);
  try {
    const [url, genesis] = await node.heard("ready");
    return await measure(node, url!, genesis!);
  } finally {
    await node.end();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(node: Child, url: string, genesis: string): Promise<Row[]> {
  const client = new Child("client.ts", [url, genesis, ACCOUNTS, TRANSFERS, SECONDS], ["--import", "tsx"]);
  await client.heard("signed");
  const transfers: number[] = [];
  const began = performance.now();
  node.lines.on("line", (line) => line.startsWith("block ") && transfers.push(Number(line.slice(6))));
  await client.heard("sent");
  const seconds = (performance.now() - began) / 1_000;
  const committed = transfers.reduce((sum, count) => sum + count, 0);
  const blocks = transfers.length;
  const cpu = node.heard("cpu");
  void node.end();
  const [micros] = await cpu;
  const rate = committed / seconds;
  const name = `signed transfers through RPC in ${SECONDS} s, committed (anchor: the goal)`;
  return [
    { name, ours: rate, anchor: GOAL, unit: "transfers/s", ratio: rate / GOAL },
    { name: "CPU time of the node for one", ours: Number(micros) / committed, anchor: null, unit: "µs", ratio: null },
    { name: "blocks in that time", ours: blocks, anchor: null, unit: "blocks", ratio: null },
  ];
}

/** A script of this benchmark, which speaks by lines. */
class Child {
  readonly lines: ReturnType<typeof createInterface>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(script: string, args: readonly (string | number)[], flags: readonly string[]) {
    const path = join(import.meta.dirname, "transfers", script);
    const child = spawn(process.execPath, [...flags, path, ...args.map(String)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child = child;
    this.lines = createInterface(child.stdout);
    this.ended = new Promise((resolve) => child.once("exit", resolve));
  }

  /** The words after the next line that begins with `start`. */
  heard(start: string): Promise<string[]> {
    return new Promise((resolve, reject) => {
      this.lines.on("line", (line) => line.startsWith(start) && resolve(line.split(" ").slice(1)));
      void this.ended.then((code) => reject(new Error(`a process of the benchmark ended with code ${code}`)));
    });
  }

  async end(): Promise<void> {
    this.child.stdin?.end();
    await this.ended;
  }
}

import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Node } from "@myelin/node";
import { developmentSpec } from "@myelin/node/chain/chain-spec";
import { developmentConfig } from "@myelin/runtime";
import type { Row } from "../row.ts";
import type { Heard } from "./listener.ts";

const SUBSCRIBERS = 1_000;
const BLOCK_TIME = 250;
/** Caches fill in this part of the time. */
const WARM_UP = 1 / 3;

/** A thousand connections, each told of every head: whether they are, and what it costs in memory. */
export async function subscriberRows(seconds: number): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const spec = developmentSpec({ config: { ...developmentConfig, blockTime: BLOCK_TIME } });
  const node = await Node.start({ dir, spec, log: "fatal", rpc: { port: 0 } });
  const listener = fork(join(import.meta.dirname, "listener.ts"), [node.rpc!.url, String(SUBSCRIBERS)], {
    execArgv: ["--import", "tsx"],
  });
  const message = <T>() =>
    new Promise<T>((resolve, reject) => {
      listener.once("message", (value) => resolve(value as T));
      listener.once("exit", (code) => reject(new Error(`the subscribers ended with code ${code}`)));
    });
  const committed = new Map<number, number>();
  try {
    await message();
    node.chain.onBlock(({ number }) => committed.set(number, Date.now()));
    await pause(seconds * WARM_UP * 1_000);
    const before = memory();
    await pause(seconds * (1 - WARM_UP) * 1_000);
    const after = memory();
    listener.send("report");
    const heard = await message<Heard>();
    const delays = heard.arrivals.flatMap(([number, at]) =>
      committed.has(number) ? [at - committed.get(number)!] : [],
    );
    const name = `${SUBSCRIBERS.toLocaleString("en-US")} subscribers, ${seconds} s of ${BLOCK_TIME} ms blocks`;
    const p99 = delays.sort((a, b) => a - b)[Math.floor(delays.length * 0.99)]!;
    return [
      { name: `${name}: heads heard by the slowest`, ours: heard.fewest, anchor: null, unit: "blocks", ratio: null },
      { name: `${name}: heads missed`, ours: heard.missed, anchor: null, unit: "blocks", ratio: null },
      {
        name: `${name}: block to its last subscriber, p99`,
        ours: p99,
        anchor: BLOCK_TIME,
        unit: "ms",
        ratio: BLOCK_TIME / p99,
      },
      {
        name: `${name}: memory (anchor: after a third of the time)`,
        ours: after,
        anchor: before,
        unit: "MB",
        ratio: before / after,
      },
    ];
  } finally {
    listener.kill();
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What this process, and so the node in it, holds on to, in MB. */
function memory(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

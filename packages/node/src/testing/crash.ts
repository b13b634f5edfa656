import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hash } from "@myelin/frame";
import { createMyelinRuntime } from "@myelin/runtime";
import { loadSpec } from "../chain/chain-spec.ts";
import { openDatabase } from "../chain/database.ts";
import { replay } from "../chain/replay.ts";

export interface CrashReport {
  readonly kills: number;
  readonly blocks: number;
  readonly extrinsics: number;
  readonly stateRoot: Hash;
}

export interface CrashOptions {
  /** A folder that exists and is empty. */
  readonly dir: string;
  readonly kills: number;
  /** Longest life of a node after its start, in milliseconds. */
  readonly longestLife?: number;
  readonly onKill?: (kill: number, head: number) => void;
}

/**
 * Starts a node under load and kills it with SIGKILL, again and again, each time at a random moment. After every start
 * the head must be a block no earlier than the last one that was said to be safe; in the end every such block must be in
 * the chain, and a replay from genesis must give the same roots.
 *
 * @throws {Error} that says what was lost
 */
export async function crashAgainAndAgain(options: CrashOptions): Promise<CrashReport> {
  const { dir, kills, longestLife = 1_500, onKill } = options;
  const chainDir = join(dir, "node");
  const safe = new Map<number, Hash>();
  for (let kill = 1; kill <= kills; kill++) {
    const last = Math.max(0, ...safe.keys());
    await liveAndDie(chainDir, Math.random() * longestLife, (event, number, hash) => {
      if (event === "start" && number < last)
        throw new Error(`block ${last} was safe, but the chain ends at ${number}`);
      const known = safe.get(number);
      if (known !== undefined && known !== hash) throw new Error(`block ${number} was ${known} and is ${hash}`);
      safe.set(number, hash);
    });
    onKill?.(kill, Math.max(0, ...safe.keys()));
  }
  return { kills, ...(await examine(chainDir, dir, safe)) };
}

type Told = (event: string, number: number, hash: Hash) => void;

/** One life of a node: it is killed `life` milliseconds after it has started. */
async function liveAndDie(dir: string, life: number, told: Told): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "crash-child.ts"), dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let failure: unknown;
  const started = new Promise<void>((resolve) => {
    void ended.then(resolve);
    createInterface(child.stdout).on("line", (line) => {
      const [event, number, hash] = line.split(" ");
      try {
        if (hash?.length === 66) told(event!, Number(number), hash as Hash);
      } catch (error) {
        failure ??= error;
      }
      resolve();
    });
  });
  await started;
  await sleep(life);
  await kill(child, ended);
  if (failure !== undefined) throw failure;
}

async function kill(child: ChildProcessByStdio<null, Readable, null>, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the node ended by itself, with code ${child.exitCode}`);
  child.kill("SIGKILL");
  await ended;
}

async function examine(chainDir: string, dir: string, safe: ReadonlyMap<number, Hash>) {
  const spec = loadSpec(chainDir)!;
  const runtime = createMyelinRuntime(spec.config);
  const db = await openDatabase(join(chainDir, "chain"), spec, runtime);
  try {
    let extrinsics = 0;
    for (const [number, hash] of safe) {
      const block = db.block(number);
      if (block?.hash !== hash) throw new Error(`block ${number} was ${hash} and is ${block?.hash ?? "lost"}`);
      extrinsics += block.body.length;
    }
    const replayed = await replay(db, { spec, runtime }, mkdtempSync(join(dir, "replay-")));
    if (replayed.head !== db.head.hash || replayed.stateRoot !== db.head.root) {
      throw new Error(`replay ends at ${replayed.head}, the chain at ${db.head.hash}`);
    }
    return { blocks: replayed.blocks, extrinsics, stateRoot: replayed.stateRoot };
  } finally {
    await db.close();
  }
}

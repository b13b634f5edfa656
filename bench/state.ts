import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { StorageKey } from "../packages/frame/src/index.ts";
import { StateDb } from "../packages/node/src/state/index.ts";
import { type Change, trieRoot } from "../packages/node/src/trie/index.ts";
import type { Row } from "./row.ts";

const CHANGES = 1_000;
const MEGABYTE = 1024 * 1024;

function bytes(length: number, ...parts: (string | number)[]): Buffer {
  return createHash("sha512").update(parts.join("/")).digest().subarray(0, length);
}

/** A key like System.Account's: 32 bytes of prefix, then 16 of hash and 32 of account. */
function accountKey(index: number): StorageKey {
  return `0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9${bytes(48, "key", index).toString("hex")}`;
}

function* accounts(count: number): Generator<readonly [StorageKey, Uint8Array]> {
  for (let index = 0; index < count; index++) yield [accountKey(index), accountValue(index, 0)];
}

function accountValue(index: number, round: number): Uint8Array {
  return Uint8Array.from(Buffer.concat([bytes(64, "value", index, round), Buffer.alloc(16)]));
}

function changesOf(round: number, size: number): Change[] {
  return Array.from({ length: CHANGES }, (_, at) => {
    const index = bytes(4, "pick", round, at).readUInt32LE(0) % size;
    return [accountKey(index), accountValue(index, round)] as const;
  });
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

async function withChain<T>(size: number, use: (db: StateDb, dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const db = await StateDb.open(dir);
  try {
    await db.writeGenesis(accounts(size), () => ({ hash: `0x${"00".repeat(32)}`, header: new Uint8Array(80) }));
    return await use(db, dir);
  } finally {
    await db.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function commitRounds(db: StateDb, size: number, rounds: number): Promise<{ root: number; commit: number }> {
  const root: number[] = [];
  const commit: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const changes = changesOf(db.head.number + 1, size);
    const start = performance.now();
    const update = db.computeRoot(changes);
    const computed = performance.now();
    const number = db.head.number + 1;
    const hash = `0x${bytes(32, "hash", number).toString("hex")}` as const;
    await db.commit({ number, hash, header: new Uint8Array(80), body: [], changes, update });
    root.push(computed - start);
    commit.push(performance.now() - computed);
  }
  return { root: median(root), commit: median(commit) };
}

function readsPerSecond(db: StateDb, size: number, height: number): number {
  const reader = db.at(height);
  const keys = Array.from({ length: 20_000 }, (_, at) => accountKey(bytes(4, "read", at).readUInt32LE(0) % size));
  const start = performance.now();
  for (const key of keys) if (reader.get(key) === undefined) throw new Error(`no value for ${key}`);
  return (keys.length / (performance.now() - start)) * 1000;
}

function rebuildTime(size: number): number {
  const entries = [...accounts(size)];
  const start = performance.now();
  trieRoot(entries, 1);
  return performance.now() - start;
}

function row(name: string, ours: number, unit: string, anchor: number | null = null): Row {
  return { name, ours, anchor, unit, ratio: anchor === null ? null : anchor / ours };
}

/** State root, commit, reads, and the memory of a large state. The root's anchor is building the whole trie anew. */
export async function run(): Promise<Row[]> {
  const size = 100_000;
  const small = await withChain(size, async (db) => {
    const { root, commit } = await commitRounds(db, size, 40);
    readsPerSecond(db, size, db.head.number);
    return [
      row("state root, 1,000 changed of 100,000 keys", root, "ms", rebuildTime(size)),
      row("commit of 1,000 changes", commit, "ms"),
      row("reads at the head", readsPerSecond(db, size, db.head.number), "/s"),
      row("reads 20 blocks back", readsPerSecond(db, size, db.head.number - 20), "/s"),
    ];
  });
  return [...small, ...(await largeState(1_000_000))];
}

/** Reopens the folder, so that what building it took does not count. */
async function largeState(size: number): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  try {
    const start = performance.now();
    const fresh = await StateDb.open(dir);
    await fresh.writeGenesis(accounts(size), () => ({ hash: `0x${"00".repeat(32)}`, header: new Uint8Array(80) }));
    const built = performance.now() - start;
    await fresh.close();
    return [row("genesis of 1,000,000 accounts", built / 1000, "s"), ...(await inOwnProcess(dir, size))];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function inOwnProcess(dir: string, size: number): Promise<Row[]> {
  const args = ["--import", "tsx", fileURLToPath(import.meta.url), dir, String(size)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Row[];
}

/** Memory of the process's own, without the pages of the database file that the system maps and may take back. */
function ownMemory(): number {
  const kilobytes = /RssAnon:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return kilobytes === undefined ? process.memoryUsage().rss : Number(kilobytes) * 1024;
}

async function measureLargeState(dir: string, size: number): Promise<Row[]> {
  const db = await StateDb.open(dir);
  let own = 0;
  let resident = 0;
  const look = (): void => {
    own = Math.max(own, ownMemory());
    resident = Math.max(resident, process.memoryUsage().rss);
  };
  const rounds: number[] = [];
  for (let block = 0; block < 50; block++) {
    rounds.push((await commitRounds(db, size, 1)).root);
    look();
  }
  const reader = db.reader();
  for (let index = 0; index < size; index += 2) {
    reader.get(accountKey(index));
    if (index % 10_000 === 0) look();
  }
  await db.close();
  return [
    row("state root, 1,000 changed of 1,000,000 keys", median(rounds), "ms"),
    row("most memory of its own, 1,000,000 accounts, cache of 256 MB", own / MEGABYTE, "MB"),
    row("most memory with mapped file pages", resident / MEGABYTE, "MB"),
  ];
}

const [, script, dir, size] = process.argv;
if (script?.endsWith("bench/state.ts") && dir !== undefined && size !== undefined) {
  process.stdout.write(JSON.stringify(await measureLargeState(dir, Number(size))));
}

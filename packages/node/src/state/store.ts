import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { type Database, open, type RootDatabase, type RootDatabaseOptionsWithPath } from "lmdb";
import { damaged } from "./errors.ts";
import type { Table } from "./layered-table.ts";

/** The tables of a data folder. */
export interface Store {
  readonly root: RootDatabase<Buffer, Buffer>;
  /** Pointers and settings, by name. */
  readonly meta: Database<unknown, string>;
  /** Current value by storage key. */
  readonly values: Table;
  /** Branch record by path in the trie. */
  readonly nodes: Table;
  /** Replaced value by storage key and height. */
  readonly history: Table;
  /** Changed keys by height, for heights in the history. */
  readonly changed: Table;
  /** Changes by height, of blocks that the tables above do not hold yet. */
  readonly journal: Table;
  readonly headers: Table;
  readonly bodies: Table;
  /** Height by block hash. */
  readonly heights: Table;
}

const FILE = "chain.mdb";

/** Copies the store of a folder that a process may be using: what was committed last, without free pages. */
export async function copyStore(dir: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const store = open({ path: join(dir, FILE), noSubdir: true, readOnly: true });
  try {
    await store.backup(join(target, FILE), true);
  } finally {
    await store.close();
  }
}

export function openStore(dir: string): Store {
  const path = join(dir, FILE);
  restoreLength(path, dir);
  const binary = { keyEncoding: "binary", encoding: "binary" } as const;
  // The library takes `noReadAhead` (lmdb `open.js`) though its types leave it out: reads here are random.
  const options: RootDatabaseOptionsWithPath & { noReadAhead: boolean } = {
    path,
    noSubdir: true,
    maxDbs: 12,
    noReadAhead: true,
    ...binary,
  };
  const root = open<Buffer, Buffer>(options);
  const table = (name: string): Table => root.openDB<Buffer, Buffer>({ name, ...binary });
  return {
    root,
    meta: root.openDB<unknown, string>({ name: "meta", encoding: "json" }),
    values: table("values"),
    nodes: table("nodes"),
    history: table("history"),
    changed: table("changed"),
    journal: table("journal"),
    headers: table("headers"),
    bodies: table("bodies"),
    heights: table("heights"),
  };
}

/** LMDB's meta page: magic after the page's head, then fields at these distances from it (`lmdb.h`, `MDB_meta`). */
const META = { magic: 0xbeefc0de, pageHead: 24, pageSize: 24, lastPage: 120, transaction: 128, end: 136 } as const;

/**
 * A file cut short would kill the process when the missing part of its memory map is read. Giving the file back the
 * length that its own meta page states turns that into an error that can be caught.
 */
function restoreLength(path: string, dir: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r+");
  try {
    const size = fstatSync(file).size;
    if (size === 0) return;
    const needed = statedLength(file);
    if (needed === undefined) throw damaged(dir);
    if (size < needed) ftruncateSync(file, needed);
  } finally {
    closeSync(file);
  }
}

function statedLength(file: number): number | undefined {
  const first = readMeta(file, 0);
  if (first === undefined) return undefined;
  const second = readMeta(file, first.pageSize);
  const newest = second !== undefined && second.transaction > first.transaction ? second : first;
  return (newest.lastPage + 1) * first.pageSize;
}

function readMeta(file: number, at: number): { pageSize: number; lastPage: number; transaction: bigint } | undefined {
  const meta = Buffer.alloc(META.end);
  if (readSync(file, meta, 0, META.end, at + META.pageHead) < META.end) return undefined;
  const pageSize = meta.readUInt32LE(META.pageSize);
  if (meta.readUInt32LE(0) !== META.magic || pageSize < 512 || pageSize > 65_536) return undefined;
  return {
    pageSize,
    lastPage: Number(meta.readBigUInt64LE(META.lastPage)),
    transaction: meta.readBigUInt64LE(META.transaction),
  };
}

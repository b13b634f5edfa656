import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StorageKey } from "@myelin/frame";
import type { Hex } from "@myelin/primitives/hex";
import type { Change } from "../trie/index.ts";
import type { NewBlock, StateDb } from "./state-db.ts";

/** Test data that a test and the process it kills agree on: everything follows from a number. */
export function digest(...parts: (string | number)[]): Buffer {
  return createHash("sha256").update(parts.join("/")).digest();
}

export function bytesOf(...parts: (string | number)[]): Uint8Array {
  return Uint8Array.from(digest(...parts));
}

export function hashOf(number: number): Hex {
  return `0x${digest("hash", number).toString("hex")}`;
}

/** The changes of block `number`: sets and removals over a few hundred keys that share prefixes. */
export function changesOf(number: number, count = 20): Change[] {
  return Array.from({ length: count }, (_, index) => {
    const random = digest("change", number, index);
    const value = random[2]! % 5 === 0 ? undefined : new Uint8Array(random[3]! % 50).fill(random[4]!);
    return [keyOf(random.readUInt16LE(0) % 300), value] as const;
  });
}

export function keyOf(index: number): StorageKey {
  const prefix = digest("pallet", index % 3).subarray(0, index % 7 === 0 ? 2 : 16);
  return `0x${Buffer.concat([prefix, digest("key", index).subarray(0, 1 + (index % 20))]).toString("hex")}`;
}

export function blockOf(number: number, changes = changesOf(number)): NewBlock {
  return { number, hash: hashOf(number), header: bytesOf("header", number), body: [bytesOf("body", number)], changes };
}

export async function writeEmptyGenesis(db: StateDb): Promise<void> {
  await db.writeGenesis([], () => ({ hash: hashOf(0), header: bytesOf("header", 0) }));
}

/** A folder of its own, removed by `dispose`. */
export function temporaryFolder(): { dir: string; dispose(): void } {
  const dir = mkdtempSync(join(tmpdir(), "myelin-state-"));
  return { dir, dispose: () => rmSync(dir, { recursive: true, force: true }) };
}

/** What the state should be after each block, by the plainest means. */
export function applyChanges(state: Map<StorageKey, Uint8Array>, changes: Iterable<Change>): void {
  for (const [key, value] of changes) {
    if (value === undefined) state.delete(key);
    else state.set(key, value);
  }
}

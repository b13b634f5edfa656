import type { StorageKey } from "@myelin/frame";
import type { MerkleValue } from "./node-codec.ts";
import { TrieError } from "./trie-error.ts";

/**
 * What the trie is read from. Only branches have records, kept by the path of the slot that holds them; leaves are made
 * anew from the values, which are stored anyway.
 */
export interface TrieSource {
  /** Record of the branch in the slot at `path`, if that slot holds a branch. */
  node(path: string): Uint8Array | undefined;
  value(key: StorageKey): Uint8Array | undefined;
  /** First key, in order, that starts with `path`. */
  firstKey(path: string): StorageKey | undefined;
}

/** A leaf of which key and value are at hand. */
export interface Leaf {
  readonly key: StorageKey;
  readonly value: Uint8Array;
}

/** What stands in a slot: a branch, or a leaf (with its content where that is known). */
export interface Slot {
  readonly merkle: MerkleValue;
  readonly branch: boolean;
  readonly leaf?: Leaf;
}

/** Record of a slot known to hold a branch. */
export function branchRecord(source: TrieSource, path: string): Uint8Array {
  const record = source.node(path);
  if (record === undefined) throw missing("node", path);
  return record;
}

/** The only leaf below `path`, a slot known to hold a leaf. */
export function loadLeaf(source: TrieSource, path: string): Leaf {
  const key = source.firstKey(path);
  const value = key === undefined ? undefined : source.value(key);
  if (key === undefined || value === undefined) throw missing("value", path);
  return { key, value };
}

function missing(what: string, path: string): TrieError {
  return new TrieError("TRIE_NODE_MISSING", `The trie's ${what} at ${path} is missing: the state database is damaged.`);
}

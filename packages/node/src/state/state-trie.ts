import type { StorageKey } from "@myelin/frame";
import { type Hex, toHex } from "@myelin/primitives/hex";
import {
  type Change,
  closestDescendantMerkleValue,
  readProof,
  rootHash,
  rootSlot,
  type TrieSource,
  updateTrie,
} from "../trie/index.ts";
import { StateError } from "./errors.ts";
import { checkKey, scanStart } from "./keys.ts";
import type { LayeredTable } from "./layered-table.ts";
import type { JournalChange, JournalRecord } from "./records.ts";
import type { Heights, Versions } from "./versions.ts";

const STATE_VERSION = 1;

/** A proof for an earlier height undoes the changes since; more of them than this would hold up the node too long. */
const MOST_CHANGES_UNDONE = 100_000;

const EARLIER_KEPT = 2;

/** A block's effect on the state, ready to be committed on top of the height it was computed for. */
export interface StateUpdate extends JournalRecord {
  readonly base: number;
  readonly root: Hex;
}

/** The Merkle trie over the values: roots of changed states, and proofs. */
export class StateTrie {
  private readonly versions: Versions;
  private readonly nodes: LayeredTable;
  private readonly heights: Heights;
  private readonly changedSince: (height: number) => Iterable<StorageKey>;
  /**
   * The last earlier tries asked for, by height, good as long as the head stands still. Two, because who checks what a block
   * did reads the states on both sides of it.
   */
  private readonly earlier = new Map<number, TrieSource>();
  private earlierThan = -1;

  /** @param changedSince keys that blocks above a height changed */
  constructor(
    versions: Versions,
    nodes: LayeredTable,
    heights: Heights,
    changedSince: (height: number) => Iterable<StorageKey>,
  ) {
    this.versions = versions;
    this.nodes = nodes;
    this.heights = heights;
    this.changedSince = changedSince;
  }

  /** The root after `changes` (in any order; `undefined` removes) to the head, and what commits them. Writes nothing. */
  update(changes: Iterable<Change>): StateUpdate {
    const real: JournalChange[] = [];
    for (const [key, value] of new Map(changes)) {
      checkKey(key);
      const before = this.versions.values.get(key);
      if (!same(before, value)) real.push([key, before, value]);
    }
    real.sort(([a], [b]) => (a < b ? -1 : 1));
    const sorted = real.map(([key, , value]) => [key, value] as const);
    const { root, nodes } = updateTrie(this.current, sorted, STATE_VERSION);
    return { base: this.heights.head(), root: toHex(root), nodes, changes: real };
  }

  root(): Hex {
    return toHex(rootHash(rootSlot(this.current, STATE_VERSION)?.merkle));
  }

  readProof(keys: Iterable<StorageKey>, height: number): Uint8Array[] {
    return readProof(this.at(height), keys, STATE_VERSION);
  }

  closestDescendantMerkleValue(key: StorageKey, height: number): Uint8Array | undefined {
    return closestDescendantMerkleValue(this.at(height), key, STATE_VERSION);
  }

  private readonly current: TrieSource = {
    node: (path) => this.nodes.get(path),
    value: (key) => this.versions.values.get(key),
    firstKey: (path) => first(this.versions.values.keys(path, scanStart(path))),
  };

  private at(height: number): TrieSource {
    const head = this.heights.head();
    if (height === head) return this.current;
    if (this.earlierThan !== head) this.earlier.clear();
    this.earlierThan = head;
    let source = this.earlier.get(height);
    if (source === undefined) {
      source = this.undo(height);
      const [oldest] = this.earlier.keys();
      if (this.earlier.size >= EARLIER_KEPT) this.earlier.delete(oldest!);
      this.earlier.set(height, source);
    }
    return source;
  }

  /** The trie at an earlier height: the current one with every change since undone. */
  private undo(height: number): TrieSource {
    const changes = new Map<StorageKey, Uint8Array | undefined>();
    for (const key of this.changedSince(height)) {
      if (changes.has(key)) continue;
      const value = this.versions.get(key, height);
      if (!same(value, this.versions.values.get(key))) changes.set(key, value);
      if (changes.size > MOST_CHANGES_UNDONE) throw tooOld(height);
    }
    const sorted = [...changes].sort(([a], [b]) => (a < b ? -1 : 1));
    const { nodes } = updateTrie(this.current, sorted, STATE_VERSION);
    return {
      node: (path) => (nodes.has(path) ? nodes.get(path) : this.nodes.get(path)),
      value: (key) => this.versions.get(key, height),
      firstKey: (path) => first(this.versions.keys(height, path, scanStart(path))),
    };
  }
}

function first(keys: Iterable<StorageKey>): StorageKey | undefined {
  for (const key of keys) return key;
  return undefined;
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

function tooOld(height: number): StateError {
  return new StateError(
    "STATE_PROOF_TOO_OLD",
    `A proof at block ${height} would undo more than ${MOST_CHANGES_UNDONE} changes. Ask for a later block; its values can still be read.`,
    { details: { height } },
  );
}

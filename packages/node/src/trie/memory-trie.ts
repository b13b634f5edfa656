import type { StorageKey } from "@myelin/frame";
import type { StateVersion } from "./node-codec.ts";
import type { TrieSource } from "./source.ts";
import { type Change, updateTrie } from "./update.ts";

/** A whole trie in memory: for tests, and wherever a few thousand entries are enough. */
export class MemoryTrie implements TrieSource {
  readonly nodes = new Map<string, Uint8Array>();
  readonly values = new Map<StorageKey, Uint8Array>();
  private readonly version: StateVersion;

  constructor(version: StateVersion = 1) {
    this.version = version;
  }

  node(path: string): Uint8Array | undefined {
    return this.nodes.get(path);
  }

  value(key: StorageKey): Uint8Array | undefined {
    return this.values.get(key);
  }

  firstKey(path: string): StorageKey | undefined {
    let first: StorageKey | undefined;
    for (const key of this.values.keys()) if (key.startsWith(path) && (first === undefined || key < first)) first = key;
    return first;
  }

  /** Applies changes in any order and returns the new root. */
  update(changes: Iterable<Change>): Uint8Array {
    const real = [...new Map(changes)]
      .filter(([key, value]) => !sameValue(this.values.get(key), value))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const { root, nodes } = updateTrie(this, real, this.version);
    apply(this.nodes, nodes);
    apply(this.values, real);
    return root;
  }
}

function apply<K, V>(map: Map<K, V>, changes: Iterable<readonly [K, V | undefined]>): void {
  for (const [key, value] of changes) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

function sameValue(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}

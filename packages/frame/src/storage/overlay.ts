import type { StateChanges, StateReader, StorageKey } from "../state.ts";

/** Hex characters of a storage item's prefix, `0x` included: keys are indexed by it for iteration. */
const ITEM_PREFIX = 2 + 64;

/** Most keys of a list that is remembered. */
const SHORT_LIST = 256;

/** Changes of one transaction. Their keys are sorted by storage item once somebody iterates. */
class Layer {
  /** Null for what was removed: a key that is not here then takes one look to know. */
  readonly changes = new Map<StorageKey, Uint8Array | null>();
  #keysByItem: Map<string, Set<StorageKey>> | undefined;

  set(key: StorageKey, value: Uint8Array | null): void {
    if (this.#keysByItem && !this.changes.has(key)) index(this.#keysByItem, key);
    this.changes.set(key, value);
  }

  /** Changed keys that start with `prefix`, in no order. */
  *keysWithPrefix(prefix: StorageKey): Generator<StorageKey> {
    if (prefix.length < ITEM_PREFIX) {
      for (const key of this.changes.keys()) if (key.startsWith(prefix)) yield key;
      return;
    }
    const items = this.#indexed();
    for (const key of items.get(prefix.slice(0, ITEM_PREFIX)) ?? []) if (key.startsWith(prefix)) yield key;
  }

  #indexed(): Map<string, Set<StorageKey>> {
    if (!this.#keysByItem) {
      this.#keysByItem = new Map();
      for (const key of this.changes.keys()) index(this.#keysByItem, key);
    }
    return this.#keysByItem;
  }
}

function index(items: Map<string, Set<StorageKey>>, key: StorageKey): void {
  const item = key.slice(0, ITEM_PREFIX);
  const keys = items.get(item);
  if (keys) keys.add(key);
  else items.set(item, new Set([key]));
}

/**
 * The state as a block sees it: the parent's state with the block's changes over it, in nested transactions.
 *
 * Values are bytes. The overlay hands out and keeps the arrays themselves: nobody may change an array after it was set
 * or read. Decoded values are never kept.
 */
export class Overlay {
  readonly #reader: StateReader;
  readonly #layers: Layer[] = [new Layer()];
  /** What was read from the parent's state, which cannot change while the block runs. */
  readonly #known = new Map<StorageKey, Uint8Array | null>();
  readonly #knownKeys = new Map<StorageKey, readonly StorageKey[]>();

  constructor(reader: StateReader) {
    this.#reader = reader;
  }

  get(key: StorageKey): Uint8Array | undefined {
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const value = this.#layers[i]!.changes.get(key);
      if (value !== undefined) return value ?? undefined;
    }
    return this.#parent(key);
  }

  set(key: StorageKey, value: Uint8Array): void {
    this.#layers.at(-1)!.set(key, value);
  }

  delete(key: StorageKey): void {
    this.#layers.at(-1)!.set(key, null);
  }

  has(key: StorageKey): boolean {
    return this.get(key) !== undefined;
  }

  /**
   * Keys that start with `prefix`, ascending, after `after` if given. Changes made while iterating show only in that
   * removed keys are left out.
   */
  *keysWithPrefix(prefix: StorageKey, after?: StorageKey): Generator<StorageKey> {
    const changed = this.#changedKeys(prefix, after);
    let next = 0;
    for (const key of this.#parentKeys(prefix, after)) {
      for (; next < changed.length && changed[next]! < key; next++) if (this.has(changed[next]!)) yield changed[next]!;
      if (next < changed.length && changed[next] === key) next++;
      if (this.has(key)) yield key;
    }
    for (; next < changed.length; next++) if (this.has(changed[next]!)) yield changed[next]!;
  }

  /** Runs `work`; its changes are dropped if it throws. */
  transaction<T>(work: () => T): T {
    const layer = new Layer();
    const depth = this.#layers.push(layer);
    try {
      const value = work();
      this.#layers.length = depth - 1;
      const below = this.#layers.at(-1)!;
      for (const [key, change] of layer.changes) below.set(key, change);
      return value;
    } catch (error) {
      this.#layers.length = depth - 1;
      throw error;
    }
  }

  /** Runs `work` and drops its changes in any case. */
  dryRun<T>(work: () => T): T {
    const depth = this.#layers.push(new Layer());
    try {
      return work();
    } finally {
      this.#layers.length = depth - 1;
    }
  }

  /** All changes so far; entries equal to the parent's state are left out. */
  changes(): StateChanges {
    const merged: StateChanges = new Map();
    for (const layer of this.#layers) for (const [key, value] of layer.changes) merged.set(key, value ?? undefined);
    for (const [key, value] of merged) if (sameBytes(value, this.#parent(key))) merged.delete(key);
    return merged;
  }

  #parent(key: StorageKey): Uint8Array | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known ?? undefined;
    const value = this.#reader.get(key);
    this.#known.set(key, value ?? null);
    return value;
  }

  /** The parent's keys under a prefix. Short lists are kept: a block walks over its subnets many times. */
  *#parentKeys(prefix: StorageKey, after: StorageKey | undefined): Generator<StorageKey> {
    const known = after === undefined ? this.#knownKeys.get(prefix) : undefined;
    if (known) {
      yield* known;
      return;
    }
    const seen: StorageKey[] = [];
    for (const key of this.#reader.keys(prefix, after)) {
      if (seen.length <= SHORT_LIST) seen.push(key);
      yield key;
    }
    if (after === undefined && seen.length <= SHORT_LIST) this.#knownKeys.set(prefix, seen);
  }

  #changedKeys(prefix: StorageKey, after: StorageKey | undefined): StorageKey[] {
    const keys = new Set<StorageKey>();
    for (const layer of this.#layers) {
      for (const key of layer.keysWithPrefix(prefix)) if (after === undefined || key > after) keys.add(key);
    }
    return [...keys].sort();
  }
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

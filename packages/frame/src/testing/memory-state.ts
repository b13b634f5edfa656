import type { StateChanges, StateReader, StorageKey } from "../state.ts";

/** A state in memory, for tests. */
export class MemoryState implements StateReader {
  readonly entries = new Map<StorageKey, Uint8Array>();
  #sorted: StorageKey[] | undefined;

  constructor(entries: Iterable<readonly [StorageKey, Uint8Array]> = []) {
    for (const [key, value] of entries) this.entries.set(key, value);
  }

  get(key: StorageKey): Uint8Array | undefined {
    return this.entries.get(key);
  }

  *keys(prefix: StorageKey, after?: StorageKey): Iterable<StorageKey> {
    this.#sorted ??= [...this.entries.keys()].sort();
    for (const key of this.#sorted) if (key.startsWith(prefix) && (after === undefined || key > after)) yield key;
  }

  /** Takes over what a block changed. */
  apply(changes: StateChanges): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.entries.delete(key);
      else this.entries.set(key, value);
    }
    this.#sorted = undefined;
  }
}

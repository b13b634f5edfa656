import type { StateChanges, StateReader, StorageKey } from "@myelin/frame";

/** A state in memory, for tests: a map whose keys are sorted when somebody iterates. */
export class MemoryState implements StateReader {
  readonly #values: Map<StorageKey, Uint8Array>;
  #sorted: StorageKey[] | undefined;

  constructor(entries: Iterable<readonly [StorageKey, Uint8Array]> = []) {
    this.#values = new Map(entries);
  }

  get size(): number {
    return this.#values.size;
  }

  get(key: StorageKey): Uint8Array | undefined {
    return this.#values.get(key);
  }

  *keys(prefix: StorageKey, after?: StorageKey): Generator<StorageKey> {
    this.#sorted ??= [...this.#values.keys()].sort();
    const start = after !== undefined && after > prefix ? after : prefix;
    for (let i = this.#firstAtLeast(start); i < this.#sorted.length; i++) {
      const key = this.#sorted[i]!;
      if (!key.startsWith(prefix)) return;
      if (key !== after) yield key;
    }
  }

  apply(changes: StateChanges): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
    this.#sorted = undefined;
  }

  #firstAtLeast(key: StorageKey): number {
    const sorted = this.#sorted!;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

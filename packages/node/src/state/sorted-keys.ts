import type { StorageKey } from "@myelin/frame";

/** A set of keys in ascending order, changed a batch at a time. */
export class SortedKeys {
  private keys: StorageKey[] = [];

  add(batch: readonly StorageKey[]): void {
    const sorted = [...batch].sort();
    const merged: StorageKey[] = [];
    let at = 0;
    for (const key of this.keys) {
      while (at < sorted.length && sorted[at]! < key) merged.push(sorted[at++]!);
      if (sorted[at] === key) at++;
      merged.push(key);
    }
    for (; at < sorted.length; at++) merged.push(sorted[at]!);
    this.keys = merged;
  }

  keep(wanted: (key: StorageKey) => boolean): void {
    this.keys = this.keys.filter(wanted);
  }

  /** Keys that start with `prefix`, from `from` on; a batch added meanwhile is not seen. */
  *scan(prefix: string, from: string): Generator<StorageKey> {
    const keys = this.keys;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < from) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < keys.length && keys[at]!.startsWith(prefix); at++) yield keys[at]!;
  }
}

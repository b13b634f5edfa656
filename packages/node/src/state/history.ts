import type { StorageKey } from "@myelin/frame";
import { afterVersions, escapeKey, heightOfVersion, keyOfVersion, scanStart, versionKey } from "./keys.ts";
import { asBuffer, type Table } from "./layered-table.ts";

/** What a key held before a block changed it. */
export interface Earlier {
  readonly value: Uint8Array | undefined;
}

const ABSENT = Buffer.of(0);

/**
 * What blocks replaced: for each key and each height that changed it, the value before. The value at height `n` is what
 * the first change after `n` replaced, or else the current one.
 */
export class History {
  private readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  write(height: number, replaced: ReadonlyMap<StorageKey, Uint8Array | undefined>): void {
    for (const [key, value] of replaced) {
      const stored = value === undefined ? ABSENT : Buffer.concat([Buffer.of(1), asBuffer(value)]);
      this.table.put(versionKey(key, height), stored);
    }
  }

  remove(height: number, keys: Iterable<StorageKey>): void {
    for (const key of keys) this.table.remove(versionKey(key, height));
  }

  /** What the first change of `key` after `height` replaced; undefined when none is on record. */
  firstAfter(key: StorageKey, height: number): Earlier | undefined {
    const range = { start: versionKey(key, height + 1), end: afterVersions(key), limit: 1 };
    for (const { value } of this.table.getRange(range)) {
      return { value: value[0] === 0 ? undefined : Uint8Array.from(value.subarray(1)) };
    }
    return undefined;
  }

  /** Keys on record that start with `prefix`, from `from` on, with a change after `height`; ascending. */
  *keysAfter(height: number, prefix: string, from: string): Generator<StorageKey> {
    let start = escapeKey(scanStart(from));
    for (;;) {
      let found: StorageKey | undefined;
      let latest = 0;
      for (const raw of this.table.getKeys(start.length === 0 ? { limit: 1 } : { start, limit: 1 })) {
        found = keyOfVersion(raw);
        latest = heightOfVersion(raw);
      }
      if (found === undefined || !found.startsWith(prefix)) return;
      if (latest > height || this.firstAfter(found, height) !== undefined) yield found;
      start = afterVersions(found);
    }
  }
}

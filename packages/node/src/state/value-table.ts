import type { StorageKey } from "@myelin/frame";
import type { ByteCache } from "./cache.ts";
import { isStorable, storageKey, valueKey } from "./keys.ts";
import { LayeredTable, type Table } from "./layered-table.ts";
import { keyScan, mergeSorted } from "./scan.ts";
import { SortedKeys } from "./sorted-keys.ts";

/** The values of the current head, readable by key and in order of keys. */
export class ValueTable extends LayeredTable {
  private readonly order = new SortedKeys();

  constructor(table: Table, cache: ByteCache) {
    super(table, valueKey, cache);
  }

  override get(key: StorageKey): Uint8Array | undefined {
    return isStorable(key) ? super.get(key) : undefined;
  }

  override stage(height: number, changes: Iterable<readonly [StorageKey, Uint8Array | undefined]>): void {
    const list = [...changes];
    super.stage(height, list);
    this.order.add(list.map(([key]) => key));
  }

  override settle(height: number): void {
    super.settle(height);
    this.order.keep((key) => this.isPending(key));
  }

  /** Keys that start with `prefix` (which may end within a byte), from `from` on, in ascending order. */
  *keys(prefix: string, from: string): Generator<StorageKey> {
    const stored = keyScan(this.table, valueKey(from), storageKey, prefix);
    for (const key of mergeSorted([stored, this.order.scan(prefix, from)])) {
      if (!this.isPending(key) || this.get(key) !== undefined) yield key;
    }
  }
}

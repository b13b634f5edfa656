import type { Database } from "lmdb";
import type { ByteCache } from "./cache.ts";
import { Slab } from "./slab.ts";

export type Table = Database<Buffer, Buffer>;

interface Pending {
  readonly value: Uint8Array | undefined;
  readonly height: number;
}

/**
 * A table of the current state in three layers: changes not yet written to it (they are safe in the journal), the cache,
 * and LMDB. What LMDB holds of a pending key does not matter, so it may be written to in the background.
 */
export class LayeredTable {
  readonly table: Table;
  private readonly encodeKey: (key: string) => Buffer;
  private readonly cache: ByteCache;
  private readonly slab = new Slab();
  private readonly pending = new Map<string, Pending>();

  constructor(table: Table, encodeKey: (key: string) => Buffer, cache: ByteCache) {
    this.table = table;
    this.encodeKey = encodeKey;
    this.cache = cache;
  }

  get(key: string): Uint8Array | undefined {
    const pending = this.pending.get(key);
    if (pending !== undefined) return pending.value;
    const cached = this.cache.get(key);
    if (cached !== undefined) return cached ?? undefined;
    // The library's own buffer, overwritten by its next read; its length is set anew each time.
    const stored = this.table.getBinaryFast(this.encodeKey(key));
    const value = stored === undefined ? undefined : this.slab.copy(stored, stored.length);
    this.cache.set(key, value ?? null);
    return value;
  }

  protected isPending(key: string): boolean {
    return this.pending.has(key);
  }

  /** Takes over a committed block's changes. */
  stage(height: number, changes: Iterable<readonly [string, Uint8Array | undefined]>): void {
    for (const [key, value] of changes) this.pending.set(key, { value, height });
  }

  /** Queues what is pending up to a height for LMDB; part of the batch that the caller has begun. */
  write(height: number): void {
    for (const [key, pending] of this.pending) {
      if (pending.height > height) continue;
      if (pending.value === undefined) this.table.remove(this.encodeKey(key));
      else this.table.put(this.encodeKey(key), asBuffer(pending.value));
    }
  }

  /** Lets go of what LMDB now holds. */
  settle(height: number): void {
    for (const [key, pending] of this.pending) {
      if (pending.height > height) continue;
      this.pending.delete(key);
      this.cache.set(key, pending.value ?? null);
    }
  }
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

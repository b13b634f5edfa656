/**
 * One budget of memory that several caches share. Entries are kept in two generations: when the young ones fill half the
 * budget they become the old ones, and the old ones not asked for since are dropped. It is an LRU without the bookkeeping.
 */
export class CacheBudget {
  private readonly half: number;
  private young = 0;
  private readonly caches: ByteCache[] = [];

  /** @param bytes of memory for all caches together, an estimate that counts keys, values and their overhead */
  constructor(bytes: number) {
    this.half = bytes / 2;
  }

  createCache(): ByteCache {
    const cache = new ByteCache((bytes) => this.charge(bytes));
    this.caches.push(cache);
    return cache;
  }

  private charge(bytes: number): void {
    this.young += bytes;
    if (this.young <= this.half) return;
    this.young = 0;
    for (const cache of this.caches) cache.age();
  }
}

/** What a Map entry, a string and a typed array with its buffer take besides their content, in bytes (V8, measured, with some room for garbage). */
const OVERHEAD = 340;

/** Cached bytes by key. `null` stands for a key known to have no value. */
export class ByteCache {
  private young = new Map<string, Uint8Array | null>();
  private old = new Map<string, Uint8Array | null>();
  private readonly charge: (bytes: number) => void;

  constructor(charge: (bytes: number) => void) {
    this.charge = charge;
  }

  get(key: string): Uint8Array | null | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) {
      this.old.delete(key);
      this.set(key, old);
    }
    return old;
  }

  set(key: string, value: Uint8Array | null): void {
    this.old.delete(key);
    this.young.set(key, value);
    this.charge(key.length + (value === null ? 0 : value.length) + OVERHEAD);
  }

  age(): void {
    this.old = this.young;
    this.young = new Map();
  }
}

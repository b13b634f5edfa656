import { fromHex } from "@myelin/primitives/hex";
import { Reader } from "@myelin/primitives/scale";
import type { StorageKey } from "../state.ts";
import { keyHasher } from "./hashers.ts";
import { Item, type StorageContext, UNREADABLE } from "./item.ts";

/** All ways to give the first keys of a map but not all of them. */
export type Prefixes<K extends unknown[]> = K extends [...infer Init, unknown] ? Init | Prefixes<Init> : never;

/** The keys that are left after a prefix. */
export type Rest<K extends unknown[], P extends unknown[]> = P extends [unknown, ...infer PT]
  ? K extends [unknown, ...infer KT]
    ? Rest<KT, PT>
    : never
  : K;

type Single<R extends unknown[]> = R extends [infer One] ? One : R;

/** Storage keys that an item remembers: the same string again needs no joining and no hashing. */
const REMEMBERED = 8_192;

/** Accessor of a map with the keys `K`. Iteration is in the order of the hashed keys, as on the chain. */
export class MapItem<K extends unknown[], T, Q> extends Item<T, Q> {
  readonly #hashers = this.description.keys.map(({ hasher, type }) => keyHasher(hasher, type));
  readonly #byOneKey = new Map<unknown, StorageKey>();
  readonly #byTwoKeys = new Map<unknown, Map<unknown, StorageKey>>();
  #remembering = 0;

  /** The storage key of one entry. */
  key(...keys: K): StorageKey {
    return this.#hashed(keys);
  }

  /** The common start of the storage keys of all entries under the given first keys. */
  prefix(...keys: Prefixes<K>): StorageKey {
    return this.#hashed(keys);
  }

  get(ctx: StorageContext, ...keys: K): Q {
    return this.read(ctx, this.#hashed(keys));
  }

  set(ctx: StorageContext, ...keysAndValue: [...K, T]): void {
    const value = keysAndValue[keysAndValue.length - 1] as T;
    ctx.state.set(this.#hashed(keysAndValue, keysAndValue.length - 1), this.codec.encode(value));
  }

  remove(ctx: StorageContext, ...keys: K): void {
    ctx.state.delete(this.#hashed(keys));
  }

  /** Stores what `change` makes of the entry; of an optional item, undefined removes it. */
  mutate(ctx: StorageContext, ...keysAndChange: [...K, (value: Q) => Q]): Q {
    const change = keysAndChange[keysAndChange.length - 1] as (value: Q) => Q;
    const key = this.#hashed(keysAndChange, keysAndChange.length - 1);
    const value = change(this.read(ctx, key));
    this.write(ctx, key, value);
    return value;
  }

  /** Removes the entry and returns what it was. */
  take(ctx: StorageContext, ...keys: K): Q {
    const key = this.#hashed(keys);
    const value = this.read(ctx, key);
    ctx.state.delete(key);
    return value;
  }

  contains(ctx: StorageContext, ...keys: K): boolean {
    return ctx.state.has(this.#hashed(keys));
  }

  /** `[remaining keys…, value]` of every entry under the given first keys. */
  *entries<P extends Prefixes<K>>(ctx: StorageContext, ...prefix: P): Generator<[...Rest<K, P>, T]> {
    for (const key of ctx.state.keysWithPrefix(this.#hashed(prefix))) {
      const raw = ctx.state.get(key);
      const value = raw === undefined ? UNREADABLE : this.stored(raw);
      if (value !== UNREADABLE) yield [...this.#keysOf(key, prefix.length), value] as [...Rest<K, P>, T];
    }
  }

  /** As {@link entries} of the whole map, for the storage keys after `after`: continues where a bounded walk stopped. */
  *entriesAfter(ctx: StorageContext, after: StorageKey | undefined): Generator<[...K, T]> {
    for (const key of ctx.state.keysWithPrefix(this.itemPrefix(), after)) {
      const raw = ctx.state.get(key);
      const value = raw === undefined ? UNREADABLE : this.stored(raw);
      if (value !== UNREADABLE) yield [...this.#keysOf(key, 0), value] as [...K, T];
    }
  }

  /** The remaining key, or tuple of keys, of every entry under the given first keys. */
  *keys<P extends Prefixes<K>>(ctx: StorageContext, ...prefix: P): Generator<Single<Rest<K, P>>> {
    for (const key of ctx.state.keysWithPrefix(this.#hashed(prefix))) {
      const rest = this.#keysOf(key, prefix.length);
      yield (rest.length === 1 ? rest[0] : rest) as Single<Rest<K, P>>;
    }
  }

  *values<P extends Prefixes<K>>(ctx: StorageContext, ...prefix: P): Generator<T> {
    for (const key of ctx.state.keysWithPrefix(this.#hashed(prefix))) {
      const raw = ctx.state.get(key);
      const value = raw === undefined ? UNREADABLE : this.stored(raw);
      if (value !== UNREADABLE) yield value;
    }
  }

  /** Whether any entry exists under the given first keys. */
  containsPrefix<P extends Prefixes<K>>(ctx: StorageContext, ...prefix: P): boolean {
    return ctx.state.keysWithPrefix(this.#hashed(prefix)).next().done !== true;
  }

  /** Removes all entries under the given first keys; returns how many there were. */
  clearPrefix<P extends Prefixes<K>>(ctx: StorageContext, ...prefix: P): number {
    return this.#clear(ctx, this.#hashed(prefix), Number.POSITIVE_INFINITY);
  }

  /** Removes all entries, or the first `limit` of them; returns how many were removed. */
  clear(ctx: StorageContext, limit = Number.POSITIVE_INFINITY): number {
    return this.#clear(ctx, this.itemPrefix(), limit);
  }

  getRaw(ctx: StorageContext, ...keys: K): Uint8Array | undefined {
    return ctx.state.get(this.#hashed(keys));
  }

  setRaw(ctx: StorageContext, ...keysAndBytes: [...K, Uint8Array]): void {
    const key = this.#hashed(keysAndBytes, keysAndBytes.length - 1);
    ctx.state.set(key, keysAndBytes[keysAndBytes.length - 1] as Uint8Array);
  }

  /** The keys of an entry, read back from its storage key. */
  decodeKey(key: StorageKey): K {
    return this.#keysOf(key, 0) as K;
  }

  #clear(ctx: StorageContext, prefix: StorageKey, limit: number): number {
    let removed = 0;
    for (const key of ctx.state.keysWithPrefix(prefix)) {
      if (removed >= limit) break;
      ctx.state.delete(key);
      removed += 1;
    }
    return removed;
  }

  #hashed(keys: readonly unknown[], count = keys.length): StorageKey {
    if (count === 1) return this.#remembered(this.#byOneKey, keys, 1);
    if (count !== 2) return this.#hashedAnew(keys, count);
    const first = keys[0];
    let ofFirst = this.#byTwoKeys.get(first);
    if (ofFirst === undefined) {
      ofFirst = new Map();
      if (typeof first !== "object") this.#byTwoKeys.set(first, ofFirst);
    }
    return this.#remembered(ofFirst, keys, 2);
  }

  #remembered(known: Map<unknown, StorageKey>, keys: readonly unknown[], count: 1 | 2): StorageKey {
    const last = keys[count - 1];
    const key = known.get(last);
    if (key !== undefined) return key;
    const made = this.#hashedAnew(keys, count);
    if (typeof last !== "object") {
      if (this.#remembering++ >= REMEMBERED) this.#forget();
      known.set(last, made);
    }
    return made;
  }

  #forget(): void {
    this.#byOneKey.clear();
    this.#byTwoKeys.clear();
    this.#remembering = 0;
  }

  #hashedAnew(keys: readonly unknown[], count: number): StorageKey {
    let out: string = this.itemPrefix();
    for (let i = 0; i < count; i++) out += this.#hashers[i]!(keys[i]);
    return out as StorageKey;
  }

  #keysOf(key: StorageKey, skip: number): unknown[] {
    const reader = new Reader(fromHex(`0x${key.slice(this.itemPrefix().length)}`));
    const out: unknown[] = [];
    for (const [i, { hasher, type }] of this.description.keys.entries()) {
      if (hasher.prefixLength === undefined) {
        throw new TypeError(
          `${this.description.pallet}.${this.description.name}: ${hasher.name} keys cannot be read back`,
        );
      }
      reader.take(hasher.prefixLength);
      const decoded = type.codec.read(reader);
      if (i >= skip) out.push(decoded);
    }
    return out;
  }
}

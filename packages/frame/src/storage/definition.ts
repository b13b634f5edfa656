import type { Config } from "../config.ts";
import type { AnyType, Type } from "../types/index.ts";
import type { ItemDescription } from "./description.ts";
import type { Hasher } from "./hashers.ts";
import { MapItem } from "./map-item.ts";
import { ValueItem } from "./value-item.ts";

/** What an absent entry reads as: a value (which may depend on the chain's configuration), or nothing. */
export type DefaultOf<T> = { readonly default: NoInfer<T> | ((config: Config) => NoInfer<T>); readonly docs?: string };
export type Optional = { readonly optional: true; readonly docs?: string };

/** An item that does not know its name yet; {@link storage} tells it. */
export interface ItemBuilder<A> {
  build(pallet: string, name: string): A;
}

type Options = { readonly default?: unknown; readonly optional?: true; readonly docs?: string };

function describe(
  pallet: string,
  name: string,
  keys: ItemDescription["keys"],
  value: AnyType,
  options: Options,
): ItemDescription {
  const given = options.default;
  const constant = () => given;
  const fallback = options.optional
    ? undefined
    : typeof given === "function"
      ? (given as (c: Config) => unknown)
      : constant;
  return { pallet, name, keys, value, fallback, docs: options.docs };
}

/** A single value. */
export function value<T>(type: Type<T>, options: Optional): ItemBuilder<ValueItem<T, T | undefined>>;
export function value<T>(type: Type<T>, options: DefaultOf<T>): ItemBuilder<ValueItem<T, T>>;
export function value<T>(type: Type<T>, options: Options): ItemBuilder<ValueItem<T, T | undefined>> {
  return { build: (pallet, name) => new ValueItem(describe(pallet, name, [], type, options), type) };
}

/** A map of one key. */
export function map<K, T>(
  h: Hasher,
  key: Type<K>,
  type: Type<T>,
  options: Optional,
): ItemBuilder<MapItem<[K], T, T | undefined>>;
export function map<K, T>(
  h: Hasher,
  key: Type<K>,
  type: Type<T>,
  options: DefaultOf<T>,
): ItemBuilder<MapItem<[K], T, T>>;
export function map<K, T>(
  h: Hasher,
  key: Type<K>,
  type: Type<T>,
  options: Options,
): ItemBuilder<MapItem<[K], T, T | undefined>> {
  return mapOf([[h, key]], type, options);
}

/** A map of two keys. */
export function doubleMap<A, B, T>(
  ha: Hasher,
  a: Type<A>,
  hb: Hasher,
  b: Type<B>,
  type: Type<T>,
  options: Optional,
): ItemBuilder<MapItem<[A, B], T, T | undefined>>;
export function doubleMap<A, B, T>(
  ha: Hasher,
  a: Type<A>,
  hb: Hasher,
  b: Type<B>,
  type: Type<T>,
  options: DefaultOf<T>,
): ItemBuilder<MapItem<[A, B], T, T>>;
export function doubleMap<A, B, T>(
  ha: Hasher,
  a: Type<A>,
  hb: Hasher,
  b: Type<B>,
  type: Type<T>,
  options: Options,
): ItemBuilder<MapItem<[A, B], T, T | undefined>> {
  return mapOf(
    [
      [ha, a],
      [hb, b],
    ],
    type,
    options,
  );
}

type KeyList = readonly (readonly [Hasher, AnyType])[];
type KeyValues<L extends readonly unknown[]> = L extends readonly [readonly [Hasher, Type<infer K>], ...infer Tail]
  ? [K, ...KeyValues<Tail>]
  : [];

/** A map of any number of keys. */
export function nMap<const L extends KeyList, T>(
  keys: L,
  type: Type<T>,
  options: Optional,
): ItemBuilder<MapItem<KeyValues<L>, T, T | undefined>>;
export function nMap<const L extends KeyList, T>(
  keys: L,
  type: Type<T>,
  options: DefaultOf<T>,
): ItemBuilder<MapItem<KeyValues<L>, T, T>>;
export function nMap<const L extends KeyList, T>(
  keys: L,
  type: Type<T>,
  options: Options,
): ItemBuilder<MapItem<KeyValues<L>, T, T | undefined>> {
  return mapOf(keys, type, options);
}

function mapOf<K extends unknown[], T>(
  keys: KeyList,
  type: Type<T>,
  options: Options,
): ItemBuilder<MapItem<K, T, T | undefined>> {
  const described = keys.map(([hasher, key]) => ({ hasher, type: key }));
  return { build: (pallet, name) => new MapItem(describe(pallet, name, described, type, options), type) };
}

/** Accessors of a pallet's storage, by the names of its items. */
export type StorageOf<D> = { readonly [K in keyof D]: D[K] extends ItemBuilder<infer A> ? A : never };

/** A pallet's storage as the runtime sees it. */
export type AnyStorage = Readonly<Record<string, { readonly description: ItemDescription }>>;

/**
 * Declares the storage of a pallet.
 *
 * ```ts
 * export const S = storage("SubtensorModule", {
 *   TotalIssuance: value(u64, { default: 0n }),
 *   Owner: map(hashers.blake2_128Concat, accountId, accountId, { default: ZERO_ACCOUNT }),
 * });
 * S.TotalIssuance.mutate(ctx, (issuance) => issuance + 1n);
 * ```
 */
export function storage<const D extends Readonly<Record<string, ItemBuilder<unknown>>>>(
  pallet: string,
  items: D,
): StorageOf<D> {
  const entries = Object.entries(items).map(([name, item]) => [name, item.build(pallet, name)]);
  return Object.fromEntries(entries) as StorageOf<D>;
}

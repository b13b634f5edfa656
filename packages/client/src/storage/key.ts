import {
  blake2_128Concat,
  blake2b128,
  blake2b256,
  concat,
  type Hex,
  toHex,
  twox64Concat,
  twox128,
  twox256,
  utf8,
} from "@myelin/primitives";
import { Reader } from "@myelin/primitives/scale";
import { ArgumentError } from "../errors.ts";
import type { ChainMetadata, StorageEntry } from "../metadata/metadata.ts";

interface Hasher {
  hash: (key: Uint8Array) => Uint8Array;
  /** Bytes in front of the key itself; undefined where the key cannot be read back. */
  before: number | undefined;
}

const HASHERS: Record<string, Hasher> = {
  Identity: { hash: (key) => key, before: 0 },
  Twox64Concat: { hash: twox64Concat, before: 8 },
  Blake2128Concat: { hash: blake2_128Concat, before: 16 },
  Twox128: { hash: twox128, before: undefined },
  Twox256: { hash: twox256, before: undefined },
  Blake2128: { hash: blake2b128, before: undefined },
  Blake2256: { hash: blake2b256, before: undefined },
};

const prefixes = new WeakMap<StorageEntry, Uint8Array>();

/** The storage key of an item under all of its keys, or the common prefix under the first few of them. */
export function storageKey(entry: StorageEntry, keys: readonly unknown[]): Hex {
  if (keys.length > entry.keys.length) {
    throw new ArgumentError(`${entry.pallet}.${entry.name} takes ${entry.keys.length} keys, not ${keys.length}.`);
  }
  const parts = keys.map((key, i) => HASHERS[entry.hashers[i]].hash(encodeKey(entry, i, key)));
  return toHex(concat(prefixOf(entry), ...parts));
}

/** The item by its names, where it takes as many keys. @throws {ArgumentError} where it does not */
export function entryWithKeys(
  metadata: ChainMetadata,
  pallet: string,
  item: string,
  keys: readonly unknown[],
): StorageEntry {
  const entry = metadata.storage(pallet, item);
  if (keys.length !== entry.keys.length) {
    throw new ArgumentError(`${pallet}.${item} takes ${entry.keys.length} keys, not ${keys.length}.`);
  }
  return entry;
}

/** Reads the keys back from a storage key; a key behind a one-way hash comes out undefined. */
export function decodeKeys(entry: StorageEntry, key: Uint8Array): unknown[] {
  const reader = new Reader(key.slice(32));
  return entry.hashers.map((name, i) => {
    const { before } = HASHERS[name];
    if (before === undefined) throw new ArgumentError(`${entry.pallet}.${entry.name} hides its keys behind ${name}.`);
    reader.take(before);
    return entry.keys[i].read(reader);
  });
}

function prefixOf(entry: StorageEntry): Uint8Array {
  let prefix = prefixes.get(entry);
  if (prefix === undefined) {
    prefix = concat(twox128(utf8(entry.pallet)), twox128(utf8(entry.name)));
    prefixes.set(entry, prefix);
  }
  return prefix;
}

function encodeKey(entry: StorageEntry, index: number, key: unknown): Uint8Array {
  try {
    return entry.keys[index].encode(key);
  } catch (error) {
    throw new ArgumentError(`Key ${index + 1} of ${entry.pallet}.${entry.name}: ${(error as Error).message}.`);
  }
}

import { blake2_128Concat, blake2b128, blake2b256, twox64Concat, twox128, twox256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import type { Type } from "../types/index.ts";

/** How a map's key becomes part of the storage key. */
export interface Hasher {
  /** Name in the metadata. */
  readonly name: "Blake2128" | "Blake2256" | "Blake2128Concat" | "Twox128" | "Twox256" | "Twox64Concat" | "Identity";
  /** Hex of the hashed key, without `0x`. */
  hash(key: Uint8Array): string;
  /** Bytes before the key itself; undefined when the key cannot be read back. */
  readonly prefixLength: number | undefined;
}

function hasher(name: Hasher["name"], prefixLength: number | undefined, hash: (key: Uint8Array) => Uint8Array): Hasher {
  return { name, prefixLength, hash: (key) => hex(hash(key)) };
}

function hex(bytes: Uint8Array): string {
  return toHex(bytes).slice(2);
}

/** The hashers of FRAME (`frame_support::storage::hashers`). */
export const hashers = {
  identity: { name: "Identity", prefixLength: 0, hash: hex } as Hasher,
  twox64Concat: hasher("Twox64Concat", 8, twox64Concat),
  blake2_128Concat: hasher("Blake2128Concat", 16, blake2_128Concat),
  twox128: hasher("Twox128", undefined, twox128),
  twox256: hasher("Twox256", undefined, twox256),
  blake2_128: hasher("Blake2128", undefined, blake2b128),
  blake2_256: hasher("Blake2256", undefined, blake2b256),
};

/** Hashed keys that are kept per hasher and type; hashing an account takes ten times as long as finding it. */
const REMEMBERED = 65_536;

const remembered = new Map<string, Map<unknown, string>>();

/** Turns a map's keys into their part of the storage key, remembering those that are numbers or strings. */
export function keyHasher<K>({ name, hash }: Hasher, { codec, definition }: Type<K>): (key: K) => string {
  const table = `${name} ${definition.key}`;
  const seen = remembered.get(table) ?? new Map<unknown, string>();
  remembered.set(table, seen);
  return (key) => {
    const known = seen.get(key);
    if (known !== undefined) return known;
    const hashed = hash(codec.encode(key));
    if (typeof key !== "object") {
      if (seen.size >= REMEMBERED) seen.clear();
      seen.set(key, hashed);
    }
    return hashed;
  };
}

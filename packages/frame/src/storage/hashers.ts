import { blake2_128Concat, blake2b128, blake2b256, twox64Concat, twox128, twox256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";

/** How a map's key becomes part of the storage key. */
export interface Hasher {
  /** Name in the metadata. */
  readonly name: "Blake2128" | "Blake2256" | "Blake2128Concat" | "Twox128" | "Twox256" | "Twox64Concat" | "Identity";
  /** Hex of the hashed key, without `0x`. */
  hash(key: Uint8Array): string;
  /** Bytes before the key itself; undefined when the key cannot be read back. */
  readonly prefixLength: number | undefined;
}

/** Hashes of keys seen before; hashing an account takes ten times as long as finding it here. */
const REMEMBERED = 65_536;

function hasher(name: Hasher["name"], prefixLength: number | undefined, hash: (key: Uint8Array) => Uint8Array): Hasher {
  const seen = new Map<string, string>();
  const remember = (key: Uint8Array) => {
    const plain = hex(key);
    const known = seen.get(plain);
    if (known !== undefined) return known;
    const hashed = hex(hash(key));
    if (seen.size >= REMEMBERED) seen.clear();
    seen.set(plain, hashed);
    return hashed;
  };
  return { name, prefixLength, hash: remember };
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

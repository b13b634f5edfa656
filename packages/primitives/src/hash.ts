/**
 * The hashes of a Substrate chain, synchronous and safe in a browser.
 *
 * BLAKE2b and xxHash run as WebAssembly with one instance reused per digest size: about five times the speed of plain
 * JavaScript. Loading this module waits for those instances.
 */

import { blake2b as nobleBlake2b } from "@noble/hashes/blake2.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { createBLAKE2b } from "hash-wasm";
import xxhash from "xxhash-wasm";

const [hasher128, hasher256, hasher512, xx] = await Promise.all([
  createBLAKE2b(128),
  createBLAKE2b(256),
  createBLAKE2b(512),
  xxhash(),
]);

/** BLAKE2b with 16 bytes of digest (RFC 7693). */
export function blake2b128(data: Uint8Array): Uint8Array {
  return hasher128.init().update(data).digest("binary");
}

/** BLAKE2b with 32 bytes of digest (RFC 7693): the chain's block, extrinsic and trie hash. */
export function blake2b256(data: Uint8Array): Uint8Array {
  return hasher256.init().update(data).digest("binary");
}

/** BLAKE2b with 64 bytes of digest (RFC 7693). */
export function blake2b512(data: Uint8Array): Uint8Array {
  return hasher512.init().update(data).digest("binary");
}

/** BLAKE2b with `length` bytes of digest, 1 to 64. */
export function blake2b(data: Uint8Array, length: number): Uint8Array {
  switch (length) {
    case 16:
      return blake2b128(data);
    case 32:
      return blake2b256(data);
    case 64:
      return blake2b512(data);
    default:
      return nobleBlake2b(data, { dkLen: length });
  }
}

/** `count` xxHash64 digests with the seeds 0, 1, … in little-endian order (`sp_crypto_hashing::twox`). */
function twox(data: Uint8Array, count: number, suffixLength = 0): Uint8Array {
  const out = new Uint8Array(8 * count + suffixLength);
  const view = new DataView(out.buffer);
  for (let seed = 0; seed < count; seed++) view.setBigUint64(8 * seed, xx.h64Raw(data, BigInt(seed)), true);
  return out;
}

/** xxHash64 with seed 0, 8 bytes. */
export function twox64(data: Uint8Array): Uint8Array {
  return twox(data, 1);
}

/** Two xxHash64, 16 bytes: the hash of pallet and storage item names. */
export function twox128(data: Uint8Array): Uint8Array {
  return twox(data, 2);
}

/** Four xxHash64, 32 bytes. */
export function twox256(data: Uint8Array): Uint8Array {
  return twox(data, 4);
}

/** `twox64` followed by the data itself: a storage key from which the map key can be read back. */
export function twox64Concat(data: Uint8Array): Uint8Array {
  const out = twox(data, 1, data.length);
  out.set(data, 8);
  return out;
}

/** `blake2b128` followed by the data itself: as {@link twox64Concat}, for keys a user can choose. */
export function blake2_128Concat(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(16 + data.length);
  out.set(blake2b128(data));
  out.set(data, 16);
  return out;
}

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data);
}

/** Keccak-256 as Ethereum uses it, 32 bytes. */
export function keccak256(data: Uint8Array): Uint8Array {
  return keccak_256(data);
}

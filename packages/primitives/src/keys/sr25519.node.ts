/**
 * sr25519 by WebAssembly: `@polkadot-labs/schnorrkel-wasm`, ten times the speed of plain JavaScript.
 *
 * The library panics on keys and signatures that do not decode, and every panic leaks memory of its instance until it is
 * unusable: a stranger could stop a node with some thousand bad signatures. So both are decoded here first, and keys
 * that were found good are remembered.
 */

import { ristretto255 } from "@noble/curves/ed25519.js";
import {
  sr25519_derive_keypair_hard,
  sr25519_derive_keypair_soft,
  sr25519_derive_public_soft,
  sr25519_keypair_from_seed,
  sr25519_sign,
  sr25519_verify,
} from "@polkadot-labs/schnorrkel-wasm";
import { concat } from "../bytes.ts";
import { toHex } from "../hex.ts";
import { KeyError } from "./errors.ts";
import { Recent } from "./recent.ts";
import type { Sr25519, Sr25519Pair } from "./schemes.ts";
import { isWellFormedSignature } from "./sr25519-signature.ts";

const KNOWN_KEYS = 65_536;
const knownKeys = new Recent<string, true>(KNOWN_KEYS);

/** Whether 32 bytes are the canonical encoding of a point (RFC 9496, section 4.3.1). */
function isPublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  const key = toHex(publicKey);
  if (knownKeys.get(key)) return true;
  try {
    ristretto255.Point.fromBytes(publicKey);
  } catch {
    return false;
  }
  knownKeys.set(key, true);
  return true;
}

function pairOf(bytes: Uint8Array): Sr25519Pair {
  return { secretKey: bytes.slice(0, 64), publicKey: bytes.slice(64) };
}

export const sr25519: Sr25519 = {
  verify: (signature, message, publicKey) =>
    isWellFormedSignature(signature) && isPublicKey(publicKey) && sr25519_verify(publicKey, message, signature),
  pairFromSeed: (seed) => pairOf(sr25519_keypair_from_seed(seed)),
  sign: (pair, message) => sr25519_sign(pair.publicKey, pair.secretKey, message),
  deriveHard: (pair, code) => pairOf(sr25519_derive_keypair_hard(concat(pair.secretKey, pair.publicKey), code)),
  deriveSoft: (pair, code) => pairOf(sr25519_derive_keypair_soft(concat(pair.secretKey, pair.publicKey), code)),
  derivePublicSoft(publicKey, code) {
    if (!isPublicKey(publicKey)) throw new KeyError("KEY_SECRET_INVALID", "these bytes are no sr25519 public key");
    return sr25519_derive_public_soft(publicKey, code);
  },
};

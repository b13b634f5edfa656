/**
 * sr25519 by WebAssembly: `@polkadot/wasm-crypto` signs and derives, `@polkadot-labs/schnorrkel-wasm` verifies at twice
 * its speed.
 *
 * The faster verifier panics on keys and signatures that do not decode, and every panic leaks memory of its instance
 * until it is unusable: a stranger could stop a node with some thousand bad signatures. So it only ever sees
 * signatures of the right form by keys that wasm-crypto, which answers `false` instead, verified once before.
 */

import {
  sr25519DeriveKeypairHard,
  sr25519DeriveKeypairSoft,
  sr25519DerivePublicSoft,
  sr25519KeypairFromSeed,
  sr25519Sign,
  sr25519Verify,
  waitReady,
} from "@polkadot/wasm-crypto";
import { sr25519_verify } from "@polkadot-labs/schnorrkel-wasm";
import { concat } from "../bytes.ts";
import { toHex } from "../hex.ts";
import { Recent } from "./recent.ts";
import type { Sr25519, Sr25519Pair } from "./schemes.ts";
import { isWellFormedSignature } from "./sr25519-signature.ts";

await waitReady();

const KNOWN_KEYS = 65_536;
const knownKeys = new Recent<string, true>(KNOWN_KEYS);

function pairOf(bytes: Uint8Array): Sr25519Pair {
  return { secretKey: bytes.slice(0, 64), publicKey: bytes.slice(64) };
}

function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || !isWellFormedSignature(signature)) return false;
  const key = toHex(publicKey);
  if (knownKeys.get(key)) return sr25519_verify(publicKey, message, signature);
  const valid = sr25519Verify(signature, message, publicKey);
  if (valid) knownKeys.set(key, true);
  return valid;
}

export const sr25519: Sr25519 = {
  verify,
  pairFromSeed: (seed) => pairOf(sr25519KeypairFromSeed(seed)),
  sign: (pair, message) => sr25519Sign(pair.publicKey, pair.secretKey, message),
  deriveHard: (pair, code) => pairOf(sr25519DeriveKeypairHard(concat(pair.secretKey, pair.publicKey), code)),
  deriveSoft: (pair, code) => pairOf(sr25519DeriveKeypairSoft(concat(pair.secretKey, pair.publicKey), code)),
  derivePublicSoft: (publicKey, code) => sr25519DerivePublicSoft(publicKey, code),
};

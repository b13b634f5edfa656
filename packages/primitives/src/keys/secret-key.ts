/**
 * The two ways of writing a 64-byte Schnorrkel secret: *canonical* holds the scalar as it is (sp-core, Bittensor's
 * keyfiles), *expanded* holds it multiplied by the cofactor 8 as ed25519 does (polkadot.js, the signing library).
 * The nonce seed in the last 32 bytes is the same (w3f/schnorrkel, `SecretKey::to_ed25519_bytes`).
 */

import { getPublicKey } from "@scure/sr25519";
import { KeyError } from "./errors.ts";
import type { Sr25519Pair } from "./schemes.ts";

/** Canonical → expanded: the scalar × 8. */
export function expandSecret(canonical: Uint8Array): Uint8Array {
  const out = canonical.slice();
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    const shifted = (canonical[i]! << 3) | carry;
    out[i] = shifted & 0xff;
    carry = shifted >> 8;
  }
  return out;
}

/** Expanded → canonical: the scalar ÷ 8. */
export function canonicalSecret(expanded: Uint8Array): Uint8Array {
  const out = expanded.slice();
  for (let i = 0; i < 32; i++) out[i] = (expanded[i]! >> 3) | (i < 31 ? (expanded[i + 1]! << 5) & 0xff : 0);
  return out;
}

/** @throws {KeyError} `KEY_SECRET_INVALID` for bytes that are no canonical secret. */
export function pairFromCanonical(canonical: Uint8Array): Sr25519Pair {
  // A scalar below the group order has its three highest bits clear; with one of them set, × 8 would lose it.
  if (canonical.length !== 64 || canonical[31]! >= 0x20) throw invalidSecret();
  const secretKey = expandSecret(canonical);
  try {
    return { secretKey, publicKey: getPublicKey(secretKey).slice() };
  } catch {
    throw invalidSecret();
  }
}

function invalidSecret(): KeyError {
  return new KeyError("KEY_SECRET_INVALID", "these bytes are no sr25519 private key in its canonical form");
}

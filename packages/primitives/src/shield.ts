/**
 * The MEV shield's envelope: an extrinsic that only the author of a coming block can read. ML-KEM-768 (FIPS 203) carries a
 * secret to the author's key, which is the key of XChaCha20-Poly1305 over the extrinsic, without associated data.
 *
 * Layout: twox128 of the author's key (16 bytes), length of the KEM ciphertext (u16, little-endian), the KEM ciphertext
 * (1,088), a nonce (24), the sealed extrinsic and its tag (16).
 * Sources: `pallets/shield/src/lib.rs` (submit_encrypted, unshield) of subtensor; `substrate/primitives/shield` of its fork
 * of the Polkadot SDK (ShieldedTransaction::parse).
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { concat } from "./bytes.ts";
import { MyelinError } from "./errors.ts";
import { twox128 } from "./hash.ts";

/** Bytes of a public key. */
export const SHIELD_KEY_LENGTH = 1_184;
const KEY_HASH_LENGTH = 16;
const NONCE_LENGTH = 24;
const SEED_LENGTH = 64;

/** A key to encrypt to (1,184 bytes) and the one that opens (2,400 bytes). */
export interface ShieldKeypair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** The parts of an envelope. */
export interface ShieldedTransaction {
  /** twox128 of the public key it is encrypted to. */
  readonly keyHash: Uint8Array;
  readonly kemCiphertext: Uint8Array;
  readonly nonce: Uint8Array;
  /** The sealed extrinsic with its tag. */
  readonly sealed: Uint8Array;
}

/** What was given is no public key of a shield. */
export class ShieldKeyError extends MyelinError {
  constructor(length: number) {
    super("SHIELD_BAD_KEY", `A shield's key has ${SHIELD_KEY_LENGTH} bytes; this one has ${length}.`);
  }
}

/** A new pair; `seed` (64 bytes) makes the same one again. */
export function shieldKeypair(seed: Uint8Array = randomBytes(SEED_LENGTH)): ShieldKeypair {
  return ml_kem768.keygen(seed);
}

/** The name of a public key in envelopes: 16 bytes. */
export function shieldKeyHash(publicKey: Uint8Array): Uint8Array {
  return twox128(publicKey);
}

/**
 * Encrypts a signed extrinsic to the key in `MevShield.NextKey`; the result is the argument of `submit_encrypted`.
 *
 * ```ts
 * const ciphertext = sealShielded(signedExtrinsic, nextKey);
 * ```
 *
 * @throws {ShieldKeyError}
 */
export function sealShielded(extrinsic: Uint8Array, publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== SHIELD_KEY_LENGTH) throw new ShieldKeyError(publicKey.length);
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey);
  const nonce = randomBytes(NONCE_LENGTH);
  const length = Uint8Array.of(cipherText.length & 0xff, cipherText.length >> 8);
  const sealed = xchacha20poly1305(sharedSecret, nonce).encrypt(extrinsic);
  return concat(shieldKeyHash(publicKey), length, cipherText, nonce, sealed);
}

/** Takes an envelope apart; undefined where it is malformed. Lengths are not those of ML-KEM: opening tells. */
export function parseShielded(envelope: Uint8Array): ShieldedTransaction | undefined {
  const kemStart = KEY_HASH_LENGTH + 2;
  if (envelope.length < kemStart) return undefined;
  const kemEnd = kemStart + envelope[KEY_HASH_LENGTH]! + (envelope[KEY_HASH_LENGTH + 1]! << 8);
  const sealedStart = kemEnd + NONCE_LENGTH;
  if (envelope.length <= sealedStart) return undefined;
  return {
    keyHash: envelope.subarray(0, KEY_HASH_LENGTH),
    kemCiphertext: envelope.subarray(kemStart, kemEnd),
    nonce: envelope.subarray(kemEnd, sealedStart),
    sealed: envelope.subarray(sealedStart),
  };
}

/** The extrinsic inside; undefined where the key is another or the envelope was changed. */
export function openShielded(
  { kemCiphertext, nonce, sealed }: Omit<ShieldedTransaction, "keyHash">,
  secretKey: Uint8Array,
): Uint8Array | undefined {
  try {
    return xchacha20poly1305(ml_kem768.decapsulate(kemCiphertext, secretKey), nonce).decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** The two signature schemes, as the rest of the package sees them: one implementation for Node, one for browsers. */

/** A Schnorrkel key pair; `secretKey` is the 64-byte form of polkadot.js, whose scalar is multiplied by the cofactor 8. */
export interface Sr25519Pair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** Schnorr signatures on Ristretto255 with the signing context `substrate`. */
export interface Sr25519 {
  pairFromSeed(seed: Uint8Array): Sr25519Pair;
  /** 64 bytes, different at every call. */
  sign(pair: Sr25519Pair, message: Uint8Array): Uint8Array;
  /** False for whatever is no valid signature, malformed keys included. */
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  deriveHard(pair: Sr25519Pair, chainCode: Uint8Array): Sr25519Pair;
  deriveSoft(pair: Sr25519Pair, chainCode: Uint8Array): Sr25519Pair;
  derivePublicSoft(publicKey: Uint8Array, chainCode: Uint8Array): Uint8Array;
}

/** RFC 8032 signatures. */
export interface Ed25519 {
  publicKey(seed: Uint8Array): Uint8Array;
  /** A function that signs with one key, prepared once. */
  signer(seed: Uint8Array): (message: Uint8Array) => Uint8Array;
  verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
}

import { blake2b256 } from "@myelin/primitives/hash";
import { verify } from "@myelin/primitives/keys";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { SignatureCheck } from "./chunk.ts";

/** Whether a signature is good. Never throws: whatever cannot be decoded is bad. */
export function isGood({ scheme, signer, signature, message }: SignatureCheck): boolean {
  try {
    if (scheme === "Ecdsa") return isGoodEcdsa(signer, signature, message);
    return verify(signature, message, signer, scheme === "Sr25519" ? "sr25519" : "ed25519");
  } catch {
    return false;
  }
}

/** The account of an ECDSA key is the hash of its compressed form (`sp_runtime::MultiSignature::verify`). */
function isGoodEcdsa(account: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  const recoverable = Uint8Array.of(signature[64]!, ...signature.subarray(0, 64));
  const key = secp256k1.recoverPublicKey(recoverable, blake2b256(message), { prehash: false });
  return Buffer.compare(blake2b256(secp256k1.Point.fromBytes(key).toBytes(true)), account) === 0;
}

import type { SignaturePayload } from "@myelin/frame";
import { fromHex } from "@myelin/primitives/hex";

export type Scheme = "Ed25519" | "Sr25519" | "Ecdsa";
const SCHEMES: readonly Scheme[] = ["Ed25519", "Sr25519", "Ecdsa"];

/** One signature to check: `signer` is a public key, for ECDSA the hash of one. */
export interface SignatureCheck {
  readonly scheme: Scheme;
  readonly signer: Uint8Array;
  readonly signature: Uint8Array;
  readonly message: Uint8Array;
}

export function checkOf({ signer, signature, message }: SignaturePayload): SignatureCheck {
  return { scheme: signature.type, signer: fromHex(signer), signature: signature.value, message };
}

const SIGNER = 32;
const SLOT = 65;
const HEAD = 1 + SIGNER + SLOT + 4;

/** Packs checks into one buffer, which threads hand over without copying. */
export function packChecks(checks: readonly SignatureCheck[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(checks.reduce((sum, { message }) => sum + HEAD + message.length, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const { scheme, signer, signature, message } of checks) {
    out[at] = SCHEMES.indexOf(scheme);
    out.set(signer, at + 1);
    out.set(signature, at + 1 + SIGNER);
    view.setUint32(at + 1 + SIGNER + SLOT, message.length);
    out.set(message, at + HEAD);
    at += HEAD + message.length;
  }
  return out;
}

export function* unpackChecks(packed: Uint8Array<ArrayBuffer>): Generator<SignatureCheck> {
  const view = new DataView(packed.buffer, packed.byteOffset);
  for (let at = 0; at < packed.length; ) {
    const scheme = SCHEMES[packed[at]!]!;
    const length = view.getUint32(at + 1 + SIGNER + SLOT);
    const signatureAt = at + 1 + SIGNER;
    yield {
      scheme,
      signer: packed.subarray(at + 1, signatureAt),
      signature: packed.subarray(signatureAt, signatureAt + (scheme === "Ecdsa" ? 65 : 64)),
      message: packed.subarray(at + HEAD, at + HEAD + length),
    };
    at += HEAD + length;
  }
}

/** ed25519 by OpenSSL. Importing a key costs as much as a signature, so keys are kept. */

import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { concat, plain } from "../bytes.ts";
import { toHex } from "../hex.ts";
import { Recent } from "./recent.ts";
import type { Ed25519 } from "./schemes.ts";

/** What precedes the 32 bytes in the DER forms of RFC 8410. */
const PKCS8_HEAD = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const SPKI_HEAD = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

const KNOWN_KEYS = 4096;
const knownKeys = new Recent<string, KeyObject>(KNOWN_KEYS);

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(concat(PKCS8_HEAD, seed)), format: "der", type: "pkcs8" });
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const id = toHex(publicKey);
  let key = knownKeys.get(id);
  if (!key) {
    key = createPublicKey({ key: Buffer.from(concat(SPKI_HEAD, publicKey)), format: "der", type: "spki" });
    knownKeys.set(id, key);
  }
  return key;
}

export const ed25519: Ed25519 = {
  publicKey(seed) {
    const der = createPublicKey(privateKey(seed)).export({ format: "der", type: "spki" });
    return new Uint8Array(der.subarray(SPKI_HEAD.length));
  },
  signer(seed) {
    const key = privateKey(seed);
    return (message) => plain(sign(null, message, key));
  },
  verify(signature, message, publicKey) {
    if (signature.length !== 64 || publicKey.length !== 32) return false;
    try {
      return verify(null, message, publicKeyObject(publicKey), signature);
    } catch {
      return false;
    }
  },
};

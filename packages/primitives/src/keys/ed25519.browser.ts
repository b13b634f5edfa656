/** ed25519 in plain JavaScript, for browsers. */

import { ed25519 as noble } from "@noble/curves/ed25519.js";
import type { Ed25519 } from "./schemes.ts";

export const ed25519: Ed25519 = {
  publicKey: (seed) => noble.getPublicKey(seed),
  signer: (seed) => (message) => noble.sign(message, seed),
  verify(signature, message, publicKey) {
    if (signature.length !== 64 || publicKey.length !== 32) return false;
    try {
      return noble.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  },
};

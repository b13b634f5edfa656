/** sr25519 in plain JavaScript, for browsers: small to load, a tenth of the speed. */

import { getPublicKey, HDKD, secretFromSeed, sign, verify } from "@scure/sr25519";
import type { Sr25519, Sr25519Pair } from "./schemes.ts";
import { isWellFormedSignature } from "./sr25519-signature.ts";

function pairOf(secretKey: Uint8Array): Sr25519Pair {
  return { secretKey, publicKey: getPublicKey(secretKey) };
}

export const sr25519: Sr25519 = {
  pairFromSeed: (seed) => pairOf(secretFromSeed(seed)),
  sign: (pair, message) => sign(pair.secretKey, message),
  verify(signature, message, publicKey) {
    if (publicKey.length !== 32 || !isWellFormedSignature(signature)) return false;
    try {
      return verify(message, signature, publicKey);
    } catch {
      return false;
    }
  },
  deriveHard: (pair, code) => pairOf(HDKD.secretHard(pair.secretKey, code)),
  deriveSoft: (pair, code) => pairOf(HDKD.secretSoft(pair.secretKey, code)),
  derivePublicSoft: (publicKey, code) => HDKD.publicSoft(publicKey, code),
};

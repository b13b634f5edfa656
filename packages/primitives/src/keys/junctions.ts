import { concat, utf8 } from "../bytes.ts";
import { blake2b256 } from "../hash.ts";
import { bytes as scaleBytes, str } from "../scale/index.ts";
import { KeyError } from "./errors.ts";

/** One step of a derivation path: `//hard` or `/soft`. */
export interface Junction {
  readonly hard: boolean;
  readonly chainCode: Uint8Array;
}

const U64_MAX = 2n ** 64n - 1n;

/**
 * The junctions of `//hard/soft` (`sp_core::crypto::DeriveJunction`): a number is taken as u64, other text by its SCALE
 * bytes; hashed if longer than 32 bytes, else padded with zeros.
 */
export function parsePath(path: string): Junction[] {
  if (!/^(?:\/\/?[^/]+)*$/.test(path)) {
    throw new KeyError("KEY_URI_INVALID", "a derivation path is written //hard/soft, each step after its slashes");
  }
  return Array.from(path.matchAll(/\/(\/?)([^/]+)/g), ([, hard, name]) => ({
    hard: hard === "/",
    chainCode: chainCodeOf(name!),
  }));
}

function chainCodeOf(name: string): Uint8Array {
  const code = new Uint8Array(32);
  if (/^\+?\d+$/.test(name) && BigInt(name.replace("+", "")) <= U64_MAX) {
    new DataView(code.buffer).setBigUint64(0, BigInt(name.replace("+", "")), true);
    return code;
  }
  const encoded = str.encode(name);
  code.set(encoded.length > 32 ? blake2b256(encoded) : encoded);
  return code;
}

/** The seed one hard junction below an ed25519 seed (`sp_core::ed25519`, `derive_hard_junction`). */
export function deriveEd25519Seed(seed: Uint8Array, junction: Junction): Uint8Array {
  if (!junction.hard) {
    throw new KeyError("KEY_SOFT_DERIVATION", "ed25519 keys have no soft derivation: write // before every step");
  }
  return blake2b256(concat(scaleBytes.encode(utf8("Ed25519HDKD")), seed, junction.chainCode));
}

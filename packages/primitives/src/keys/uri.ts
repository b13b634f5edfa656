import { fromHex, isHex } from "../hex.ts";
import { KeyError } from "./errors.ts";
import { type CryptoType, Keypair } from "./keypair.ts";
import { DEV_PHRASE, mnemonicToSeed, normalizeMnemonic } from "./mnemonic.ts";

/** Phrase (words or `0x` seed), derivation path, password (`sp_core::crypto::SecretUri`). */
const SECRET_URI = /^([\p{L}\p{N}_ ]+)?((?:\/\/?[^/]+)*)(?:\/\/\/(.*))?$/su;

/**
 * The keypair of a secret URI: words or a `0x` seed, a path, a password. Without words the development phrase is meant.
 *
 * @example
 * ```ts
 * keypairFromUri("//Alice");
 * keypairFromUri("legal winner thank year wave sausage worth useful legal winner thank yellow//stash/0///password");
 * ```
 * @throws {KeyError} `KEY_URI_INVALID`, `KEY_MNEMONIC_INVALID` or `KEY_SOFT_DERIVATION`.
 */
export function keypairFromUri(uri: string, cryptoType: CryptoType = "sr25519"): Keypair {
  const match = SECRET_URI.exec(uri.trim());
  if (!match) {
    throw new KeyError("KEY_URI_INVALID", "a secret URI is written: words//hard/soft///password, every part optional");
  }
  const [, phrase = DEV_PHRASE, path = "", password = ""] = match;
  return rootOf(phrase, password, cryptoType).derive(path);
}

function rootOf(phrase: string, password: string, cryptoType: CryptoType): Keypair {
  if (!phrase.startsWith("0x")) return keypairFromMnemonic(phrase, { password, cryptoType });
  if (!isHex(phrase, 32)) throw new KeyError("KEY_URI_INVALID", "a seed is written as 0x and 64 hexadecimal digits");
  return Keypair.fromSeed(fromHex(phrase), cryptoType);
}

/**
 * The keypair of a mnemonic of 12 to 24 English words.
 * @throws {KeyError} `KEY_MNEMONIC_INVALID`
 */
export function keypairFromMnemonic(
  mnemonic: string,
  options: { password?: string; cryptoType?: CryptoType } = {},
): Keypair {
  const seed = mnemonicToSeed(mnemonic, options.password);
  // With a password the words alone do not restore the key, so they are not kept as if they did.
  return Keypair.fromSeed(seed, options.cryptoType, options.password ? undefined : normalizeMnemonic(mnemonic));
}

/** The keypair of a 32-byte seed. */
export function keypairFromSeed(seed: Uint8Array, cryptoType: CryptoType = "sr25519"): Keypair {
  return Keypair.fromSeed(seed, cryptoType);
}

import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { generateMnemonic as generate, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { utf8 } from "../bytes.ts";
import { fromHex } from "../hex.ts";
import { KeyError } from "./errors.ts";

/** The phrase behind `//Alice` and the other development accounts (`sp_core::crypto::DEV_PHRASE`). Public: no secret. */
export const DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

const WORDS_TO_BITS = { 12: 128, 15: 160, 18: 192, 21: 224, 24: 256 } as const;

/** A fresh English BIP-39 mnemonic. Twelve words carry 128 random bits. */
export function generateMnemonic(words: keyof typeof WORDS_TO_BITS = 12): string {
  return generate(wordlist, WORDS_TO_BITS[words]);
}

/** The phrase with single spaces between its words. */
export function normalizeMnemonic(mnemonic: string): string {
  return mnemonic.trim().split(/\s+/).join(" ");
}

/** The seed of {@link DEV_PHRASE}: deriving it takes as long as all else of opening a development account. */
const DEV_SEED = "0xfac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

/**
 * The 32-byte seed of a mnemonic by Substrate's rule: PBKDF2 over the *entropy* of the words, not over their text as
 * BIP-39 wallets do (paritytech/substrate-bip39).
 * @throws {KeyError} `KEY_MNEMONIC_INVALID`
 */
export function mnemonicToSeed(mnemonic: string, password = ""): Uint8Array {
  const phrase = normalizeMnemonic(mnemonic);
  return phrase === DEV_PHRASE && password === "" ? fromHex(DEV_SEED) : deriveSeed(phrase, password);
}

function deriveSeed(phrase: string, password: string): Uint8Array {
  const salt = utf8(`mnemonic${password.normalize("NFKD")}`);
  return pbkdf2(sha512, entropyOf(phrase), salt, { c: 2048, dkLen: 64 }).slice(0, 32);
}

function entropyOf(phrase: string): Uint8Array {
  try {
    return mnemonicToEntropy(phrase, wordlist);
  } catch {
    const message = "this is no valid mnemonic: check the spelling and the order of its 12 to 24 words";
    throw new KeyError("KEY_MNEMONIC_INVALID", message);
  }
}

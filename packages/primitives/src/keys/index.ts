/** Keys: from mnemonics, seeds and URIs; signing and verifying with sr25519 and ed25519. */
export { KeyError, type KeyErrorCode } from "./errors.ts";
export { type CryptoType, Keypair, type KeySecrets } from "./keypair.ts";
export { DEV_PHRASE, generateMnemonic, mnemonicToSeed } from "./mnemonic.ts";
export { keypairFromMnemonic, keypairFromSeed, keypairFromUri } from "./uri.ts";
export { verify, verifyMessage, wrapBytes } from "./verify.ts";

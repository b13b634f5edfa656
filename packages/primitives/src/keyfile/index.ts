/** Bittensor's keyfiles and wallet folders, interchangeable with btcli and the Python SDK. Node only. */
export type { PublicKey } from "./content.ts";
export { decryptKeyfile, encryptionOf, encryptKeyfile, type KeyfileEncryption } from "./encryption.ts";
export { KeyfileError, type KeyfileErrorCode } from "./errors.ts";
export {
  type ReadKeyfileOptions,
  readKeyfile,
  readPublicKeyfile,
  type WriteKeyfileOptions,
  writeKeyfile,
  writePublicKeyfile,
} from "./keyfile.ts";
export { encodePassword, passwordFromEnvironment, passwordVariable } from "./password.ts";
export { type WalletPaths, walletPaths } from "./wallet-paths.ts";

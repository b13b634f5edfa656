import { MyelinError } from "../errors.ts";

export type KeyErrorCode =
  /** Text that is no secret URI. */
  | "KEY_URI_INVALID"
  /** Words that are no BIP-39 mnemonic, or whose checksum is wrong. */
  | "KEY_MNEMONIC_INVALID"
  /** A seed of another length than 32 bytes. */
  | "KEY_SEED_INVALID"
  /** Bytes that are no private key. */
  | "KEY_SECRET_INVALID"
  /** A soft junction on a key whose scheme has none. */
  | "KEY_SOFT_DERIVATION";

/** Key material that cannot be used. The message never repeats it. */
export class KeyError extends MyelinError {
  constructor(code: KeyErrorCode, message: string) {
    super(code, message);
  }
}

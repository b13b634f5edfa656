import { MyelinError } from "../errors.ts";

export type KeyfileErrorCode =
  | "KEYFILE_MISSING"
  | "KEYFILE_EXISTS"
  | "KEYFILE_PASSWORD_REQUIRED"
  | "KEYFILE_WRONG_PASSWORD"
  /** The content is no keyfile, or contradicts itself. */
  | "KEYFILE_DAMAGED"
  /** An unencrypted secret that other users of the machine can read. */
  | "KEYFILE_NOT_PRIVATE"
  /** A public keyfile where a secret one is needed. */
  | "KEYFILE_NO_SECRET";

/** A keyfile that cannot be read or written. The message names the file and says what to do; it holds no secret. */
export class KeyfileError extends MyelinError {
  constructor(code: KeyfileErrorCode, message: string, options: { path?: string; cause?: unknown } = {}) {
    const details = options.path === undefined ? undefined : { path: options.path };
    super(code, options.path === undefined ? message : `${options.path}: ${message}`, {
      details,
      cause: options.cause,
    });
  }

  /** The same failure, naming the file it concerns. */
  static in(path: string, error: unknown): unknown {
    if (!(error instanceof KeyfileError) || error.details) return error;
    return new KeyfileError(error.code as KeyfileErrorCode, error.message, { path });
  }
}

export function wrongPassword(): KeyfileError {
  return new KeyfileError("KEYFILE_WRONG_PASSWORD", "the password does not open this keyfile; try it again");
}

export function damaged(what: string): KeyfileError {
  return new KeyfileError("KEYFILE_DAMAGED", `${what}; restore the key from its mnemonic or a backup`);
}

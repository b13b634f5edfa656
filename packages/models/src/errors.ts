import { MyelinError } from "@myelin/primitives";

/** Stable codes of what can be wrong with somebody's model. */
export type ModelErrorCode =
  /** No model is named so. */
  | "MODEL_UNKNOWN"
  | "MODEL_FILE_UNREADABLE"
  /** It can be read, and is no model that predicts text. */
  | "MODEL_UNFIT"
  | "MODEL_PACKAGE_MISSING"
  /** A server or program does not answer, or ended. */
  | "MODEL_UNREACHABLE"
  /** A server will not answer us: key, name or request. */
  | "MODEL_REFUSED"
  | "MODEL_ANSWER_INVALID"
  | "MODEL_TOO_SLOW";

/** One sentence about a model that cannot be used now, and what to do. */
export class ModelError extends MyelinError {
  declare readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, cause?: unknown) {
    super(code, message, { cause });
  }
}

/** Any error as a {@link ModelError}; what was none becomes one of `code`. */
export function asModelError(error: unknown, code: ModelErrorCode): ModelError {
  if (error instanceof ModelError) return error;
  return new ModelError(code, error instanceof Error ? error.message : String(error), error);
}

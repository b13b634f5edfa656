import { MyelinError } from "@myelin/primitives";

export type TextErrorCode = "TEXT_UNREADABLE" | "TEXT_TOO_SHORT" | "TEXT_NOT_TEXT";

/** The text a validator was told to read cannot be used. */
export class TextError extends MyelinError {
  constructor(code: TextErrorCode, message: string, cause?: unknown) {
    super(code, message, { cause });
  }
}

/** A file of signed answers that does not hold what it claims. */
export class RecordsError extends MyelinError {
  constructor(path: string, problem: string, cause?: unknown) {
    super("RECORDS_DAMAGED", `The records in ${path} cannot be trusted: ${problem}.`, { cause, details: { path } });
  }
}

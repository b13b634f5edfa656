import { MyelinError } from "../errors.ts";

export type ScaleErrorCode =
  /** The input ends before the value does. */
  | "SCALE_TRUNCATED"
  /** Bytes are left over after the value. */
  | "SCALE_TRAILING"
  /** Bytes that no value encodes to: unknown variant, non-canonical compact, broken UTF-8. */
  | "SCALE_INVALID"
  /** A value that does not fit its type. */
  | "SCALE_RANGE"
  /** Values nested deeper than the reader allows. */
  | "SCALE_DEPTH";

/** A value that cannot be encoded, or bytes that cannot be decoded. `path` names the field, outermost first. */
export class ScaleError extends MyelinError {
  readonly path: readonly string[];
  readonly reason: string;

  constructor(code: ScaleErrorCode, reason: string, path: readonly string[] = []) {
    super(code, path.length === 0 ? reason : `${path.join(".")}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }

  /** The same failure seen from the value that holds the field. */
  static within(error: unknown, field: string): unknown {
    if (!(error instanceof ScaleError)) return error;
    return new ScaleError(error.code as ScaleErrorCode, error.reason, [field, ...error.path]);
  }
}

import { MyelinError } from "@myelin/primitives/errors";

export type CliErrorCode =
  | "CLI_NO_NODE"
  | "CLI_NOT_DEVELOPMENT"
  | "CLI_UNKNOWN_ACCOUNT"
  | "CLI_NOT_ENOUGH"
  | "CLI_NOT_REGISTERED"
  | "CLI_NO_SUBNET"
  | "CLI_NO_BLOCK"
  | "CLI_NO_LOG"
  | "CLI_REFUSED"
  | "CLI_UNHEALTHY"
  | "CLI_CANCELLED"
  | "CLI_BAD_INPUT"
  | "CLI_BAD_SIGNATURE"
  | "CLI_OTHER_DATA"
  | "CLI_DIFFERENT"
  | "CLI_PROCESS_FAILED";

/** A command cannot do what it was asked to; the message says what to do. */
export class CliError extends MyelinError {
  constructor(code: CliErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(code, message, options);
  }
}

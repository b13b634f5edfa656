import { MyelinError } from "@myelin/primitives/errors";
import { TransactionValidityError } from "../validity.ts";

/** An exception that no pallet raised on purpose: a defect of the runtime. The state is as it was before. */
export class RuntimePanic extends MyelinError {
  constructor(where: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("RUNTIME_PANIC", `the runtime failed in ${where}: ${reason}`, { cause, details: { where } });
  }
}

/** Bytes that are no extrinsic of this runtime. */
export class ExtrinsicDecodeError extends MyelinError {
  constructor(message: string, cause?: unknown) {
    super("EXTRINSIC_DECODE", message, { cause });
  }
}

/** A runtime API method that does not exist. The message ends as Substrate's does: clients compare the text. */
export class UnknownApiError extends MyelinError {
  constructor(method: string) {
    super("RUNTIME_API_UNKNOWN", `Exported method ${method} is not found`, { details: { method } });
  }
}

/** Arguments of a runtime API that cannot be decoded. */
export class ApiArgumentsError extends MyelinError {
  constructor(method: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super("RUNTIME_API_ARGUMENTS", `bad arguments for ${method}: ${reason}`, { cause, details: { method } });
  }
}

/** A runtime that cannot be assembled as declared. */
export class RuntimeDefinitionError extends MyelinError {
  constructor(message: string) {
    super("RUNTIME_DEFINITION", message);
  }
}

/** A block whose inherents are wrong. */
export class InherentError extends MyelinError {
  constructor(message: string) {
    super("INHERENT", message);
  }
}

const ANSWERS = [
  TransactionValidityError,
  ExtrinsicDecodeError,
  UnknownApiError,
  ApiArgumentsError,
  RuntimeDefinitionError,
  InherentError,
  RuntimePanic,
];

/** Runs the runtime's work; whatever is thrown that is not an answer of the runtime is a defect of it. */
export function guarded<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (ANSWERS.some((answer) => error instanceof answer)) throw error;
    throw new RuntimePanic(where, error);
  }
}

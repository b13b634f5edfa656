import { MyelinError } from "@myelin/primitives/errors";

export type EngineErrorCode =
  /** Time is controlled on development networks only. */
  | "ENGINE_NOT_DEVELOPMENT"
  /** A number that makes no sense: a step of no block, a jump back. */
  | "ENGINE_BAD_REQUEST"
  /** The subnet has no next epoch. */
  | "ENGINE_NO_EPOCH"
  /** The engine was stopped, by a user or by a failure. */
  | "ENGINE_STOPPED"
  /** Its own proposal was refused: a defect of the program. */
  | "ENGINE_PROPOSAL_REFUSED";

/** The engine cannot do what was asked; the message says why. */
export class EngineError extends MyelinError {
  constructor(
    code: EngineErrorCode,
    message: string,
    options?: { details?: Record<string, unknown>; cause?: unknown },
  ) {
    super(code, message, options);
  }
}

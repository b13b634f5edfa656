/** Stable codes of every mistake this package reports; the text of an error may change, its code does not. */
export type LearningErrorCode =
  | "MODEL_UNKNOWN"
  | "OPTION_INVALID"
  | "GRAPH_INVALID"
  | "CHECKPOINT_DAMAGED"
  | "CHECKPOINT_MISMATCH"
  | "CHECKPOINT_UNREADABLE"
  | "WORKER_FAILED"
  | "LEARNER_CLOSED";

/** A mistake with a stable `code` and a message that says what to do. */
export class LearningError extends Error {
  readonly code: LearningErrorCode;

  constructor(code: LearningErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LearningError";
    this.code = code;
  }
}

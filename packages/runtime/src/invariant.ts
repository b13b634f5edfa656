import { MyelinError } from "@myelin/primitives/errors";

/** A block that breaks a rule no valid block can break. The chain panics here; the block must be refused as a whole. */
export class RuntimeInvariantError extends MyelinError {
  constructor(message: string) {
    super("RUNTIME_INVARIANT", message);
  }
}

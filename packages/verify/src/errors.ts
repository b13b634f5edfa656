import { MyelinError } from "@myelin/primitives/errors";

/** Code: `NO_EPOCH`. */
export class NoEpochError extends MyelinError {
  constructor(message: string) {
    super("NO_EPOCH", message);
  }
}

/** Code: `BAD_ALTERATION`. */
export class AlterationError extends MyelinError {
  constructor(message: string) {
    super("BAD_ALTERATION", message);
  }
}

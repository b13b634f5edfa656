import { MyelinError } from "../errors.ts";

/** Codes: `FIXED_DIVISION_BY_ZERO`, `FIXED_NOT_FINITE`. */
export class FixedPointError extends MyelinError {}

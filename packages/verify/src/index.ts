export { type AlteredWeight, withAlteredWeight } from "./altered-weight.ts";
export {
  type Comparison,
  compare,
  type Difference,
  describeDifference,
  FIELDS,
  type Field,
  type FieldResult,
  type Figure,
} from "./compare.ts";
export { alphaOf, type EpochBlock, type EpochState, readEpoch, readEpochAt } from "./epoch-state.ts";
export { AlterationError, NoEpochError } from "./errors.ts";
export { combine, mechanismIndex, splitAmongMechanisms } from "./mechanisms.ts";
export type { Pending } from "./pending.ts";
export { prepareKernel, type Recomputed, recompute } from "./recompute.ts";
export { type EpochFigures, readStored, type StoredEpoch } from "./stored.ts";
export { type ProvenEpoch, readProvenEpoch, type Verification, verifyEpoch } from "./verify.ts";

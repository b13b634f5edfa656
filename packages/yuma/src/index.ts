export { EpochInputError } from "./check-input.ts";
export { EpochEngineError, epochEngine, epochEngines } from "./engines.ts";
export { epoch } from "./epoch.ts";
export { expSafe } from "./liquid-alpha.ts";
export { fromU16Proportion, maxUpscaleToU16, toU16Proportion } from "./quantize.ts";
export { inheritedStake, type ParentShare, totalStake } from "./stake.ts";
export type { EpochEngine, EpochInput, EpochOutput, StoredRow } from "./types.ts";

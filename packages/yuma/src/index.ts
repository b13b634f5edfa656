export { EpochInputError } from "./check-input.ts";
export { EpochEngineError, epochEngine, epochEngines } from "./engines.ts";
export { epoch } from "./epoch.ts";
export { kernelEpoch, packedEpoch } from "./kernel.ts";
export { type KernelBuild, KernelError, loadKernel } from "./kernel-module.ts";
export { expSafe } from "./liquid-alpha.ts";
export {
  type PackedEpochInput,
  type PackedEpochOutput,
  type PackedRows,
  packEpochInput,
  unpackEpochOutput,
} from "./packed.ts";
export { fromU16Proportion, maxUpscaleToU16, toU16Proportion } from "./quantize.ts";
export { inheritedStake, type ParentShare, totalStake } from "./stake.ts";
export type { EpochEngine, EpochInput, EpochOutput, StoredRow } from "./types.ts";

/** What fits into a block: `runtime/src/lib.rs`, BlockWeights and BlockLength; the whole is the configuration's. */
import {
  type AnyType,
  type Config,
  option,
  struct,
  type Type,
  u32,
  u64,
  Weight,
  type WeightValue,
} from "@myelin/frame";
import { U64_MAX } from "../../arithmetic.ts";
import { BASE_BLOCK, BASE_EXTRINSIC, DB_READ, DB_WRITE, subtractWeights, weight } from "../../weights.ts";

export interface ClassLimits {
  readonly baseExtrinsic: WeightValue;
  /** Most that one extrinsic may use. */
  readonly maxExtrinsic?: WeightValue;
  /** Most that all extrinsics of the class may use. */
  readonly maxTotal?: WeightValue;
  /** Usable even when the block is full. */
  readonly reserved?: WeightValue;
}

type PerClass<T> = Readonly<Record<"normal" | "operational" | "mandatory", T>>;

export interface BlockLimits {
  readonly maxBlock: WeightValue;
  readonly weight: PerClass<ClassLimits>;
  /** Bytes of all extrinsics of a block. */
  readonly length: PerClass<number>;
}

const limitsByConfig = new WeakMap<Config, BlockLimits>();

/** Normal calls may fill three quarters of a block, and one call all of that but a tenth, left for the block's start. */
export function blockLimits(config: Config): BlockLimits {
  const known = limitsByConfig.get(config);
  if (known) return known;
  const made = makeLimits(config);
  limitsByConfig.set(config, made);
  return made;
}

function makeLimits({ blockWeightLimit, blockLengthLimit }: Config): BlockLimits {
  const maxBlock = weight(blockWeightLimit, U64_MAX);
  const normal = percent(maxBlock, 75n);
  const start = percent(maxBlock, 10n);
  const one = (total: WeightValue) => subtractWeights(subtractWeights(total, start), BASE_EXTRINSIC);
  const baseExtrinsic = BASE_EXTRINSIC;
  return {
    maxBlock,
    weight: {
      normal: { baseExtrinsic, maxExtrinsic: one(normal), maxTotal: normal, reserved: weight(0n) },
      operational: {
        baseExtrinsic,
        maxExtrinsic: one(maxBlock),
        maxTotal: maxBlock,
        reserved: subtractWeights(maxBlock, normal),
      },
      mandatory: { baseExtrinsic },
    },
    length: {
      normal: Math.floor(blockLengthLimit * 0.75),
      operational: blockLengthLimit,
      mandatory: blockLengthLimit,
    },
  };
}

const percent = ({ refTime, proofSize }: WeightValue, part: bigint): WeightValue => ({
  refTime: (refTime * part) / 100n,
  proofSize: (proofSize * part) / 100n,
});

/** One value for each class of calls. */
export const perDispatchClass = <T>(type: Type<T>) =>
  struct(
    "frame_support::dispatch::PerDispatchClass",
    { normal: type, operational: type, mandatory: type },
    { params: [{ name: "T", type: type as AnyType }] },
  );

const WeightsPerClass = struct("frame_system::limits::WeightsPerClass", {
  base_extrinsic: Weight,
  max_extrinsic: option(Weight),
  max_total: option(Weight),
  reserved: option(Weight),
});

export const BlockWeights = struct("frame_system::limits::BlockWeights", {
  base_block: Weight,
  max_block: Weight,
  per_class: perDispatchClass(WeightsPerClass),
});

export const BlockLength = struct("frame_system::limits::BlockLength", { max: perDispatchClass(u32) });

export const RuntimeDbWeight = struct("sp_weights::RuntimeDbWeight", { read: u64, write: u64 });

const stored = (w: WeightValue) => ({ ref_time: w.refTime, proof_size: w.proofSize });

function storedLimits({ baseExtrinsic, maxExtrinsic, maxTotal, reserved }: ClassLimits) {
  return {
    base_extrinsic: stored(baseExtrinsic),
    max_extrinsic: maxExtrinsic && stored(maxExtrinsic),
    max_total: maxTotal && stored(maxTotal),
    reserved: reserved && stored(reserved),
  };
}

/** The value of the metadata constant `BlockWeights`. */
export function blockWeightsConstant(config: Config) {
  const { maxBlock, weight: ofClass } = blockLimits(config);
  return {
    base_block: stored(BASE_BLOCK),
    max_block: stored(maxBlock),
    per_class: {
      normal: storedLimits(ofClass.normal),
      operational: storedLimits(ofClass.operational),
      mandatory: storedLimits(ofClass.mandatory),
    },
  };
}

/** The value of the metadata constant `BlockLength`. */
export const blockLengthConstant = (config: Config) => ({ max: blockLimits(config).length });

/** The value of the metadata constant `DbWeight`. */
export const DB_WEIGHT = { read: DB_READ, write: DB_WRITE };

/** What fits into a block: `runtime/src/lib.rs`, BlockWeights and BlockLength. */
import { type AnyType, option, struct, type Type, u32, u64, Weight, type WeightValue } from "@myelin/frame";
import { BASE_BLOCK, BASE_EXTRINSIC, DB_READ, DB_WRITE, MAX_BLOCK, weight } from "../../weights.ts";

export interface ClassLimits {
  readonly baseExtrinsic: WeightValue;
  /** Most that one extrinsic may use. */
  readonly maxExtrinsic?: WeightValue;
  /** Most that all extrinsics of the class may use. */
  readonly maxTotal?: WeightValue;
  /** Usable even when the block is full. */
  readonly reserved?: WeightValue;
}

export const WEIGHT_LIMITS: Readonly<Record<"normal" | "operational" | "mandatory", ClassLimits>> = {
  normal: {
    baseExtrinsic: BASE_EXTRINSIC,
    maxExtrinsic: weight(2_599_891_843_000n, 0xa666_6666_6666_6666n),
    maxTotal: weight(3_000_000_000_000n, 0xbfff_ffff_ffff_ffffn),
    reserved: weight(0n),
  },
  operational: {
    baseExtrinsic: BASE_EXTRINSIC,
    maxExtrinsic: weight(3_599_891_843_000n, 0xe666_6666_6666_6666n),
    maxTotal: MAX_BLOCK,
    reserved: weight(1_000_000_000_000n, 0x4000_0000_0000_0000n),
  },
  mandatory: { baseExtrinsic: BASE_EXTRINSIC },
};

/** Bytes of all extrinsics of a block, by class. */
export const LENGTH_LIMIT = { normal: 7_864_320, operational: 10_485_760, mandatory: 10_485_760 };

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

/** The values of the metadata constants `BlockWeights`, `BlockLength` and `DbWeight`. */
export const BLOCK_WEIGHTS = {
  base_block: stored(BASE_BLOCK),
  max_block: stored(MAX_BLOCK),
  per_class: {
    normal: storedLimits(WEIGHT_LIMITS.normal),
    operational: storedLimits(WEIGHT_LIMITS.operational),
    mandatory: storedLimits(WEIGHT_LIMITS.mandatory),
  },
};
export const BLOCK_LENGTH = { max: LENGTH_LIMIT };
export const DB_WEIGHT = { read: DB_READ, write: DB_WRITE };

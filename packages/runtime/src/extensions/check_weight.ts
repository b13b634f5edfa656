/** A block's limits of weight and length: `substrate/frame/system/src/extensions/check_weight.rs`. */
import {
  type Context,
  type DispatchClassName,
  type DispatchInfo,
  extension,
  invalid,
  struct,
  unit,
  type WeightValue,
} from "@myelin/frame";
import { satSubU64 } from "../arithmetic.ts";
import { blockLimits } from "../pallets/system/limits.ts";
import { S as System } from "../pallets/system/storage.ts";
import { addWeights, subtractWeights } from "../weights.ts";

interface StoredWeight {
  ref_time: bigint;
  proof_size: bigint;
}

const exceeds = (a: WeightValue, b: WeightValue): boolean => a.refTime > b.refTime || a.proofSize > b.proofSize;
const toValue = (w: StoredWeight): WeightValue => ({ refTime: w.ref_time, proofSize: w.proof_size });
const toStored = (w: WeightValue): StoredWeight => ({ ref_time: w.refTime, proof_size: w.proofSize });

function ensureFits(ctx: Context, info: DispatchInfo, length: number): void {
  const limits = blockLimits(ctx.config);
  const ofBlock = limits.length[info.class];
  if ((System.AllExtrinsicsLen.get(ctx) ?? 0) + length > ofBlock) throw invalid("ExhaustsResources");
  const { maxExtrinsic } = limits.weight[info.class];
  if (maxExtrinsic && exceeds(info.weight, maxExtrinsic)) throw invalid("ExhaustsResources");
}

/** Counts the extrinsic against its class, and against the block; operational calls have a reserve of their own. */
function accrue(ctx: Context, info: DispatchInfo, length: number): void {
  const { maxBlock, weight: ofClass } = blockLimits(ctx.config);
  const limits = ofClass[info.class];
  const used = addToClass(ctx, info.class, addWeights(info.weight, limits.baseExtrinsic));
  if (limits.maxTotal) {
    if (exceeds(used.ofClass, limits.maxTotal)) throw invalid("ExhaustsResources");
    if (exceeds(used.total, maxBlock) && limits.reserved && exceeds(used.ofClass, limits.reserved)) {
      throw invalid("ExhaustsResources");
    }
  }
  System.AllExtrinsicsLen.mutate(ctx, (all) => (all ?? 0) + length);
}

function addToClass(ctx: Context, ofClass: DispatchClassName, added: WeightValue) {
  const all = System.BlockWeight.get(ctx);
  const next = { ...all, [ofClass]: toStored(addWeights(toValue(all[ofClass]), added)) };
  System.BlockWeight.set(ctx, next);
  return {
    ofClass: toValue(next[ofClass]),
    total: addWeights(toValue(next.normal), toValue(next.operational), toValue(next.mandatory)),
  };
}

/** Gives back what was announced but not used. */
function refund(ctx: Context, info: DispatchInfo, spent: WeightValue): void {
  const unspent = subtractWeights(info.weight, spent);
  const all = System.BlockWeight.get(ctx);
  const { ref_time, proof_size } = all[info.class];
  System.BlockWeight.set(ctx, {
    ...all,
    [info.class]: {
      ref_time: satSubU64(ref_time, unspent.refTime),
      proof_size: satSubU64(proof_size, unspent.proofSize),
    },
  });
}

export const CheckWeight = extension({
  identifier: "CheckWeight",
  type: struct("frame_system::extensions::check_weight::CheckWeight", {}, { params: [{ name: "T" }] }),
  additional: unit,
  validate(ctx, _who, _call, _value, info, length) {
    ensureFits(ctx, info, length);
    return undefined;
  },
  prepare(ctx, _who, _call, _value, info, length) {
    accrue(ctx, info, length);
    return undefined;
  },
  postDispatch(ctx, _pre, info, post) {
    refund(ctx, info, post.weight);
    return undefined;
  },
  bareValidate(ctx, _call, info, length) {
    ensureFits(ctx, info, length);
    return undefined;
  },
  barePrepare(ctx, _call, info, length) {
    ensureFits(ctx, info, length);
    accrue(ctx, info, length);
  },
  barePostDispatch(ctx, info, post) {
    refund(ctx, info, post.weight);
  },
});

import { I32F32, I64F64, U96F32 } from "@myelin/primitives/fixed";
import type { EpochInput } from "./types.ts";
import { normalize } from "./vector.ts";

const U64_PARTS = U96F32.fromNum((1n << 64n) - 1n);

/** Stake of a hotkey and its proportion (u64, parts of 2^64 - 1) that goes to a child. */
export interface ParentShare {
  /** Own stake of the parent, rao (u64). */
  readonly stake: bigint;
  readonly proportion: bigint;
}

/** A stored u64 proportion in U96F32. */
function proportion(parts: bigint): bigint {
  return U96F32.safeDiv(U96F32.fromNum(parts), U64_PARTS);
}

/**
 * Stake of a hotkey after it has given proportions to its children and received them from its parents, rao (u64):
 * all children subtracted first, then all parents added, every product floored to 32 fraction bits
 * (subtensor `pallets/subtensor/src/staking/stake_utils.rs`, `get_inherited_for_hotkey_on_subnet`).
 *
 * @param own stake of the hotkey over all its coldkeys, rao (u64)
 * @param childProportions parts of 2^64 - 1 given to each child
 */
export function inheritedStake(
  own: bigint,
  childProportions: readonly bigint[],
  parents: readonly ParentShare[],
): bigint {
  const share = (stake: bigint, parts: bigint) => U96F32.saturatingMul(U96F32.fromNum(stake), proportion(parts));
  let given = 0n;
  for (const parts of childProportions) given = U96F32.saturatingAdd(given, share(own, parts));
  let received = 0n;
  for (const parent of parents) received = U96F32.saturatingAdd(received, share(parent.stake, parent.proportion));
  const rest = U96F32.saturatingSub(U96F32.fromNum(own), given);
  return U96F32.toUnsigned(U96F32.saturatingAdd(rest, received), 64);
}

/**
 * alpha + tao * weight of one neuron, I64F64 raw bits (`get_stake_weights_for_network`).
 *
 * @param taoWeight `TaoWeight`, parts of 2^64 - 1
 */
export function totalStake(alpha: bigint, tao: bigint, taoWeight: bigint): bigint {
  const weight = I64F64.from(proportion(taoWeight), U96F32);
  return I64F64.saturatingAdd(I64F64.fromNum(alpha), I64F64.saturatingMul(I64F64.fromNum(tao), weight));
}

/** Share of each neuron in the subnet's stake, I32F32; too small stakes of others than the owner count as 0. */
export function normalizedStake(input: EpochInput): bigint[] {
  const counted = input.alphaStake.map((alpha, uid) => {
    const total = totalStake(alpha, input.taoStake[uid]!, input.taoWeight);
    return uid !== input.ownerUid && I64F64.toNum(total) < input.stakeThreshold ? 0n : total;
  });
  return normalize(counted, I64F64).map((share) => I32F32.from(share, I64F64));
}

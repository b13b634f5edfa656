/**
 * What a transaction costs, in rao: base fee + length fee + weight fee + tip.
 *
 * Sources: `substrate/frame/transaction-payment/src/lib.rs` (compute_fee_raw),
 * `pallets/transaction-fee/src/lib.rs` (LinearWeightToFee: half a rao per 1,000 ps),
 * `runtime/src/lib.rs` (one rao a byte, multiplier one).
 */
import type { DispatchInfo, WeightValue } from "@myelin/frame";
import { minBig, perbillMul, satAddU64 } from "../../arithmetic.ts";
import { BASE_EXTRINSIC } from "../../weights.ts";

/** Parts per billion of a rao for a picosecond. */
const RAO_PER_PICOSECOND = 500_000n;
/** Picoseconds of the main network's block: nothing costs more, also where a network's blocks hold more. */
const LONGEST_PAID = 4_000_000_000_000n;

export interface FeeDetails {
  /** Absent where the call is free. */
  readonly inclusion_fee: InclusionFee | undefined;
  readonly tip: bigint;
}

export interface InclusionFee {
  readonly base_fee: bigint;
  readonly len_fee: bigint;
  readonly adjusted_weight_fee: bigint;
}

/** Fee of a weight, in rao; at most that of a whole block. */
export const weightToFee = (weight: WeightValue): bigint =>
  perbillMul(RAO_PER_PICOSECOND, minBig(weight.refTime, LONGEST_PAID));

/** One rao a byte. */
export const lengthToFee = (length: number): bigint => BigInt(length);

/** Fee of a call by its parts; `length` in bytes of the whole extrinsic. */
export function feeDetails(length: number, weight: WeightValue, paysFee: boolean, tip: bigint): FeeDetails {
  if (!paysFee) return { inclusion_fee: undefined, tip };
  return {
    inclusion_fee: {
      base_fee: weightToFee(BASE_EXTRINSIC),
      len_fee: lengthToFee(length),
      adjusted_weight_fee: weightToFee(weight),
    },
    tip,
  };
}

/** Inclusion fee and tip together. */
export function totalFee({ inclusion_fee, tip }: FeeDetails): bigint {
  if (!inclusion_fee) return tip;
  const { base_fee, len_fee, adjusted_weight_fee } = inclusion_fee;
  return satAddU64(base_fee + len_fee + adjusted_weight_fee, tip);
}

/** What `info` costs before the call has run. */
export const computeFee = (length: number, info: DispatchInfo, tip: bigint): bigint =>
  totalFee(feeDetails(length, info.weight, info.paysFee, tip));

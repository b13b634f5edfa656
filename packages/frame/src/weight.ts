/**
 * Two-dimensional weight: `refTime` in picoseconds of execution, `proofSize` in bytes of storage proof.
 * Both are u64 on the wire (`sp_weights::weight_v2::Weight`).
 */
export interface WeightValue {
  readonly refTime: bigint;
  readonly proofSize: bigint;
}

const U64_MAX = (1n << 64n) - 1n;

export const ZERO_WEIGHT: WeightValue = { refTime: 0n, proofSize: 0n };

export function weight(refTime: bigint, proofSize = 0n): WeightValue {
  return { refTime, proofSize };
}

/** Saturating sum of both dimensions. */
export function addWeights(...weights: readonly WeightValue[]): WeightValue {
  let refTime = 0n;
  let proofSize = 0n;
  for (const w of weights) {
    refTime += w.refTime;
    proofSize += w.proofSize;
  }
  return { refTime: refTime > U64_MAX ? U64_MAX : refTime, proofSize: proofSize > U64_MAX ? U64_MAX : proofSize };
}

/** Saturating difference of both dimensions. */
export function subtractWeights(a: WeightValue, b: WeightValue): WeightValue {
  return {
    refTime: a.refTime > b.refTime ? a.refTime - b.refTime : 0n,
    proofSize: a.proofSize > b.proofSize ? a.proofSize - b.proofSize : 0n,
  };
}

/** The smaller of each dimension. */
export function minWeights(a: WeightValue, b: WeightValue): WeightValue {
  return { refTime: lesser(a.refTime, b.refTime), proofSize: lesser(a.proofSize, b.proofSize) };
}

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

export type DispatchClassName = "normal" | "operational" | "mandatory";

/** What is known of a call before it runs. */
export interface DispatchInfo {
  readonly weight: WeightValue;
  readonly class: DispatchClassName;
  readonly paysFee: boolean;
}

/** What a call may correct after it ran: a lower weight, or no fee. */
export interface PostDispatchInfo {
  readonly actualWeight?: WeightValue;
  readonly paysFee?: boolean;
}

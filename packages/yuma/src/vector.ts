import { type FixedPoint, I32F32 } from "@myelin/primitives/fixed";

/** A vector of raw bits, I32F32 unless the name says otherwise. */
export type Vector = readonly bigint[];

/** Sum with the wrapping `+` that `.sum()` uses in a release build. */
export function sum(vector: Vector, format: FixedPoint = I32F32): bigint {
  let total = 0n;
  for (const value of vector) total += value;
  // Wrapping once at the end equals wrapping at every step.
  return format.wrap(total);
}

/** Divides by the vector's own sum; unchanged if that is 0 (`inplace_normalize`). */
export function normalize(vector: Vector, format: FixedPoint = I32F32): bigint[] {
  return normalizeBy(vector, sum(vector, format), format);
}

/** Divides by a given sum; unchanged if that is 0 (`inplace_normalize_using_sum`). */
export function normalizeBy(vector: Vector, divisor: bigint, format: FixedPoint = I32F32): bigint[] {
  return divisor === 0n ? [...vector] : vector.map((value) => format.safeDiv(value, divisor));
}

/** The larger of two numbers. */
export function larger(a: bigint, b: bigint): bigint {
  if (a < b) return b;
  return a;
}

/** The value within [low, high]. */
export function clamp(value: bigint, low: bigint, high: bigint): bigint {
  const capped = value < high ? value : high;
  return capped > low ? capped : low;
}

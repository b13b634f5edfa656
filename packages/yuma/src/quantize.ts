import { I32F32 } from "@myelin/primitives/fixed";
import { larger } from "./vector.ts";

const U16_MAX = I32F32.fromNum(65535n);
const HALF_RANGE = I32F32.fromNum(32768n);

/** x / 65535 in I32F32, truncated; 65535 is exactly 1 (`u16_proportion_to_fixed`). */
export function fromU16Proportion(value: number): bigint {
  return I32F32.safeDiv(I32F32.fromNum(BigInt(value)), U16_MAX);
}

/** floor(x * 65535), saturating to u16 (`fixed_proportion_to_u16`). */
export function toU16Proportion(bits: bigint): number {
  return Number(I32F32.toUnsigned(I32F32.saturatingMul(bits, U16_MAX), 16));
}

/**
 * Scales weights so that the largest becomes 65535, as `set_weights` stores them (`vec_u16_max_upscale_to_u16`): rounded
 * to nearest, ties away from zero, except that a maximum above 32768 truncates the factor first. All 0 stays all 0.
 */
export function maxUpscaleToU16(values: readonly number[]): number[] {
  const fixed = values.map((value) => I32F32.fromNum(BigInt(value)));
  const max = fixed.reduce(larger, 0n);
  if (max === 0n) return values.map(() => 0);
  const factor = I32F32.safeDiv(U16_MAX, max);
  const scale = (value: bigint) =>
    max > HALF_RANGE ? I32F32.saturatingMul(value, factor) : I32F32.safeDiv(I32F32.saturatingMul(value, U16_MAX), max);
  return fixed.map((value) => Number(I32F32.toUnsigned(I32F32.round(scale(value)), 16)));
}

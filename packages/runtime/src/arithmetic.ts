/**
 * Saturating and checked arithmetic on unsigned integers, as Rust's `saturating_*` and `checked_*` do it.
 * Balances (rao, alpha) are u64 and travel as `bigint`; block numbers and uids are `number`.
 *
 * Source of the rules: `core::num` (saturating_add, checked_sub ...) and `sp_arithmetic::per_things`.
 */

export const U16_MAX = 0xffff;
export const U32_MAX = 0xffff_ffff;
export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;

const clamp = (value: bigint, max: bigint): bigint => (value < 0n ? 0n : value > max ? max : value);

/** Brings any integer into 0 … 2^64 - 1. */
export const clampU64 = (value: bigint): bigint => clamp(value, U64_MAX);
export const satAddU64 = (a: bigint, b: bigint): bigint => clamp(a + b, U64_MAX);
export const satSubU64 = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);
export const satMulU64 = (a: bigint, b: bigint): bigint => clamp(a * b, U64_MAX);

/** `undefined` where the sum does not fit into u64. */
export const checkedAddU64 = (a: bigint, b: bigint): bigint | undefined => (a + b > U64_MAX ? undefined : a + b);
/** `undefined` where the difference would be negative. */
export const checkedSubU64 = (a: bigint, b: bigint): bigint | undefined => (a < b ? undefined : a - b);
export const checkedMulU64 = (a: bigint, b: bigint): bigint | undefined => (a * b > U64_MAX ? undefined : a * b);
/** `undefined` on division by zero, otherwise the floor of the quotient. */
export const checkedDivU64 = (a: bigint, b: bigint): bigint | undefined => (b === 0n ? undefined : a / b);
/** Zero on division by zero, as `safe_div` of subtensor's safe-math. */
export const safeDivU64 = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : a / b);

export const clampU128 = (value: bigint): bigint => clamp(value, U128_MAX);
export const satAddU128 = (a: bigint, b: bigint): bigint => clamp(a + b, U128_MAX);
export const satSubU128 = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);
export const satMulU128 = (a: bigint, b: bigint): bigint => clamp(a * b, U128_MAX);

export const satAddU16 = (a: number, b: number): number => Math.min(a + b, U16_MAX);
export const satSubU16 = (a: number, b: number): number => Math.max(a - b, 0);
export const satAddU32 = (a: number, b: number): number => Math.min(a + b, U32_MAX);
export const satSubU32 = (a: number, b: number): number => Math.max(a - b, 0);

export const minBig = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const maxBig = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const BILLION = 1_000_000_000n;

/**
 * `Perbill::from_parts(parts) * value`: the product rounded to the nearest integer, ties down.
 * Source: `substrate/primitives/arithmetic/src/per_things.rs`, `rational_mul_correction` with `Rounding::NearestPrefDown`.
 *
 * @example perbillMul(500_000n, 108_157_000n) // 54_078n, the fee of a base extrinsic in rao
 */
export function perbillMul(parts: bigint, value: bigint): bigint {
  const product = parts * value;
  const quotient = product / BILLION;
  return (product % BILLION) * 2n > BILLION ? quotient + 1n : quotient;
}

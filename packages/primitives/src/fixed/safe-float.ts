import { U64F64 } from "./types.ts";

/**
 * The decimal floating number of the stake share pool (subtensor `primitives/share-pool/src/lib.rs`):
 * mantissa * 10^exponent, normalised so that 10^20 < mantissa <= 10^21; zero is {0, 0}. SCALE: u128 then i64.
 */
export interface SafeFloat {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

const MAX_EXPONENT_DIGITS = 21n;
const MAX_MANTISSA = 10n ** MAX_EXPONENT_DIGITS;
const MIN_MANTISSA = MAX_MANTISSA / 10n;
const I64_MAX = (1n << 63n) - 1n;
const I64_MIN = -(1n << 63n);
const U64_MAX = (1n << 64n) - 1n;
const ZERO: SafeFloat = Object.freeze({ mantissa: 0n, exponent: 0n });

/** A mantissa of at most 10^21, normalised; `null` above that or when the exponent leaves i64. */
function of(mantissa: bigint, exponent = 0n): SafeFloat | null {
  return mantissa > MAX_MANTISSA ? null : normalize(mantissa, exponent);
}

function fromU64(value: bigint): SafeFloat {
  return of(value) ?? ZERO;
}

/** Migrates a share of the legacy maps, which hold U64F64 raw bits. */
function fromU64F64(bits: bigint): SafeFloat {
  const fraction = div(fromU64(U64F64.frac(bits)), fromU64(1n << 64n)) ?? ZERO;
  return add(fromU64(U64F64.toNum(bits)), fraction) ?? ZERO;
}

function normalize(mantissa: bigint, exponent: bigint): SafeFloat | null {
  if (mantissa === 0n) return ZERO;
  let m = mantissa;
  let e = exponent;
  while (m > MAX_MANTISSA) {
    m /= 10n;
    e += 1n;
  }
  while (m <= MIN_MANTISSA) {
    m *= 10n;
    e -= 1n;
  }
  return e > I64_MAX || e < I64_MIN ? null : { mantissa: m, exponent: e };
}

/** 10^digits, capped at 10^22: every larger power already divides a mantissa to 0. */
function cappedPowerOf10(digits: bigint): bigint {
  return 10n ** (digits > MAX_EXPONENT_DIGITS ? MAX_EXPONENT_DIGITS + 1n : digits);
}

/** Both mantissas at the larger of the two exponents; digits below it are dropped. */
function align(a: SafeFloat, b: SafeFloat): [a: bigint, b: bigint, exponent: bigint] {
  const difference = a.exponent - b.exponent;
  return difference >= 0n
    ? [a.mantissa, b.mantissa / cappedPowerOf10(difference), a.exponent]
    : [a.mantissa / cappedPowerOf10(-difference), b.mantissa, b.exponent];
}

function add(a: SafeFloat, b: SafeFloat): SafeFloat | null {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const [left, right, exponent] = align(a, b);
  return normalize(left + right, exponent);
}

/** Saturates at 0, but 0 minus something is `null`. */
function sub(a: SafeFloat, b: SafeFloat): SafeFloat | null {
  if (isZero(b)) return a;
  if (isZero(a)) return null;
  const [left, right, exponent] = align(a, b);
  return normalize(left > right ? left - right : 0n, exponent);
}

/** a / b; `null` for b = 0. */
function div(a: SafeFloat, b: SafeFloat): SafeFloat | null {
  if (isZero(b)) return null;
  const exponent = a.exponent - b.exponent - MAX_EXPONENT_DIGITS;
  if (exponent > I64_MAX || exponent < I64_MIN) return null;
  return normalize((a.mantissa * MAX_MANTISSA) / b.mantissa, exponent);
}

/** a * b / divisor with one truncation; `null` for divisor = 0. */
function mulDiv(a: SafeFloat, b: SafeFloat, divisor: SafeFloat): SafeFloat | null {
  if (isZero(divisor)) return null;
  const product = a.exponent + b.exponent;
  const exponent = product - divisor.exponent;
  if (product > I64_MAX || product < I64_MIN || exponent > I64_MAX || exponent < I64_MIN) return null;
  return normalize((a.mantissa * b.mantissa) / divisor.mantissa, exponent);
}

function isZero(value: SafeFloat): boolean {
  return value.mantissa === 0n;
}

/** a > b for normalised values: neighbouring exponents overlap in exactly one value. */
function gt(a: SafeFloat, b: SafeFloat): boolean {
  const difference = a.exponent - b.exponent;
  if (difference > 1n) return true;
  if (difference < -1n) return false;
  if (difference === 1n) return a.mantissa * 10n > b.mantissa;
  if (difference === -1n) return a.mantissa > b.mantissa * 10n;
  return a.mantissa > b.mantissa;
}

/** The integer part as u64, saturating. */
function toU64(value: SafeFloat): bigint {
  const scale = cappedPowerOf10(value.exponent < 0n ? -value.exponent : value.exponent);
  const integer = value.exponent > 0n ? value.mantissa * scale : value.mantissa / scale;
  return integer > U64_MAX ? U64_MAX : integer;
}

/** Operations on `SafeFloat`; `null` where the original gives `None`. */
export const SafeFloat = { ZERO, of, fromU64, fromU64F64, add, sub, div, mulDiv, isZero, gt, toU64 };

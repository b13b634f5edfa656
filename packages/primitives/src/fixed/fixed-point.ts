import { FixedPointError } from "./fixed-point-error.ts";

/**
 * A binary fixed-point format with the arithmetic of substrate-fixed 0.6 (encointer/substrate-fixed, `src/arith.rs`).
 *
 * A number is its raw bits, a plain `bigint`: the value times 2^fractionBits. The format is not carried by the number,
 * so name the format at every operation.
 *
 * - Multiplication floors: negative products round towards minus infinity.
 * - Division truncates towards zero.
 * - `saturating*` clamps to the format's range, `checked*` gives `null` outside it, `wrapping*` keeps the low bits (the
 *   plain operators of a release build), `safeDiv` gives 0 for a zero divisor and for overflow.
 *
 * @example
 * const third = I32F32.saturatingDiv(I32F32.ONE, I32F32.fromNum(3n));
 * I32F32.toNum(I32F32.saturatingMul(third, I32F32.fromNum(10n))); // 3n
 */
export class FixedPoint {
  readonly name: string;
  readonly signed: boolean;
  readonly integerBits: number;
  readonly fractionBits: number;
  /** Smallest raw bits. */
  readonly MIN: bigint;
  /** Largest raw bits. */
  readonly MAX: bigint;
  /** Raw bits of 1. */
  readonly ONE: bigint;
  /** The number of fraction bits as the shift count that every operation needs. */
  protected readonly shift: bigint;

  constructor(signed: boolean, integerBits: number, fractionBits: number) {
    const width = BigInt(integerBits + fractionBits);
    this.name = `${signed ? "I" : "U"}${integerBits}F${fractionBits}`;
    this.signed = signed;
    this.integerBits = integerBits;
    this.fractionBits = fractionBits;
    this.shift = BigInt(fractionBits);
    this.MIN = signed ? -(1n << (width - 1n)) : 0n;
    this.MAX = (1n << (signed ? width - 1n : width)) - 1n;
    this.ONE = 1n << this.shift;
  }

  /** An integer, saturating (`saturating_from_num`). */
  fromNum(integer: bigint): bigint {
    return this.saturate(integer << this.shift);
  }

  /**
   * A floating-point literal: rounded to nearest, ties to even, saturating. For constants in code; protocol values never
   * pass through floating point.
   * @throws {FixedPointError} `FIXED_NOT_FINITE` for NaN and the infinities.
   */
  fromFloat(value: number): bigint {
    if (!Number.isFinite(value)) throw new FixedPointError("FIXED_NOT_FINITE", `${value} has no fixed-point value`);
    // Scaling by a power of two is exact in a double, so only the final rounding loses bits.
    const scaled = value * 2 ** this.fractionBits;
    const floor = Math.floor(scaled);
    const rest = scaled - floor;
    const low = BigInt(floor);
    const roundUp = rest > 0.5 || (rest === 0.5 && (low & 1n) === 1n);
    return this.saturate(roundUp ? low + 1n : low);
  }

  /** Raw bits of another format: floor when the fraction narrows, saturating. */
  from(bits: bigint, format: FixedPoint): bigint {
    const widening = this.shift - format.shift;
    return this.saturate(widening >= 0n ? bits << widening : bits >> -widening);
  }

  /** The integer below or at the number. */
  toNum(bits: bigint): bigint {
    return bits >> this.shift;
  }

  /** The integer below or at the number, clamped to an unsigned integer of `width` bits (`saturating_to_num::<u64>`). */
  toUnsigned(bits: bigint, width: number): bigint {
    const integer = bits >> this.shift;
    const max = (1n << BigInt(width)) - 1n;
    return integer < 0n ? 0n : integer > max ? max : integer;
  }

  /** The nearest double: for display and tests, never for protocol arithmetic. */
  toFloat(bits: bigint): number {
    return Number(bits) / 2 ** this.fractionBits;
  }

  /** Clamps raw bits to the range of the format. */
  saturate(bits: bigint): bigint {
    return bits > this.MAX ? this.MAX : bits < this.MIN ? this.MIN : bits;
  }

  /** Keeps the low bits, as two's complement does. */
  wrap(bits: bigint): bigint {
    const width = this.integerBits + this.fractionBits;
    return this.signed ? BigInt.asIntN(width, bits) : BigInt.asUintN(width, bits);
  }

  saturatingAdd(a: bigint, b: bigint): bigint {
    return this.saturate(a + b);
  }

  saturatingSub(a: bigint, b: bigint): bigint {
    return this.saturate(a - b);
  }

  saturatingMul(a: bigint, b: bigint): bigint {
    return this.saturate((a * b) >> this.shift);
  }

  /** @throws {FixedPointError} `FIXED_DIVISION_BY_ZERO` where the original panics. */
  saturatingDiv(a: bigint, b: bigint): bigint {
    if (b === 0n) throw new FixedPointError("FIXED_DIVISION_BY_ZERO", `${this.name}: division by zero; use safeDiv`);
    return this.saturate((a << this.shift) / b);
  }

  checkedAdd(a: bigint, b: bigint): bigint | null {
    return this.inRange(a + b);
  }

  checkedSub(a: bigint, b: bigint): bigint | null {
    return this.inRange(a - b);
  }

  checkedMul(a: bigint, b: bigint): bigint | null {
    return this.inRange((a * b) >> this.shift);
  }

  checkedDiv(a: bigint, b: bigint): bigint | null {
    return b === 0n ? null : this.inRange((a << this.shift) / b);
  }

  wrappingAdd(a: bigint, b: bigint): bigint {
    return this.wrap(a + b);
  }

  wrappingSub(a: bigint, b: bigint): bigint {
    return this.wrap(a - b);
  }

  wrappingMul(a: bigint, b: bigint): bigint {
    return this.wrap((a * b) >> this.shift);
  }

  /** Quotient, or `fallback` (0) for a zero divisor and for overflow (subtensor `primitives/safe-math/src/lib.rs`). */
  safeDiv(a: bigint, b: bigint, fallback = 0n): bigint {
    if (b === 0n) return fallback;
    const quotient = (a << this.shift) / b;
    return quotient > this.MAX || quotient < this.MIN ? fallback : quotient;
  }

  floor(bits: bigint): bigint {
    return (bits >> this.shift) << this.shift;
  }

  /** What `floor` leaves: from 0 up to, not including, 1, also for negative numbers. */
  frac(bits: bigint): bigint {
    return bits - this.floor(bits);
  }

  /** Nearest integer, ties away from zero, saturating. */
  round(bits: bigint): bigint {
    const half = this.ONE >> 1n;
    return this.saturate(bits < 0n ? -this.floor(half - bits) : this.floor(bits + half));
  }

  /**
   * Square root by Newton's method with as many rounds as there are fraction bits; the root of a number below 1 is the
   * inverse of the root of its inverse (substrate-fixed `src/transcendental.rs`, `sqrt`). `null` for negative input and
   * where an inverse overflows.
   */
  sqrt(bits: bigint): bigint | null {
    if (bits < 0n) return null;
    if (bits === 0n || bits === this.ONE) return bits;
    if (bits > this.ONE) return this.newtonRoot(bits);
    const inverse = this.checkedDiv(this.ONE, bits);
    return inverse === null ? null : this.checkedDiv(this.ONE, this.newtonRoot(inverse));
  }

  private newtonRoot(bits: bigint): bigint {
    let root = this.wrap(bits / 2n + this.ONE);
    for (let round = 0; round < this.fractionBits; round++) {
      const next = this.wrap(root + (bits << this.shift) / root) / 2n;
      if (next === root) break;
      root = next;
    }
    return root;
  }

  private inRange(bits: bigint): bigint | null {
    return bits > this.MAX || bits < this.MIN ? null : bits;
  }
}

import { FixedPoint } from "./fixed-point.ts";

/** The crate keeps its constants in I9F23, so every wider format inherits their 23 fraction bits. */
const CONSTANT_FRACTION_BITS = 23n;
const E_I9F23 = 22802600n;
const LOG2_E_I9F23 = 12102203n;

/**
 * A signed format with the transcendental functions of substrate-fixed 0.6 (`src/transcendental.rs`).
 *
 * They are plain series without range reduction: results for large inputs are visibly off the true value, and consensus
 * needs exactly those results. Each function gives `null` where the crate returns an error.
 */
export class SignedFixedPoint extends FixedPoint {
  private readonly e: bigint;
  private readonly log2E: bigint;

  constructor(integerBits: number, fractionBits: number) {
    super(true, integerBits, fractionBits);
    const widen = (constant: bigint) => (constant << this.shift) >> CONSTANT_FRACTION_BITS;
    this.e = widen(E_I9F23);
    this.log2E = widen(LOG2_E_I9F23);
  }

  /** e^x by the Taylor series with terms 0 to fractionBits - 1. */
  exp(x: bigint): bigint | null {
    if (x === 0n) return this.ONE;
    if (x === this.ONE) return this.e;
    const magnitude = x < 0n ? -x : x;
    const series = this.expSeries(magnitude);
    return series === null || x > 0n ? series : this.checkedDiv(this.ONE, series);
  }

  private expSeries(x: bigint): bigint | null {
    let result = x + this.ONE;
    let term = x;
    // A term of 0 makes all later terms 0.
    for (let i = 2; i < this.fractionBits && term !== 0n; i++) {
      const product = (term * x) >> this.shift;
      if (product > this.MAX) return null;
      // Fixed division by the fixed number i equals integer division by i.
      term = product / BigInt(i);
      result += term;
      if (result > this.MAX) return null;
    }
    return result;
  }

  /** Base-2 logarithm. `null` for x <= 0 and where 1/x overflows. */
  log2(x: bigint): bigint | null {
    if (x <= 0n) return null;
    if (x >= this.ONE) return this.log2OfAtLeastOne(x);
    const inverse = this.checkedDiv(this.ONE, x);
    return inverse === null ? null : -this.log2OfAtLeastOne(inverse);
  }

  private log2OfAtLeastOne(x: bigint): bigint {
    const two = this.ONE << 1n;
    let rest = x;
    let integer = 0n;
    while (rest >= two) {
      integer += 1n;
      rest = halve(rest);
    }
    if (rest === this.ONE) return this.fromNum(integer);

    let result = integer;
    for (let bit = 0; bit < this.fractionBits; bit++) {
      rest = (rest * rest) >> this.shift;
      result <<= 1n;
      if (rest >= two) {
        result |= 1n;
        rest = halve(rest);
      }
    }
    return this.wrap(result);
  }

  /** Natural logarithm, log2(x) / log2(e). `null` as for `log2`. */
  ln(x: bigint): bigint | null {
    const log2 = this.log2(x);
    return log2 === null ? null : this.wrap((log2 << this.shift) / this.log2E);
  }

  /** base^exponent as exp(ln(base) * exponent); 0 to any power is 0. `null` where a step has no result. */
  pow(base: bigint, exponent: bigint): bigint | null {
    if (base === 0n) return 0n;
    if (exponent === 0n) return this.ONE;
    if (exponent === this.ONE) return base;
    const ln = this.ln(base);
    const product = ln === null ? null : this.checkedMul(ln, exponent);
    return product === null ? null : this.exp(product);
  }
}

/** Half, rounded up. */
function halve(bits: bigint): bigint {
  return (bits >> 1n) + (bits & 1n);
}

import { abs, bitLength, floorDiv, gcd } from "./integer.ts";

/** Largest reduced exponent term that is still computed as an exact integer root. */
const MAX_EXACT_EXPONENT = 1024n;
const GUARD_BITS = 24n;
const GUARD = 1n << GUARD_BITS;
const MIN_PRECISION = 32;
const MAX_ITERATIONS = 4096;
/** Precision of the series that guesses an integer root before it is verified exactly. */
const ROOT_PRECISION = 256;

/**
 * floor((baseNumerator / baseDenominator) ^ (exponentNumerator / exponentDenominator) * scale) for non-negative
 * integers, as the pool computes it (safe-bigmath 0.4.1, `pow_ratio_scaled`): exactly while both terms of the reduced
 * exponent are at most 1024, otherwise by logarithm and exponential series whose last digits are part of the protocol.
 *
 * @param precision bits of the fraction that the series works with (the pool uses 256 for trades, 1024 for limits)
 * @param scale what 1 maps to, usually 10^18
 * @returns `null` for a zero denominator
 *
 * @example
 * powRatioScaled(21n, 28n, 3n, 2n, 256, 10n ** 18n); // 649519052838328985n, (3/4)^1.5
 */
export function powRatioScaled(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  precision: number,
  scale: bigint,
): bigint | null {
  if (baseDenominator === 0n || exponentDenominator === 0n) return null;
  if (baseNumerator === 0n) return 0n;
  if (exponentNumerator === 0n) return scale;
  const divisor = gcd(exponentNumerator, exponentDenominator);
  const en = exponentNumerator / divisor;
  const ed = exponentDenominator / divisor;
  return en <= MAX_EXACT_EXPONENT && ed <= MAX_EXACT_EXPONENT
    ? exactPower(baseNumerator, baseDenominator, en, ed, scale)
    : seriesPower(baseNumerator, baseDenominator, en, ed, precision, scale);
}

/** floor of the ed-th root of bn^en * scale^ed / bd^en. */
function exactPower(bn: bigint, bd: bigint, en: bigint, ed: bigint, scale: bigint): bigint {
  const radicand = (bn ** en * scale ** ed) / bd ** en;
  if (ed === 1n || radicand === 0n) return radicand;
  return integerRoot(radicand, ed, seriesPower(bn, bd, en, ed, ROOT_PRECISION, scale));
}

/** floor of the degree-th root by bisection. A good guess, tried first, leaves nothing to bisect; a bad one is harmless. */
function integerRoot(radicand: bigint, degree: bigint, guess: bigint): bigint {
  let low = 1n << (BigInt(bitLength(radicand) - 1) / degree);
  let high = low << 1n;
  const narrow = (probe: bigint) => {
    if (probe ** degree <= radicand) low = probe;
    else high = probe;
  };
  for (const probe of [guess, guess + 1n]) if (probe > low && probe < high) narrow(probe);
  while (high - low > 1n) narrow((low + high) >> 1n);
  return low;
}

function seriesPower(bn: bigint, bd: bigint, en: bigint, ed: bigint, precision: number, scale: bigint): bigint {
  const bits = BigInt(Math.max(precision, MIN_PRECISION, bitLength(scale) + 8));
  const series = seriesFor(bits + GUARD_BITS);
  const logarithm = floorDiv((series.ln(bn) - series.ln(bd)) * en, ed);
  return (roundGuard(series.exp(logarithm)) * scale) >> bits;
}

const seriesCache = new Map<bigint, Series>();

function seriesFor(bits: bigint): Series {
  let series = seriesCache.get(bits);
  if (series === undefined) {
    series = new Series(bits);
    seriesCache.set(bits, series);
  }
  return series;
}

/** Logarithm and exponential series on integers scaled by 2^bits; all quotients round towards minus infinity. */
class Series {
  private readonly bits: bigint;
  private readonly unit: bigint;
  private readonly iterations: number;
  private readonly ln2: bigint;

  constructor(bits: bigint) {
    this.bits = bits;
    this.unit = 1n << bits;
    this.iterations = Math.min(MAX_ITERATIONS, Number(bits) + 128);
    this.ln2 = -this.ln1p(-(this.unit >> 1n));
  }

  /** Natural logarithm of a positive integer: mantissa within [0.75, 1.5) times a power of two. */
  ln(value: bigint): bigint {
    let exponent = BigInt(bitLength(value) - 1);
    let mantissa = (value << this.bits) >> exponent;
    if (mantissa >= this.unit + (this.unit >> 1n)) {
      mantissa >>= 1n;
      exponent += 1n;
    }
    return this.ln1p(mantissa - this.unit) + this.ln2 * exponent;
  }

  private ln1p(x: bigint): bigint {
    let power = x;
    let result = x;
    let rounded = roundGuard(result);
    for (let n = 2; n <= this.iterations; n++) {
      power = (power * x) >> this.bits;
      const term = floorDiv(power, BigInt(n));
      if (power === 0n || term === 0n) break;
      result += n % 2 === 0 ? -term : term;
      const next = roundGuard(result);
      if (abs(term) < GUARD || next === rounded) break;
      rounded = next;
    }
    return result;
  }

  exp(x: bigint): bigint {
    let term = this.unit;
    let result = this.unit;
    let rounded = roundGuard(result);
    for (let n = 1; n <= this.iterations; n++) {
      term = floorDiv(term * x, this.unit * BigInt(n));
      if (term === 0n) break;
      result += term;
      const next = roundGuard(result);
      if (abs(term) < GUARD || next === rounded) break;
      rounded = next;
    }
    return result;
  }
}

/** Drops the guard bits, rounding to nearest with ties away from zero. */
function roundGuard(value: bigint): bigint {
  const half = GUARD >> 1n;
  return value < 0n ? -((half - value) >> GUARD_BITS) : (value + half) >> GUARD_BITS;
}

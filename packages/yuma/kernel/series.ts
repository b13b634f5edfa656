/**
 * The exponential series of substrate-fixed (`src/transcendental.rs`, `exp`): 1 + x + x^2 / 2! + … with one term for each
 * fraction bit, each floored after the multiplication and after the division. Four numbers at a time: each term waits for
 * the one before, so the others fill the time.
 */
import { ONE, wideProduct } from "./fixed";
import { at64, reserve } from "./memory";

export const LANES: i32 = 4;
const TERMS: i32 = 32;
/** Numbers up to 8 have products below 2^48, which {@link quotient} needs. */
const SMALL: u64 = 8 << 32;
const LOW: u64 = 0xffff_ffff;
const HALF_BITS: u64 = 24;
const HALF: u64 = (1 << HALF_BITS) - 1;
const SCALE: u64 = 39;

/** ceil(2^39 / i) for each i. */
let inverses: usize = 0;

export function prepareSeries(): void {
  inverses = reserve(usize(TERMS) << 3);
  for (let i = 2; i < TERMS; i++) store<u64>(at64(inverses, i), ((1 << SCALE) + u64(i - 1)) / u64(i));
}

/** Replaces numbers within [0, 20] by their series; may touch {@link LANES} - 1 after them. */
export function seriesOf(vector: usize, count: i32): void {
  for (let i = 0; i < count; i += LANES) {
    const at = at64(vector, i);
    const most = max(max(load<u64>(at), load<u64>(at, 8)), max(load<u64>(at, 16), load<u64>(at, 24)));
    if (most <= SMALL) smallSeries(at);
    else for (let lane = 0; lane < LANES; lane++) store<u64>(at64(at, lane), anySeries(load<u64>(at64(at, lane))));
  }
}

function smallSeries(at: usize): void {
  const a = load<u64>(at);
  const b = load<u64>(at, 8);
  const c = load<u64>(at, 16);
  const d = load<u64>(at, 24);
  let termA = a;
  let termB = b;
  let termC = c;
  let termD = d;
  let sumA = a + u64(ONE);
  let sumB = b + u64(ONE);
  let sumC = c + u64(ONE);
  let sumD = d + u64(ONE);
  for (let i = 2; i < TERMS && (termA | termB | termC | termD) !== 0; i++) {
    const inverse = load<u64>(at64(inverses, i));
    termA = quotient(product(termA, a), i, inverse);
    termB = quotient(product(termB, b), i, inverse);
    termC = quotient(product(termC, c), i, inverse);
    termD = quotient(product(termD, d), i, inverse);
    sumA += termA;
    sumB += termB;
    sumC += termC;
    sumD += termD;
  }
  store<u64>(at, sumA);
  store<u64>(at, sumB, 8);
  store<u64>(at, sumC, 16);
  store<u64>(at, sumD, 24);
}

/** floor(term * x / 2^32) */
function product(term: u64, x: u64): u64 {
  return term * (x >> 32) + (term >> 32) * (x & LOW) + (((term & LOW) * (x & LOW)) >> 32);
}

/**
 * floor(p / i) for p below 2^48, by halves of 24 bits: a number w below i * 2^24 has floor(w / i) = floor(w * inverse /
 * 2^39), because the inverse is too large by less than 1, so w * inverse by less than 2^39 / i.
 */
function quotient(p: u64, i: i32, inverse: u64): u64 {
  const high = ((p >> HALF_BITS) * inverse) >> SCALE;
  const rest = (((p >> HALF_BITS) - high * u64(i)) << HALF_BITS) | (p & HALF);
  return (high << HALF_BITS) + ((rest * inverse) >> SCALE);
}

function anySeries(x: u64): u64 {
  let sum = x + u64(ONE);
  let term = x;
  for (let i = 2; i < TERMS && term !== 0; i++) {
    term = wideProduct(term, x) / u64(i);
    sum += term;
  }
  return sum;
}

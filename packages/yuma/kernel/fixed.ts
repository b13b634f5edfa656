/**
 * I32F32 arithmetic on raw bits with the rules of substrate-fixed 0.6 (encointer/substrate-fixed, `src/arith.rs`):
 * products floor, quotients truncate, and everything is exact for all operands. Operands within [0, 1], which is nearly
 * all of an epoch, take the short way of one or three multiplications of machine words.
 */
export const ONE: i64 = 1 << 32;
export const MAX: i64 = i64.MAX_VALUE;
const MIN: i64 = i64.MIN_VALUE;
const LOW: u64 = 0xffff_ffff;
/** Magnitude of the smallest number. */
const NEGATIVE_LIMIT: u64 = 1 << 63;

/** What the last wide product or quotient could not return: bits beyond 64, and whether a fraction was dropped. */
let tooLarge: bool = false;
let inexact: bool = false;

export function add(a: i64, b: i64): i64 {
  const sum = a + b;
  return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? MIN : MAX) : sum;
}

export function sub(a: i64, b: i64): i64 {
  const difference = a - b;
  return ((a ^ b) & (a ^ difference)) < 0 ? (a < 0 ? MIN : MAX) : difference;
}

/** Saturating product. */
export function mul(a: i64, b: i64): i64 {
  if (u64(a) < u64(ONE) && u64(b) <= u64(ONE)) return (a * b) >>> 32;
  return mulWide(a, b, (a ^ b) < 0 ? MIN : MAX);
}

/** Product, or 0 if it overflows. */
export function mulOrZero(a: i64, b: i64): i64 {
  return mulWide(a, b, 0);
}

function mulWide(a: i64, b: i64, overflow: i64): i64 {
  const product = wideProduct(magnitude(a), magnitude(b));
  if ((a ^ b) >= 0) return tooLarge || product > u64(MAX) ? overflow : i64(product);
  if (tooLarge || product + u64(inexact) > NEGATIVE_LIMIT || product > NEGATIVE_LIMIT) return overflow;
  return -i64(product + u64(inexact));
}

function magnitude(a: i64): u64 {
  return a < 0 ? 0 - u64(a) : u64(a);
}

/** floor(a * b / 2^32), by halves of words. */
export function wideProduct(a: u64, b: u64): u64 {
  const low = (a & LOW) * (b & LOW);
  const cross = (a >> 32) * (b & LOW) + (low >> 32);
  const carry = (a & LOW) * (b >> 32) + (cross & LOW);
  const high = (a >> 32) * (b >> 32) + (cross >> 32) + (carry >> 32);
  inexact = (low & LOW) !== 0;
  tooLarge = high >> 32 !== 0;
  return (high << 32) | (carry & LOW);
}

/** Whether the last {@link wideProduct} lost bits above 64. */
export function overflowed(): bool {
  return tooLarge;
}

/** Quotient, or 0 for a zero divisor and for overflow. */
export function div(a: i64, b: i64): i64 {
  if (b === 0) return 0;
  const quotient = wideQuotient(magnitude(a), magnitude(b));
  if ((a ^ b) >= 0) return tooLarge || quotient > u64(MAX) ? 0 : i64(quotient);
  return tooLarge || quotient > NEGATIVE_LIMIT ? 0 : -i64(quotient);
}

/** floor(a * 2^32 / b). */
function wideQuotient(a: u64, b: u64): u64 {
  tooLarge = false;
  if (a <= LOW) return (a << 32) / b;
  const whole = a / b;
  tooLarge = whole >> 32 !== 0;
  let rest = a % b;
  if (b <= LOW) return (whole << 32) | ((rest << 32) / b);
  let fraction: u64 = 0;
  for (let bit = 0; bit < 32; bit++) {
    const carry = rest >> 63;
    rest <<= 1;
    fraction <<= 1;
    if (carry !== 0 || rest >= b) {
      rest -= b;
      fraction |= 1;
    }
  }
  return (whole << 32) | fraction;
}

/**
 * What {@link divideBy} needs of a divisor that divides many numbers: floor((2^127 - 1) / B), B being the divisor shifted
 * until its top bit is set. 0 for divisors that are not positive.
 */
export function reciprocal(divisor: i64): u64 {
  if (divisor <= 0) return 0;
  const b = u64(divisor) << clz(u64(divisor));
  // Two digits of 32 bits, as in Knuth's algorithm D.
  const high: u64 = u64(MAX);
  const first = digit(high, b);
  const rest = (high << 32) + LOW - first * b;
  return (first << 32) + digit(rest, b);
}

/** floor((high * 2^32 + 2^32 - 1) / b) for a divisor with its top bit set and high < b. */
function digit(high: u64, b: u64): u64 {
  const top = b >> 32;
  let quotient = high / top;
  let rest = high % top;
  while (quotient > LOW || quotient * (b & LOW) > ((rest << 32) | LOW)) {
    quotient -= 1;
    rest += top;
    if (rest > LOW) break;
  }
  return quotient;
}

/** `div(a, b)` with the reciprocal of b at hand. */
export function divideBy(a: i64, b: i64, inverse: u64): i64 {
  if (inverse === 0 || u64(a) > u64(ONE) || a > b) return div(a, b);
  // The estimate is right or 1 too small: its relative error is below 2^-62, and the quotient is at most 2^32.
  const scaled = u64(a) * (inverse >> 32) + ((u64(a) * (inverse & LOW)) >> 32);
  const estimate = scaled >> (63 - clz(u64(b)));
  const rest = (u64(a) << 32) - estimate * u64(b);
  return i64(estimate + u64(rest >= u64(b)));
}

/** floor(x * 65535), clamped to u16. */
export function toU16(x: i64): u32 {
  return x <= 0 ? 0 : x >= ONE ? 65535 : u32((x * 65535) >> 32);
}

/** x / 65535; 65535 gives exactly 1. */
export function fromU16(x: u32): i64 {
  // 2^32 / 65535 = 65537 + 1 / 65535
  return i64(x) * 65537 + i64(x === 65535);
}

export function clamp(x: i64, low: i64, high: i64): i64 {
  return max(low, min(x, high));
}

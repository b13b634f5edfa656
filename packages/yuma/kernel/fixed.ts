/**
 * I32F32 arithmetic on raw bits with the rules of substrate-fixed 0.6 (encointer/substrate-fixed, `src/arith.rs`):
 * products floor, quotients truncate, and everything is exact for all operands.
 *
 * Nearly all numbers of an epoch are within [0, 1]. A loop over many of them is compiled twice, as `loop<Unit>` and
 * `loop<Any>`: the first calls nothing, so that all it needs stays in registers, and runs where its caller knows the range.
 */
export const ONE: i64 = 1 << 32;
export const MAX: i64 = i64.MAX_VALUE;
const MIN: i64 = i64.MIN_VALUE;

/** All operands are within [0, 1], no two factors are both 1, and sums stay far below the limit. */
export type Unit = i32;
/** Operands may be anything. */
export type Any = i64;

const LOW: u64 = 0xffff_ffff;
/** Magnitude of the smallest number. */
const NEGATIVE_LIMIT: u64 = 1 << 63;

/** What the last wide product or quotient could not return: bits beyond 64, and whether a fraction was dropped. */
let tooLarge: bool = false;
let inexact: bool = false;

export function plus<F>(a: i64, b: i64): i64 {
  if (sizeof<F>() === sizeof<Unit>()) return a + b;
  return add(a, b);
}

export function times<F>(a: i64, b: i64): i64 {
  if (sizeof<F>() === sizeof<Unit>()) return (a * b) >>> 32;
  return mul(a, b);
}

/** As {@link divideBy}; a unit needs a divisor that {@link isShort}. */
export function over<F>(a: i64, record: usize, divisor: usize): i64 {
  if (sizeof<F>() === sizeof<Unit>()) return divideShort(a, record);
  return divideBy(a, record, divisor);
}

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

/** 1 / b for b above 1 bit: the low word of 2^64 is missing a 1. */
export function inverse(b: i64): i64 {
  const quotient = u64.MAX_VALUE / u64(b);
  return i64(quotient + u64(u64.MAX_VALUE - quotient * u64(b) === u64(b) - 1));
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

/** Bytes of a record that {@link setDivisor} fills: twice those of a vector's element. */
export const RECORD_SIZE: usize = 16;

/**
 * Prepares divisions by one divisor b. A dividend a up to 2^32 then takes two multiplications, exactly:
 * floor(a * 2^32 / b) = floor(a * m / 2^(32 + l)) for 2^(l-1) < b <= 2^l and m = ceil(2^(64 + l) / b), because m is too
 * large by less than b / b, so a * m by less than 2^(32 + l) / b, the distance to the next quotient
 * (Granlund and Montgomery, "Division by invariant integers using multiplication", 1994).
 *
 * The record: the low 64 bits of m (bit 64 is always set), l - 1, and whether dividends may go this way.
 */
export function setDivisor(record: usize, divisor: i64): void {
  store<u64>(record, 0);
  store<u32>(record, 0, 8);
  store<u32>(record, u32(isShort(divisor)), 12);
  if (divisor < 4) return;
  const shift = 63 - clz(u64(divisor - 1));
  store<u64>(record, multiplier(u64(divisor), (u64(2) << shift) - u64(divisor)));
  store<u32>(record, u32(shift), 8);
}

/** Whether a divisor can go the short way: from 4 on quotients fit; 0 divides only 0, which its record leaves 0. */
export function isShort(divisor: i64): bool {
  return divisor >= 4 || divisor === 0;
}

/** ceil(high * 2^64 / b) for high < b, by Knuth's algorithm D with two digits of 32 bits. */
function multiplier(b: u64, high: u64): u64 {
  if (high === 0) return 0;
  const shift = clz(b);
  const divisor = b << shift;
  // One less than the dividend, shifted like the divisor: high - 1 and then ones.
  const top = ((high - 1) << shift) | ((u64(1) << shift) - 1);
  const first = digit(top, LOW, divisor);
  const rest = (top << 32) + LOW - first * divisor;
  return (first << 32) + digit(rest, (LOW << shift) & LOW, divisor) + 1;
}

/** floor((high * 2^32 + next) / b) for a divisor with its top bit set and high < b. */
function digit(high: u64, next: u64, b: u64): u64 {
  const top = b >> 32;
  let quotient = high / top;
  let rest = high - quotient * top;
  while (quotient > LOW || quotient * (b & LOW) > ((rest << 32) | next)) {
    quotient -= 1;
    rest += top;
    if (rest > LOW) break;
  }
  return quotient;
}

/** `div(a, b)` with a record of b, but a itself where b is 0. */
export function divideBy(a: i64, record: usize, divisor: usize): i64 {
  const isUnit = u64(a) <= u64(ONE) && load<u32>(record, 12) !== 0 && (load<i64>(divisor) !== 0 || a === 0);
  return isUnit ? divideShort(a, record) : divideAny(a, load<i64>(divisor));
}

export function divideShort(a: i64, record: usize): i64 {
  const factor = load<u64>(record);
  const part = u64(a) * (factor >> 32) + ((u64(a) * (factor & LOW)) >> 32);
  // Half of a * 2^32 + part, which has 65 bits.
  return i64(((u64(a) << 31) + (part >> 1)) >> u64(load<u32>(record, 8)));
}

function divideAny(a: i64, divisor: i64): i64 {
  return divisor === 0 ? a : div(a, divisor);
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

/** max(x, 0), but without a branch: engines make branches of comparisons, and these are hard to predict. */
export function positive(x: i64): i64 {
  return x & ~(x >> 63);
}

export function clamp(x: i64, low: i64, high: i64): i64 {
  return max(low, min(x, high));
}

import { powRatioScaled, U64F64 } from "@myelin/primitives/fixed";
import { minBig as min, U64_MAX, U128_MAX } from "../../arithmetic.ts";

/**
 * Mathematics of the weighted two-asset pool (`pallets/swap/src/pallet/balancer.rs`).
 *
 * Notation: x is the base (alpha) reserve, y the quote (TAO) reserve, both in rao; w_base + w_quote = 1, as Perquintill
 * (parts of 10^18). The pool keeps x^w_base * y^w_quote constant while it trades; its price is (w_base * y) / (w_quote * x).
 * Prices and powers are raw U64F64 bits.
 */

/** One, as Perquintill. */
export const PERQUINTILL = 10n ** 18n;
/** Weights of a new pool: a half each. */
export const DEFAULT_QUOTE_WEIGHT = PERQUINTILL / 2n;

const MIN_WEIGHT = PERQUINTILL / 100n;
const SCALE = U64F64.fromNum(PERQUINTILL);

/** Whether both weights are at least one percent. */
export function validQuoteWeight(quote: bigint): boolean {
  return quote >= MIN_WEIGHT && PERQUINTILL - quote >= MIN_WEIGHT;
}

/** Perquintill::from_rational: floor of 10^18 * p / q, at most one. */
export function perquintillFromRational(p: bigint, q: bigint): bigint {
  if (q === 0n) return PERQUINTILL;
  return min((p * PERQUINTILL) / q, PERQUINTILL);
}

/** Price of one alpha in TAO at reserves x and y; 0 when x is 0. */
export function calculatePrice(quote: bigint, x: bigint, y: bigint): bigint {
  const weights = U64F64.safeDiv(U64F64.fromNum(PERQUINTILL - quote), U64F64.fromNum(quote));
  return U64F64.saturatingMul(weights, U64F64.safeDiv(U64F64.fromNum(y), U64F64.fromNum(x)));
}

/** (r / (r + d))^(w_in / w_out), the part of the other reserve that stays in the pool when d is paid into r. */
function remainingShare(reserve: bigint, delta: bigint, weightIn: bigint, weightOut: bigint): bigint {
  const after = min(reserve + delta, U64_MAX);
  if (after === 0n) return 0n;
  const power = powRatioScaled(reserve, after, weightIn, weightOut, 256, PERQUINTILL);
  if (power === null || power > U64_MAX) return 0n;
  return min(U64F64.safeDiv(U64F64.fromNum(power), SCALE), U64F64.ONE);
}

/** Alpha paid out for `dy` TAO paid in. */
export function alphaOutForTao(quote: bigint, x: bigint, y: bigint, dy: bigint): bigint {
  const stays = remainingShare(y, dy, quote, PERQUINTILL - quote);
  return U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(x), U64F64.saturatingSub(U64F64.ONE, stays)));
}

/** TAO paid out for `dx` alpha paid in. */
export function taoOutForAlpha(quote: bigint, x: bigint, y: bigint, dx: bigint): bigint {
  const stays = remainingShare(x, dx, PERQUINTILL - quote, quote);
  return U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(y), U64F64.saturatingSub(U64F64.ONE, stays)));
}

/** floor(reserve * ((numerator / denominator)^weight - 1)): what must be paid in to move the price by that ratio. */
function deltaInForPriceRatio(reserve: bigint, numerator: bigint, denominator: bigint, weight: bigint): bigint {
  const power = powRatioScaled(numerator, denominator, weight, PERQUINTILL, 1024, PERQUINTILL);
  if (power === null) return 0n;
  const ratio = U64F64.safeDiv(U64F64.fromNum(min(power, U64_MAX)), SCALE);
  return U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(reserve), U64F64.saturatingSub(ratio, U64F64.ONE)));
}

/** TAO to pay in until the price rises from `price` to `target`. */
export function taoInToReachPrice(quote: bigint, y: bigint, price: bigint, target: bigint): bigint {
  return deltaInForPriceRatio(y, target, price, PERQUINTILL - quote);
}

/** Alpha to pay in until the price falls from `price` to `target`. */
export function alphaInToReachPrice(quote: bigint, x: bigint, price: bigint, target: bigint): bigint {
  return deltaInForPriceRatio(x, price, target, quote);
}

/** Perquintill times a u128, rounded half up. */
function mulPerquintillRound(weight: bigint, value: bigint): bigint {
  return min((value * weight + PERQUINTILL / 2n) / PERQUINTILL, U128_MAX);
}

/**
 * Quote weight that leaves the price unchanged when `dy` TAO and `dx` alpha are added to the reserves, or undefined when
 * it would leave the allowed range.
 */
export function quoteWeightForAddedLiquidity(
  quote: bigint,
  x: bigint,
  y: bigint,
  dx: bigint,
  dy: bigint,
): bigint | undefined {
  const base = mulPerquintillRound(PERQUINTILL - quote, min(y * (x + dx), U128_MAX));
  const other = mulPerquintillRound(quote, min(x * (y + dy), U128_MAX));
  const sum = min(base + other, U128_MAX);
  const weight = sum === 0n ? DEFAULT_QUOTE_WEIGHT : perquintillFromRational(other, sum);
  return validQuoteWeight(weight) ? weight : undefined;
}

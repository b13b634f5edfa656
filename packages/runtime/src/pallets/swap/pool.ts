import { U64F64 } from "@myelin/primitives/fixed";
import { satAddU64, satSubU64 } from "../../arithmetic.ts";
import { alphaInToReachPrice, alphaOutForTao, calculatePrice, taoInToReachPrice, taoOutForAlpha } from "./balancer.ts";
import { MINIMUM_RESERVE } from "./constants.ts";
import { Err } from "./errors.ts";

/** A trade may bring in at most this many times the input reserve (`pallets/swap/src/pallet/swap_step.rs`). */
export const MAX_SWAP_INPUT_RESERVE_MULTIPLIER = 1_000n;

const FEE_PARTS = U64F64.fromNum(65_535n);

/** What a trade needs to know of a subnet's pool. */
export interface Pool {
  /** Alpha reserve, alpha rao. */
  readonly x: bigint;
  /** TAO reserve, rao. */
  readonly y: bigint;
  /** Quote weight, Perquintill. */
  readonly quote: bigint;
  /** Fee in parts of 65535. */
  readonly feeRate: number;
}

/** "buy" pays TAO and receives alpha, "sell" pays alpha and receives TAO. */
export type Side = "buy" | "sell";

/** Amounts in rao of the asset paid in (input, fee) or paid out. */
export interface SwapResult {
  /** Input that entered the reserve, without the fee. */
  readonly amountPaidIn: bigint;
  readonly amountPaidOut: bigint;
  readonly feePaid: bigint;
  /** Part of the fee that belongs to the block author: all of it. */
  readonly feeToBlockAuthor: bigint;
}

/** Fee on a gross amount: floor(amount * rate / 65535), the quotient taken first. */
export function feeOnGross(feeRate: number, amount: bigint): bigint {
  return U64F64.toNum(
    U64F64.saturatingMul(U64F64.fromNum(amount), U64F64.safeDiv(U64F64.fromNum(BigInt(feeRate)), FEE_PARTS)),
  );
}

/** Fee on a net amount, so that net plus fee carries the same rate: floor(net * (rate / (65535 - rate))). */
function feeOnNet(feeRate: number, net: bigint): bigint {
  const rate = U64F64.fromNum(BigInt(feeRate));
  return U64F64.toNum(
    U64F64.saturatingMul(U64F64.fromNum(net), U64F64.safeDiv(rate, U64F64.saturatingSub(FEE_PARTS, rate))),
  );
}

/** Price of a pool, raw U64F64 bits; 0 without alpha in reserve. */
export function poolPrice(pool: Pool): bigint {
  return pool.x === 0n ? 0n : calculatePrice(pool.quote, pool.x, pool.y);
}

function output(pool: Pool, side: Side, net: bigint): bigint {
  return side === "buy"
    ? alphaOutForTao(pool.quote, pool.x, pool.y, net)
    : taoOutForAlpha(pool.quote, pool.x, pool.y, net);
}

function priceAfter(pool: Pool, side: Side, net: bigint, out: bigint): bigint {
  return side === "buy"
    ? calculatePrice(pool.quote, satSubU64(pool.x, out), satAddU64(pool.y, net))
    : calculatePrice(pool.quote, satAddU64(pool.x, net), satSubU64(pool.y, out));
}

/**
 * Trades `amount` (fee included) against a pool until it is used up or the price reaches `limitPrice` (raw U64F64 bits).
 * Computes only: reserves are the caller's to change. Source: `pallets/swap/src/pallet/impls.rs` swap_inner and
 * `swap_step.rs`.
 *
 * @throws Swap.SwapInputTooLarge, Swap.ReservesTooLow, Swap.PriceLimitExceeded
 */
export function swapOnPool(pool: Pool, side: Side, amount: bigint, limitPrice: bigint, dropFees: boolean): SwapResult {
  const feeRate = dropFees ? 0 : pool.feeRate;
  const fee = feeOnGross(feeRate, amount);
  const net = amount - fee;
  const [reserveIn, reserveOut] = side === "buy" ? [pool.y, pool.x] : [pool.x, pool.y];
  if (net > reserveIn * MAX_SWAP_INPUT_RESERVE_MULTIPLIER) throw Err.SwapInputTooLarge();
  if (reserveOut < MINIMUM_RESERVE) throw Err.ReservesTooLow();

  const price = poolPrice(pool);
  if (side === "buy" ? price >= limitPrice : price <= limitPrice) throw Err.PriceLimitExceeded();

  const outInFull = output(pool, side, net);
  const target = priceAfter(pool, side, net, outInFull);
  if (side === "buy" ? target <= limitPrice : target >= limitPrice) return settle(net, outInFull, fee);

  const partial =
    side === "buy"
      ? taoInToReachPrice(pool.quote, pool.y, price, limitPrice)
      : alphaInToReachPrice(pool.quote, pool.x, price, limitPrice);
  return settle(partial, output(pool, side, partial), feeOnNet(feeRate, partial));
}

function settle(paidIn: bigint, paidOut: bigint, fee: bigint): SwapResult {
  if (paidIn !== 0n && paidOut === 0n) throw Err.ReservesTooLow();
  return {
    amountPaidIn: paidIn,
    amountPaidOut: paidOut,
    feePaid: fee,
    feeToBlockAuthor: paidIn === 0n ? 0n : fee,
  };
}

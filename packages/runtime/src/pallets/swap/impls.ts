import type { Context } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { attempt } from "../../attempt.ts";
import { S as Subtensor } from "../subtensor/storage.ts";
import { DEFAULT_QUOTE_WEIGHT, quoteWeightForAddedLiquidity } from "./balancer.ts";
import { Err } from "./errors.ts";
import { feeOnGross, type Pool, poolPrice, type Side, type SwapResult, swapOnPool } from "./pool.ts";
import { S } from "./storage.ts";

export type { Side, SwapResult } from "./pool.ts";

/** Lowest price limit, rao for one alpha. */
export const MIN_PRICE = 1_000n;
/** Highest price limit, rao for one alpha. */
export const MAX_PRICE = 1_000_000_000_000_000n;

const RAO_PER_TAO = U64F64.fromNum(1_000_000_000n);

/** Whether a subnet trades on a pool; others (root, stable) exchange one for one. */
function isDynamic(ctx: Context, netuid: number): boolean {
  return Subtensor.SubnetMechanism.get(ctx, netuid) === 1;
}

function readPool(ctx: Context, netuid: number, quote: bigint): Pool {
  return {
    x: Subtensor.SubnetAlphaIn.get(ctx, netuid),
    y: Subtensor.SubnetTAO.get(ctx, netuid),
    quote,
    feeRate: isDynamic(ctx, netuid) ? S.FeeRate.get(ctx, netuid) : 0,
  };
}

/** Current price of one alpha in TAO, raw U64F64 bits (`pallets/swap/src/pallet/impls.rs` current_price). */
export function currentAlphaPrice(ctx: Context, netuid: number): bigint {
  if (!isDynamic(ctx, netuid)) return U64F64.ONE;
  return poolPrice(readPool(ctx, netuid, S.SwapBalancer.get(ctx, netuid).quote));
}

/**
 * Trades on the pool of a subnet. Reserves are not changed here: SubtensorModule books them.
 *
 * @param amount input in rao, fee included
 * @param priceLimit rao for one alpha
 * @param simulate true leaves the state as it is
 * @throws Swap.SwapInputTooLarge, Swap.ReservesTooLow, Swap.PriceLimitExceeded, Swap.InsufficientLiquidity
 */
export function swap(
  ctx: Context,
  netuid: number,
  side: Side,
  amount: bigint,
  priceLimit: bigint,
  dropFees: boolean,
  simulate: boolean,
): SwapResult {
  const initialized = S.PalSwapInitialized.get(ctx, netuid);
  const quote = initialized ? S.SwapBalancer.get(ctx, netuid).quote : DEFAULT_QUOTE_WEIGHT;
  const pool = readPool(ctx, netuid, quote);
  const limit = U64F64.safeDiv(U64F64.fromNum(priceLimit), RAO_PER_TAO);
  const result = swapOnPool(pool, side, amount, limit, dropFees);
  if (simulate) return result;
  if (!initialized) {
    S.SwapBalancer.set(ctx, netuid, { quote });
    S.PalSwapInitialized.set(ctx, netuid, true);
  }
  const reserveOut = side === "buy" ? pool.x : pool.y;
  if (reserveOut < result.amountPaidOut) throw Err.InsufficientLiquidity();
  return result;
}

/**
 * What a trade at any price would give, fee included; one for one where the subnet has no pool and nothing where there is
 * no subnet (`pallets/swap/src/pallet/impls.rs` sim_swap).
 */
export function simSwap(ctx: Context, netuid: number, side: Side, amount: bigint): SwapResult {
  if (isDynamic(ctx, netuid)) {
    return swap(ctx, netuid, side, amount, side === "buy" ? MAX_PRICE : MIN_PRICE, false, true);
  }
  const actual = Subtensor.NetworksAdded.get(ctx, netuid) ? amount : 0n;
  return { amountPaidIn: actual, amountPaidOut: actual, feePaid: 0n, feeToBlockAuthor: 0n };
}

/** The same, undefined where the trade would fail. */
export function trySimSwap(ctx: Context, netuid: number, side: Side, amount: bigint): SwapResult | undefined {
  return attempt(() => simSwap(ctx, netuid, side, amount));
}

/** Fee a subnet's pool takes of an amount, in the same asset. */
export function approxFeeAmount(ctx: Context, netuid: number, amount: bigint): bigint {
  return isDynamic(ctx, netuid) ? feeOnGross(S.FeeRate.get(ctx, netuid), amount) : 0n;
}

/** Alpha worth `tao` rao at the current price, without slippage. */
export function getAlphaAmountForTao(ctx: Context, netuid: number, tao: bigint): bigint {
  if (!isDynamic(ctx, netuid)) return tao;
  return U64F64.toNum(U64F64.safeDiv(U64F64.fromNum(tao), currentAlphaPrice(ctx, netuid)));
}

/**
 * Shifts the weights so that adding the given amounts to the reserves leaves the price as it is. Returns what may be added:
 * both amounts, or nothing when the weights would leave their range.
 */
export function adjustProtocolLiquidity(
  ctx: Context,
  netuid: number,
  taoDelta: bigint,
  alphaDelta: bigint,
): [tao: bigint, alpha: bigint] {
  const x = Subtensor.SubnetAlphaIn.get(ctx, netuid);
  const y = Subtensor.SubnetTAO.get(ctx, netuid);
  const quote = quoteWeightForAddedLiquidity(S.SwapBalancer.get(ctx, netuid).quote, x, y, alphaDelta, taoDelta);
  if (quote === undefined) return [0n, 0n];
  S.SwapBalancer.set(ctx, netuid, { quote });
  return [taoDelta, alphaDelta];
}

/** Drops a subnet's pool: both reserves emptied, weights and fee forgotten. */
export function clearProtocolLiquidity(ctx: Context, netuid: number): void {
  for (const reserve of [Subtensor.SubnetTAO, Subtensor.SubnetAlphaIn]) {
    if (reserve.get(ctx, netuid) !== 0n) reserve.set(ctx, netuid, 0n);
  }
  S.PalSwapInitialized.remove(ctx, netuid);
  S.FeeRate.remove(ctx, netuid);
  S.SwapBalancer.remove(ctx, netuid);
}

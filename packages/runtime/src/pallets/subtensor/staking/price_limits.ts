/**
 * How much a price limit admits (`pallets/subtensor/src/staking/add_stake.rs`, `remove_stake.rs`, `move_stake.rs`). Limits are
 * rao for one alpha; of a move, alpha of the destination for one alpha of the origin, times 10^9.
 */
import type { Context } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { satAddU64, satMulU64, U64_MAX } from "../../../arithmetic.ts";
import { currentAlphaPrice, type Side, swap } from "../../swap/impls.ts";
import { MAX_SWAP_INPUT_RESERVE_MULTIPLIER } from "../../swap/pool.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";

/** The price where there is no pool, rao for one alpha. */
const ONE_FOR_ONE = 1_000_000_000n;

/** Whether a subnet has no pool and exchanges one for one, without slippage. */
function isStable(ctx: Context, netuid: number): boolean {
  return netuid === ROOT_NETUID || S.SubnetMechanism.get(ctx, netuid) === 0;
}

/** The largest input of a pool that keeps within the limit, fee included. @throws the errors of `swap` */
function maxInput(ctx: Context, netuid: number, side: Side, limitPrice: bigint): bigint {
  const reserve = side === "buy" ? S.SubnetTAO.get(ctx, netuid) : S.SubnetAlphaIn.get(ctx, netuid);
  const supported = satMulU64(reserve, MAX_SWAP_INPUT_RESERVE_MULTIPLIER);
  const { amountPaidIn, feePaid } = swap(ctx, netuid, side, supported, limitPrice, false, true);
  return satAddU64(amountPaidIn, feePaid);
}

/** Most rao that can be staked before the price exceeds the limit. @throws the errors of `swap` */
export function getMaxAmountAdd(ctx: Context, netuid: number, limitPrice: bigint): bigint {
  if (isStable(ctx, netuid)) return limitPrice >= ONE_FOR_ONE ? U64_MAX : 0n;
  return maxInput(ctx, netuid, "buy", limitPrice);
}

/** Most alpha rao that can be unstaked before the price falls below the limit. @throws the errors of `swap` */
export function getMaxAmountRemove(ctx: Context, netuid: number, limitPrice: bigint): bigint {
  if (isStable(ctx, netuid)) return limitPrice <= ONE_FOR_ONE ? U64_MAX : 0n;
  return maxInput(ctx, netuid, "sell", limitPrice);
}

/** Most alpha rao of one subnet that can be moved to another before the relative price falls below the limit. */
export function getMaxAmountMove(ctx: Context, origin: number, destination: number, limitPrice: bigint): bigint {
  if (isStable(ctx, origin)) {
    if (isStable(ctx, destination)) return limitPrice > ONE_FOR_ONE ? 0n : U64_MAX;
    return limitPrice === 0n ? U64_MAX : getMaxAmountAdd(ctx, destination, inverted(limitPrice));
  }
  if (isStable(ctx, destination)) return getMaxAmountRemove(ctx, origin, limitPrice);
  return maxBetweenPools(ctx, origin, destination, limitPrice);
}

/** Price of the destination that a relative price stands for where the origin exchanges one for one. */
function inverted(limitPrice: bigint): bigint {
  const one = U64F64.fromNum(ONE_FOR_ONE);
  const ratio = U64F64.safeDiv(one, U64F64.fromNum(limitPrice));
  return U64F64.toUnsigned(U64F64.saturatingMul(ratio, one), 64);
}

/** Solves the constant-product formula of both pools for the input, as the chain does, whatever the pools' weights. */
function maxBetweenPools(ctx: Context, origin: number, destination: number, limitPrice: bigint): bigint {
  const pools = [origin, destination].map((netuid) => ({
    tao: U64F64.fromNum(S.SubnetTAO.get(ctx, netuid)),
    alpha: U64F64.fromNum(S.SubnetAlphaIn.get(ctx, netuid)),
    price: currentAlphaPrice(ctx, netuid),
  }));
  const [from, to] = [pools[0]!, pools[1]!];
  if (pools.some(({ tao, alpha }) => tao === 0n || alpha === 0n)) return 0n;
  const limit = U64F64.safeDiv(U64F64.fromNum(limitPrice), U64F64.fromNum(ONE_FOR_ONE));
  if (limit > U64F64.safeDiv(from.price, to.price)) return 0n;
  if (limitPrice === 0n) return U64_MAX;
  const sum = U64F64.saturatingAdd(to.tao, from.tao);
  const bought = U64F64.saturatingMul(to.alpha, U64F64.safeDiv(from.tao, sum));
  const offset = U64F64.saturatingMul(from.alpha, U64F64.safeDiv(to.tao, sum));
  return U64F64.toUnsigned(U64F64.saturatingSub(U64F64.safeDiv(bought, limit), offset), 64);
}

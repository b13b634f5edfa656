/** Alpha prices and issuance (`pallets/subtensor/src/staking/stake_utils.rs`). Prices are raw U64F64 bits, TAO for one alpha. */
import type { Context } from "@myelin/frame";
import { I96F32, U64F64 } from "@myelin/primitives/fixed";
import { minBig, satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { currentAlphaPrice } from "../../swap/impls.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";

/** Alpha of a subnet in the pool and outside, alpha rao. */
export function getAlphaIssuance(ctx: Context, netuid: number): bigint {
  return satAddU64(S.SubnetAlphaIn.get(ctx, netuid), S.SubnetAlphaOut.get(ctx, netuid));
}

/** Moving average of the price; one for root and for subnets without a pool. */
export function getMovingAlphaPrice(ctx: Context, netuid: number): bigint {
  if (netuid === ROOT_NETUID || S.SubnetMechanism.get(ctx, netuid) === 0) return U64F64.ONE;
  return U64F64.from(S.SubnetMovingPrice.get(ctx, netuid), I96F32);
}

/**
 * Moves the average towards the current price, capped at one, by SubnetMovingAlpha * b / (b + EMAPriceHalvingBlocks), where b
 * is the number of blocks since `start_call`.
 */
export function updateMovingPrice(ctx: Context, netuid: number): void {
  const startCall = satSubU64(S.FirstEmissionBlockNumber.get(ctx, netuid) ?? 0n, 1n);
  const blocks = U64F64.fromNum(satSubU64(BigInt(ctx.block.number), startCall));
  const halving = U64F64.fromNum(S.EMAPriceHalvingBlocks.get(ctx, netuid));
  const warmUp = U64F64.safeDiv(blocks, U64F64.saturatingAdd(blocks, halving));
  const alpha = U64F64.saturatingMul(U64F64.from(S.SubnetMovingAlpha.get(ctx), I96F32), warmUp);
  const price = U64F64.saturatingMul(alpha, minBig(currentAlphaPrice(ctx, netuid), U64F64.ONE));
  const moving = U64F64.saturatingMul(U64F64.saturatingSub(U64F64.ONE, alpha), getMovingAlphaPrice(ctx, netuid));
  S.SubnetMovingPrice.set(ctx, netuid, I96F32.from(U64F64.saturatingAdd(price, moving), U64F64));
}

/** Median of the positive prices of all subnets, root excluded: mean of the middle two, one where there is no price. */
export function getMedianSubnetAlphaPrice(ctx: Context): bigint {
  const prices: bigint[] = [];
  for (const [netuid, added] of S.NetworksAdded.entries(ctx)) {
    if (!added || netuid === ROOT_NETUID) continue;
    const price = currentAlphaPrice(ctx, netuid);
    if (price > 0n) prices.push(price);
  }
  if (prices.length === 0) return U64F64.ONE;
  prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const lower = prices[(prices.length - 1) >> 1]!;
  const upper = prices[prices.length >> 1]!;
  return prices.length % 2 === 1 ? upper : U64F64.saturatingAdd(lower, upper) >> 1n;
}

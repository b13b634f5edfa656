/** Which subnets receive TAO, and how much (`pallets/subtensor/src/coinbase/subnet_emissions.rs`). */
import type { Context } from "@myelin/frame";
import { U64F64, U96F32 } from "@myelin/primitives/fixed";
import { getMovingAlphaPrice } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";

/** Those of `subnets` that are started, traded and open for registration; never root. */
export function getSubnetsToEmitTo(ctx: Context, subnets: readonly number[]): number[] {
  return subnets.filter(
    (netuid) =>
      netuid !== ROOT_NETUID &&
      S.FirstEmissionBlockNumber.contains(ctx, netuid) &&
      S.SubtokenEnabled.get(ctx, netuid) &&
      S.NetworkRegistrationAllowed.get(ctx, netuid),
  );
}

/**
 * TAO of one block for each of `subnets`, in their order.
 *
 * Shares follow the moving prices, less what each subnet withheld from its owner's miners. Subnets whose emission is
 * switched off receive nothing, the others share it among them.
 *
 * @param blockEmission rao
 * @returns rao as U96F32 bits
 */
export function getSubnetBlockEmissions(ctx: Context, subnets: readonly number[], blockEmission: bigint): bigint[] {
  const shares = enabledShares(ctx, subnets, getShares(ctx, subnets));
  const emission = U64F64.fromNum(blockEmission);
  return shares.map((share) => U96F32.from(U64F64.saturatingMul(emission, share), U64F64));
}

function enabledShares(ctx: Context, subnets: readonly number[], shares: readonly bigint[]): readonly bigint[] {
  const enabled = subnets.map((netuid) => S.SubnetEmissionEnabled.get(ctx, netuid));
  if (enabled.every(Boolean)) return shares;
  const total = sum(shares.filter((_, i) => enabled[i]));
  return shares.map((share, i) => (enabled[i] ? U64F64.safeDiv(share, total) : 0n));
}

/** Shares of `subnets` in the block's TAO, U64F64 bits, before the emission switch. */
export function getShares(ctx: Context, subnets: readonly number[]): bigint[] {
  const priceShares = getSharesPriceEma(ctx, subnets);
  const weights = subnets.map((netuid, i) => {
    const burned = U64F64.from(S.MinerBurned.get(ctx, netuid), U96F32);
    return U64F64.saturatingMul(priceShares[i]!, U64F64.saturatingSub(U64F64.ONE, burned));
  });
  const total = sum(weights);
  return total > 0n ? weights.map((weight) => U64F64.safeDiv(weight, total)) : priceShares;
}

function getSharesPriceEma(ctx: Context, subnets: readonly number[]): bigint[] {
  const prices = subnets.map((netuid) => getMovingAlphaPrice(ctx, netuid));
  const total = sum(prices);
  return prices.map((price) => U64F64.safeDiv(price, total));
}

function sum(terms: readonly bigint[]): bigint {
  return terms.reduce((total, term) => U64F64.saturatingAdd(total, term), 0n);
}

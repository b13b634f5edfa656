/** What a block does before its first extrinsic (`pallets/subtensor/src/coinbase/block_step.rs`). */
import type { Context } from "@myelin/frame";
import { runAutoClaimRootDivs } from "../staking/claim_root.ts";
import { updateMovingPrice } from "../staking/prices.ts";
import { doSetPendingChildren } from "../staking/set_children.ts";
import { populateRootColdkeyStakingMaps } from "../staking/staking_coldkeys.ts";
import { S } from "../storage.ts";
import { updateRegistrationPricesForNetworks } from "../subnets/registration_price.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { calculateBlockEmission } from "./block_emission.ts";
import { rootProportion } from "./root_proportion.ts";
import { runCoinbase } from "./run_coinbase.ts";
import { getSubnetsToEmitTo } from "./subnet_emissions.ts";
import { mintTao } from "./tao.ts";

/**
 * Prices, emission, epochs, children, claims: in the chain's order. Time-locked weights, which the chain reveals before
 * the emission, need calls that commit them.
 */
export function blockStep(ctx: Context): void {
  updateRegistrationPricesForNetworks(ctx);
  const credit = mintTao(ctx, calculateBlockEmission(ctx));
  runCoinbase(ctx, credit);
  updateMovingPrices(ctx);
  updateRootProp(ctx);
  trySetPendingChildren(ctx);
  runAutoClaimRootDivs(ctx, ctx.block.parentHash);
  populateRootColdkeyStakingMaps(ctx);
}

function updateMovingPrices(ctx: Context): void {
  for (const netuid of getSubnetsToEmitTo(ctx, getAllSubnetNetuids(ctx))) updateMovingPrice(ctx, netuid);
}

/** Told to readers only; the emission computes it anew. */
function updateRootProp(ctx: Context): void {
  for (const netuid of getSubnetsToEmitTo(ctx, getAllSubnetNetuids(ctx))) {
    S.RootProp.set(ctx, netuid, rootProportion(ctx, netuid));
  }
}

/** Children change only in blocks in which the subnet's epoch ran or was skipped. */
function trySetPendingChildren(ctx: Context): void {
  for (const netuid of getAllSubnetNetuids(ctx)) {
    if (S.LastEpochBlock.get(ctx, netuid) === BigInt(ctx.block.number)) doSetPendingChildren(ctx, netuid);
  }
}

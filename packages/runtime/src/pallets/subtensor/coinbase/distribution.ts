/** Pays what an epoch decided (`pallets/subtensor/src/coinbase/run_coinbase.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { U96F32 } from "@myelin/primitives/fixed";
import { satAddU64 } from "../../../arithmetic.ts";
import { epochWithMechanisms } from "../epoch/mechanisms.ts";
import { E } from "../events.ts";
import { increaseRootClaimableForHotkeyAndSubnet } from "../staking/claim_root.ts";
import { getHotkeyTakeFloat } from "../staking/helpers.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet, increaseStakeForHotkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { byAccount } from "../utils/order.ts";
import { burnSubnetAlpha, recycleSubnetAlpha } from "./alpha.ts";
import { type Amounts, calculateDividendDistribution, calculateDividendsAndIncentives } from "./dividends.ts";
import type { PendingEmission } from "./drain_pending.ts";

/** Runs the epochs of all drained subnets, in the order of their netuids. */
export function distributeEmissionsToSubnets(ctx: Context, drained: readonly PendingEmission[]): void {
  for (const pending of [...drained].sort((a, b) => a.netuid - b.netuid)) {
    distributeEmission(ctx, pending);
    S.LastMechansimStepBlock.set(ctx, pending.netuid, BigInt(ctx.block.number));
  }
}

/**
 * Runs a subnet's epoch over all its waiting alpha but the owner's cut, and pays everybody. Without any incentive the
 * miners' half goes to validators.
 */
export function distributeEmission(ctx: Context, { netuid, server, validator, root, ownerCut }: PendingEmission): void {
  const emissions = epochWithMechanisms(ctx, netuid, satAddU64(satAddU64(server, validator), root));
  const anyIncentive = emissions.some(({ incentive }) => incentive > 0n);
  const pots = { validator: anyIncentive ? validator : satAddU64(validator, server), root };
  const { incentives, dividends } = calculateDividendsAndIncentives(ctx, netuid, emissions);
  const distribution = calculateDividendDistribution(ctx, netuid, pots, dividends);
  payOwnerCut(ctx, netuid, ownerCut);
  payIncentives(ctx, netuid, incentives);
  payAlphaDividends(ctx, netuid, distribution.alpha);
  payRootDividends(ctx, netuid, distribution.root);
}

/** Leases and locks of the cut come with the calls that create them. */
function payOwnerCut(ctx: Context, netuid: number, ownerCut: bigint): void {
  if (!S.SubnetOwner.contains(ctx, netuid) || !S.SubnetOwnerHotkey.contains(ctx, netuid)) return;
  const hotkey = S.SubnetOwnerHotkey.get(ctx, netuid);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, S.SubnetOwner.get(ctx, netuid), netuid, ownerCut);
}

/** Miners of the subnet's owner earn nothing; what they would have earned lowers the subnet's share of TAO. */
function payIncentives(ctx: Context, netuid: number, incentives: Amounts): void {
  const owned = getOwnerHotkeys(ctx, netuid);
  let total = 0n;
  let withheld = 0n;
  for (const [hotkey, incentive] of byAccount(incentives)) {
    total = satAddU64(total, incentive);
    if (!owned.has(hotkey)) {
      payIncentive(ctx, netuid, hotkey, incentive);
      continue;
    }
    withheld = satAddU64(withheld, incentive);
    if (S.RecycleOrBurn.get(ctx, netuid).type === "Recycle") recycleSubnetAlpha(ctx, netuid, incentive);
    else burnSubnetAlpha(ctx, netuid, incentive);
  }
  S.MinerBurned.set(ctx, netuid, U96F32.safeDiv(U96F32.fromNum(withheld), U96F32.fromNum(total)));
}

/** Adds a miner's incentive to its stake, on the hotkey that its coldkey chose for the subnet. */
function payIncentive(ctx: Context, netuid: number, hotkey: AccountId, incentive: bigint): void {
  const owner = S.Owner.get(ctx, hotkey);
  const destination = S.AutoStakeDestination.get(ctx, owner, netuid);
  if (destination !== undefined) ctx.depositEvent(E.AutoStakeAdded({ netuid, destination, hotkey, owner, incentive }));
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, destination ?? hotkey, owner, netuid, incentive);
}

/** Registered hotkeys of the coldkey that owns the subnet, and the owner's hotkey if it is registered. */
function getOwnerHotkeys(ctx: Context, netuid: number): ReadonlySet<AccountId> {
  const candidates = [...S.OwnedHotkeys.get(ctx, S.SubnetOwner.get(ctx, netuid))];
  if (S.SubnetOwnerHotkey.contains(ctx, netuid)) candidates.push(S.SubnetOwnerHotkey.get(ctx, netuid));
  return new Set(candidates.filter((hotkey) => S.Uids.contains(ctx, netuid, hotkey)));
}

/** @param dividends U96F32 bits of alpha rao */
function payAlphaDividends(ctx: Context, netuid: number, dividends: readonly [AccountId, bigint][]): void {
  S.AlphaDividendsPerSubnet.clearPrefix(ctx, netuid);
  for (const [hotkey, dividend] of dividends) {
    const shared = payTake(ctx, netuid, hotkey, dividend);
    increaseStakeForHotkeyOnSubnet(ctx, hotkey, netuid, shared);
    S.AlphaDividendsPerSubnet.mutate(ctx, netuid, hotkey, (total) => satAddU64(total, shared));
    S.TotalHotkeyAlphaLastEpoch.set(ctx, hotkey, netuid, S.TotalHotkeyAlpha.get(ctx, hotkey, netuid));
  }
}

/** @param dividends U96F32 bits of alpha rao */
function payRootDividends(ctx: Context, netuid: number, dividends: readonly [AccountId, bigint][]): void {
  S.RootAlphaDividendsPerSubnet.clearPrefix(ctx, netuid);
  for (const [hotkey, dividend] of dividends) {
    const shared = payTake(ctx, netuid, hotkey, dividend);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, netuid, shared);
    S.RootAlphaDividendsPerSubnet.mutate(ctx, netuid, hotkey, (total) => satAddU64(total, shared));
  }
}

/** Pays a hotkey's owner its take. Returns what is left for stakers, in alpha rao. */
function payTake(ctx: Context, netuid: number, hotkey: AccountId, dividend: bigint): bigint {
  const take = U96F32.saturatingMul(getHotkeyTakeFloat(ctx, hotkey), dividend);
  const owner = S.Owner.get(ctx, hotkey);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, owner, netuid, U96F32.toUnsigned(take, 64));
  return U96F32.toUnsigned(U96F32.saturatingSub(dividend, take), 64);
}

/** What a hotkey has on one subnet, moved to another hotkey (`pallets/subtensor/src/swap/swap_hotkey.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { I96F32 } from "@myelin/primitives/fixed";
import { satAddU64, satAddU128 } from "../../../arithmetic.ts";
import { alphaIterSinglePrefix } from "../staking/alpha_share_pool.ts";
import {
  addStakingHotkey,
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { setSubnetOwnerHotkey } from "../subnets/register_network.ts";
import { mechanismIndices } from "../subnets/uids.ts";
import { ROOT_NETUID } from "../types.ts";
import type { DbCost } from "./db_cost.ts";
import { parentChildSwapHotkey, swapPendingChild } from "./swap_relations.ts";

/** @throws the errors of parentChildSwapHotkey, and CannotUseSystemAccount */
export function performHotkeySwapOnOneSubnet(
  ctx: Context,
  old: AccountId,
  next: AccountId,
  netuid: number,
  keepStake: boolean,
  cost: DbCost,
): void {
  const isMember = S.IsNetworkMember.get(ctx, old, netuid);
  S.IsNetworkMember.remove(ctx, old, netuid);
  S.IsNetworkMember.set(ctx, next, netuid, isMember);
  cost.add(1, 2);
  if (isMember) swapNeuron(ctx, old, next, netuid, cost);
  if (S.ChildkeyTake.contains(ctx, old, netuid)) {
    S.ChildkeyTake.set(ctx, next, netuid, S.ChildkeyTake.take(ctx, old, netuid));
    cost.add(1, 2);
  }
  parentChildSwapHotkey(ctx, old, next, netuid, cost);
  swapPendingChild(ctx, old, next, netuid, cost);
  swapAutoStake(ctx, old, next, netuid);
  swapSubnetOwner(ctx, old, next, netuid, cost);
  if (keepStake) return;
  swapDividends(ctx, old, next, netuid, cost);
  swapStake(ctx, old, next, netuid, cost);
  if (netuid === ROOT_NETUID) swapRootDividends(ctx, old, next, cost);
}

/** The uid and what the neuron announced and committed. */
function swapNeuron(ctx: Context, old: AccountId, next: AccountId, netuid: number, cost: DbCost): void {
  const uid = S.Uids.take(ctx, netuid, old);
  if (uid !== undefined) {
    S.Uids.set(ctx, netuid, next, uid);
    S.Keys.set(ctx, netuid, uid, next);
    cost.add(1, 3);
  }
  move(ctx, S.Prometheus, netuid, old, next, cost);
  move(ctx, S.Axons, netuid, old, next, cost);
  for (const index of mechanismIndices(ctx, netuid)) move(ctx, S.WeightCommits, index, old, next, cost);
  const loaded = S.LoadedEmission.get(ctx, netuid);
  if (loaded !== undefined) {
    S.LoadedEmission.set(
      ctx,
      netuid,
      loaded.map(([hotkey, ...rest]) => [hotkey === old ? next : hotkey, ...rest]),
    );
    cost.add(1, 2);
  }
  move(ctx, S.NeuronCertificates, netuid, old, next, cost);
}

/** An optional item of a hotkey on a subnet. */
interface HotkeyItem<V> {
  take(ctx: Context, netuid: number, hotkey: AccountId): V | undefined;
  set(ctx: Context, netuid: number, hotkey: AccountId, value: V): void;
}

function move<V>(
  ctx: Context,
  item: HotkeyItem<V>,
  netuid: number,
  old: AccountId,
  next: AccountId,
  cost: DbCost,
): void {
  const value = item.take(ctx, netuid, old);
  if (value === undefined) return;
  item.set(ctx, netuid, next, value);
  cost.add(1, 2);
}

function swapAutoStake(ctx: Context, old: AccountId, next: AccountId, netuid: number): void {
  if (!S.AutoStakeDestinationColdkeys.contains(ctx, old, netuid)) return;
  const coldkeys = S.AutoStakeDestinationColdkeys.take(ctx, old, netuid);
  for (const coldkey of coldkeys) S.AutoStakeDestination.set(ctx, coldkey, netuid, next);
  S.AutoStakeDestinationColdkeys.set(ctx, next, netuid, coldkeys);
}

function swapSubnetOwner(ctx: Context, old: AccountId, next: AccountId, netuid: number, cost: DbCost): void {
  if (!S.SubnetOwnerHotkey.contains(ctx, netuid)) return;
  cost.add(1, 0);
  if (S.SubnetOwnerHotkey.get(ctx, netuid) !== old) return;
  setSubnetOwnerHotkey(ctx, netuid, next);
  cost.add(0, 1);
}

/** Records of the last epoch, and voting power. */
function swapDividends(ctx: Context, old: AccountId, next: AccountId, netuid: number, cost: DbCost): void {
  const lastEpoch = S.TotalHotkeyAlphaLastEpoch.take(ctx, old, netuid);
  S.TotalHotkeyAlphaLastEpoch.mutate(ctx, next, netuid, (alpha) => satAddU64(lastEpoch, alpha));
  const dividends = S.AlphaDividendsPerSubnet.take(ctx, netuid, old);
  S.AlphaDividendsPerSubnet.mutate(ctx, netuid, next, (alpha) => satAddU64(dividends, alpha));
  const power = S.VotingPower.take(ctx, netuid, old);
  if (power > 0n) S.VotingPower.mutate(ctx, netuid, next, (other) => satAddU64(power, other));
  cost.add(6, 6);
}

/** Everybody's stake. */
function swapStake(ctx: Context, old: AccountId, next: AccountId, netuid: number, cost: DbCost): void {
  const shares = alphaIterSinglePrefix(ctx, old);
  cost.add(shares.length, shares.length);
  for (const [coldkey, of] of shares) {
    if (of !== netuid) continue;
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(ctx, old, coldkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, old, coldkey, netuid, alpha);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, next, coldkey, netuid, alpha);
    cost.add(3, 2);
    const staking = S.StakingHotkeys.get(ctx, coldkey);
    if (!staking.includes(old) || staking.includes(next)) continue;
    addStakingHotkey(ctx, coldkey, next);
    cost.add(0, 1);
  }
}

/** What root stakers of the hotkey may claim of every subnet, and what they have claimed. */
function swapRootDividends(ctx: Context, old: AccountId, next: AccountId, cost: DbCost): void {
  const rates = new Map(S.RootClaimable.get(ctx, next));
  for (const [netuid, rate] of S.RootClaimable.take(ctx, old)) {
    rates.set(netuid, I96F32.saturatingAdd(rates.get(netuid) ?? 0n, rate));
  }
  const claimable = [...rates].sort(([a], [b]) => a - b);
  S.RootClaimable.set(ctx, next, claimable);
  cost.add(3, 2);
  for (const [netuid] of claimable) {
    for (const [coldkey, claimed] of [...S.RootClaimed.entries(ctx, netuid, old)]) {
      S.RootClaimed.remove(ctx, netuid, old, coldkey);
      S.RootClaimed.mutate(ctx, netuid, next, coldkey, (other) => satAddU128(claimed, other));
      cost.add(3, 2);
    }
  }
  if (!S.AutoParentDelegationEnabled.contains(ctx, old)) return;
  S.AutoParentDelegationEnabled.set(ctx, next, S.AutoParentDelegationEnabled.take(ctx, old));
  cost.add(1, 2);
}

/** A coldkey gives all it has to another one (`pallets/subtensor/src/swap/swap_coldkey.rs`). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { satAddU128 } from "../../../arithmetic.ts";
import { succeeds } from "../../../attempt.ts";
import { recycleTao, transferAllTaoAndKill } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { hotkeyAccountExists } from "../staking/helpers.ts";
import { maybeAddColdkeyIndex, maybeRemoveColdkeyIndex } from "../staking/root_claimed.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
} from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids, isSubnetAccountId } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";

/**
 * Moves identity, subnets, stake, hotkeys and balance. Nobody has locks of stake here, so there are none to move.
 *
 * @throws ColdKeyAlreadyAssociated, NewColdKeyIsHotkey, CannotUseSystemAccount
 */
export function doSwapColdkey(ctx: Context, old: AccountId, next: AccountId): void {
  ensure(S.StakingHotkeys.get(ctx, next).length === 0, Err.ColdKeyAlreadyAssociated);
  ensure(!hotkeyAccountExists(ctx, next), Err.NewColdKeyIsHotkey);
  moveIdentity(ctx, old, next);
  for (const netuid of getAllSubnetNetuids(ctx)) {
    if (S.SubnetOwner.get(ctx, netuid) === old) S.SubnetOwner.set(ctx, netuid, next);
    moveAutoStakeDestination(ctx, netuid, old, next);
    moveStake(ctx, netuid, old, next);
  }
  S.StakingHotkeys.set(ctx, next, union(S.StakingHotkeys.get(ctx, next), S.StakingHotkeys.take(ctx, old)));
  moveHotkeys(ctx, old, next);
  transferAllTaoAndKill(ctx, old, next);
  S.LastRateLimitedBlock.set(ctx, { type: "LastTxBlock", value: next }, BigInt(ctx.block.number));
  ctx.depositEvent(E.ColdkeySwapped({ old_coldkey: old, new_coldkey: next }));
}

/** Takes what a swap costs, in rao, out of circulation. @throws NotEnoughBalanceToPaySwapColdKey */
export function chargeSwapCost(ctx: Context, coldkey: AccountId, cost: bigint): void {
  ensure(
    succeeds(() => recycleTao(ctx, coldkey, cost)),
    Err.NotEnoughBalanceToPaySwapColdKey,
  );
}

function moveIdentity(ctx: Context, old: AccountId, next: AccountId): void {
  if (S.IdentitiesV2.contains(ctx, next)) return;
  const identity = S.IdentitiesV2.take(ctx, old);
  if (identity !== undefined) S.IdentitiesV2.set(ctx, next, identity);
}

function moveAutoStakeDestination(ctx: Context, netuid: number, old: AccountId, next: AccountId): void {
  const hotkey = S.AutoStakeDestination.take(ctx, old, netuid);
  if (hotkey === undefined) return;
  S.AutoStakeDestination.set(ctx, next, netuid, hotkey);
  S.AutoStakeDestinationColdkeys.mutate(ctx, hotkey, netuid, (coldkeys) => [
    ...coldkeys.filter((coldkey) => coldkey !== old && coldkey !== next),
    next,
  ]);
}

function moveStake(ctx: Context, netuid: number, old: AccountId, next: AccountId): void {
  for (const hotkey of S.StakingHotkeys.get(ctx, old)) {
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, old, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, old, netuid, alpha);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, next, netuid, alpha);
    if (getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, next, netuid) === 0n) continue;
    const claimed = S.RootClaimed.take(ctx, netuid, hotkey, old);
    S.RootClaimed.mutate(ctx, netuid, hotkey, next, (other) => satAddU128(claimed, other));
    if (netuid === ROOT_NETUID) maybeAddColdkeyIndex(ctx, next);
  }
  if (netuid === ROOT_NETUID) maybeRemoveColdkeyIndex(ctx, old);
}

function moveHotkeys(ctx: Context, old: AccountId, next: AccountId): void {
  const owned = S.OwnedHotkeys.take(ctx, old);
  for (const hotkey of owned) {
    ensure(isSubnetAccountId(hotkey) === undefined, Err.CannotUseSystemAccount);
    S.Owner.set(ctx, hotkey, next);
  }
  S.OwnedHotkeys.set(ctx, next, union(S.OwnedHotkeys.get(ctx, next), owned));
}

/** The first list, then what the second has beyond it. */
function union(first: readonly AccountId[], second: readonly AccountId[]): AccountId[] {
  return [...new Set([...first, ...second])];
}

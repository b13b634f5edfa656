/** A coldkey replaces one of its hotkeys (`pallets/subtensor/src/swap/swap_hotkey.rs`). Costs in rao, intervals in blocks. */
import { type AccountId, type Context, ensure, ensureSigned, type Origin, type PostDispatchInfo } from "@myelin/frame";
import { SafeFloat } from "@myelin/primitives/fixed";
import { satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { canRemoveBalanceFromColdkeyAccount, recycleTao } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { alphaIterSinglePrefix } from "../staking/alpha_share_pool.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "../staking/helpers.ts";
import { getStakeForHotkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids, isSubnetAccountId } from "../subnets/subnet.ts";
import { isHotkeyRegisteredOnAnyNetwork } from "../subnets/uids.ts";
import { ROOT_NETUID } from "../types.ts";
import { DbCost } from "./db_cost.ts";
import { performHotkeySwapOnOneSubnet } from "./swap_hotkey_on_subnet.ts";

/** A hotkey of `coldkey` and the one that takes its place. */
interface HotkeySwap {
  readonly coldkey: AccountId;
  readonly old: AccountId;
  readonly next: AccountId;
  /** Whether the stake stays on the old hotkey. */
  readonly keepStake: boolean;
}

/** Rate-limited actions whose last block a hotkey carries over. */
const CARRIED_LIMITS = ["LastTxBlock", "LastTxBlockDelegateTake", "LastTxBlockChildKeyTake"] as const;

/**
 * Gives everything a hotkey of the caller has on one subnet, or on all, to another hotkey, which must not be anybody else's.
 *
 * @throws NonAssociatedColdKey, NewHotKeyIsSameWithOld, HotKeySetTxRateLimitExceeded, HotKeyAlreadyRegisteredInSubNet,
 *   NewHotKeyNotCleanForRootSwap, HotKeySwapOnSubnetIntervalNotPassed, CannotUseSystemAccount,
 *   NotEnoughBalanceToPaySwapHotKey, InsufficientBalance, and the errors of children that do not fit
 */
export function doSwapHotkey(
  ctx: Context,
  origin: Origin,
  old: AccountId,
  next: AccountId,
  netuid: number | undefined,
  keepStake: boolean,
): PostDispatchInfo {
  const coldkey = ensureSigned(origin);
  const swap = { coldkey, old, next, keepStake };
  ensureMaySwap(ctx, swap, netuid);
  for (const type of CARRIED_LIMITS) {
    const last = S.LastRateLimitedBlock.get(ctx, { type, value: old });
    S.LastRateLimitedBlock.set(ctx, { type, value: next }, last);
  }
  const cost = new DbCost();
  cost.add(7, 3);
  if (netuid === undefined) swapOnAllSubnets(ctx, swap, cost);
  else swapOnSubnet(ctx, swap, netuid, cost);
  return { actualWeight: cost.weight };
}

function ensureMaySwap(ctx: Context, { coldkey, old, next }: HotkeySwap, netuid: number | undefined): void {
  ensure(coldkeyOwnsHotkey(ctx, coldkey, old), Err.NonAssociatedColdKey);
  const available = !hotkeyAccountExists(ctx, next) || coldkeyOwnsHotkey(ctx, coldkey, next);
  ensure(available, Err.NonAssociatedColdKey);
  ensure(old !== next, Err.NewHotKeyIsSameWithOld);
  ensure(!exceedsTxRateLimit(ctx, coldkey), Err.HotKeySetTxRateLimitExceeded);
  const isMember =
    netuid === undefined ? isHotkeyRegisteredOnAnyNetwork(ctx, next) : S.IsNetworkMember.get(ctx, next, netuid);
  ensure(!isMember, Err.HotKeyAlreadyRegisteredInSubNet);
  if (netuid !== undefined && netuid !== ROOT_NETUID) return;
  ensure(isCleanForRoot(ctx, next), Err.NewHotKeyNotCleanForRootSwap);
}

/** Whether a coldkey swapped a hotkey too recently; a limit of 0 means never (`utils/rate_limiting.rs`). */
function exceedsTxRateLimit(ctx: Context, coldkey: AccountId): boolean {
  const limit = S.TxRateLimit.get(ctx);
  const last = S.LastRateLimitedBlock.get(ctx, { type: "LastTxBlock", value: coldkey });
  return limit !== 0n && last !== 0n && satSubU64(BigInt(ctx.block.number), last) <= limit;
}

/** Root dividends of two hotkeys cannot be merged fairly, so the new one must have none. */
function isCleanForRoot(ctx: Context, hotkey: AccountId): boolean {
  return (
    S.RootClaimable.get(ctx, hotkey).length === 0 &&
    getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID) === 0n &&
    !S.RootClaimed.containsPrefix(ctx, ROOT_NETUID, hotkey)
  );
}

function swapOnSubnet(ctx: Context, swap: HotkeySwap, netuid: number, cost: DbCost): void {
  const { coldkey, old, next, keepStake } = swap;
  const block = BigInt(ctx.block.number);
  const last = S.LastHotkeySwapOnNetuid.get(ctx, netuid, coldkey);
  const intervalPassed = satAddU64(last, ctx.config.hotkeySwapOnSubnetInterval) < block;
  ensure(intervalPassed, Err.HotKeySwapOnSubnetIntervalNotPassed);
  ensure(isSubnetAccountId(next) === undefined, Err.CannotUseSystemAccount);
  payForSwap(ctx, coldkey, ctx.config.keySwapOnSubnetCost);
  cost.add(7, 2);
  S.Owner.set(ctx, next, coldkey);
  const owned = S.OwnedHotkeys.get(ctx, coldkey);
  if (!owned.includes(next)) {
    S.OwnedHotkeys.set(ctx, coldkey, [...owned, next]);
    cost.add(1, 1);
  }
  accountForLocks(ctx, swap, [netuid], cost);
  performHotkeySwapOnOneSubnet(ctx, old, next, netuid, keepStake, cost);
  S.LastRateLimitedBlock.set(ctx, { type: "LastTxBlock", value: coldkey }, block);
  S.LastHotkeySwapOnNetuid.set(ctx, netuid, coldkey, block);
  cost.add(0, 2);
  ctx.depositEvent(E.HotkeySwappedOnSubnet({ coldkey, old_hotkey: old, new_hotkey: next, netuid }));
}

function swapOnAllSubnets(ctx: Context, swap: HotkeySwap, cost: DbCost): void {
  const { coldkey, old, next } = swap;
  const block = BigInt(ctx.block.number);
  const netuids = getAllSubnetNetuids(ctx);
  const affected = netuids.filter(
    (netuid) => S.IsNetworkMember.get(ctx, old, netuid) || S.ChildKeys.get(ctx, old, netuid).length > 0,
  );
  for (const netuid of affected) {
    const last = S.LastHotkeySwapOnNetuid.get(ctx, netuid, coldkey);
    const intervalPassed = last === 0n || satAddU64(last, ctx.config.hotkeySwapOnSubnetInterval) < block;
    ensure(intervalPassed, Err.HotKeySwapOnSubnetIntervalNotPassed);
  }
  payForSwap(ctx, coldkey, ctx.config.keySwapCost);
  cost.add(2 * netuids.length + 1 + affected.length + 3, 2);
  swapEverything(ctx, swap, netuids, cost);
  for (const netuid of affected) S.LastHotkeySwapOnNetuid.set(ctx, netuid, coldkey, block);
  S.LastRateLimitedBlock.set(ctx, { type: "LastTxBlock", value: coldkey }, block);
  cost.add(0, affected.length + 1);
  ctx.depositEvent(E.HotkeySwapped({ coldkey, old_hotkey: old, new_hotkey: next }));
}

/** @throws NotEnoughBalanceToPaySwapHotKey, InsufficientBalance when the coldkey's account would not live on */
function payForSwap(ctx: Context, coldkey: AccountId, cost: bigint): void {
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, cost), Err.NotEnoughBalanceToPaySwapHotKey);
  recycleTao(ctx, coldkey, cost);
}

/** Locks move with the hotkey; there are none on this chain, but the chain charges for looking (`staking/lock.rs`). */
function accountForLocks(ctx: Context, { old, next }: HotkeySwap, netuids: readonly number[], cost: DbCost): void {
  const isOwner = (netuid: number) => [old, next].includes(S.SubnetOwnerHotkey.get(ctx, netuid));
  cost.add(5 * netuids.length, 6 * netuids.filter(isOwner).length);
}

function swapEverything(ctx: Context, swap: HotkeySwap, netuids: readonly number[], cost: DbCost): void {
  const { coldkey, old, next, keepStake } = swap;
  const shares = alphaIterSinglePrefix(ctx, old);
  cost.add(shares.length, 0);
  accountForLocks(ctx, swap, netuids, cost);
  S.Owner.remove(ctx, old);
  ensure(isSubnetAccountId(next) === undefined, Err.CannotUseSystemAccount);
  S.Owner.set(ctx, next, coldkey);
  const owned = S.OwnedHotkeys.get(ctx, coldkey);
  const withNext = owned.includes(next) ? owned : [...owned, next];
  S.OwnedHotkeys.set(
    ctx,
    coldkey,
    withNext.filter((hotkey) => hotkey !== old),
  );
  cost.add(2, 2);
  for (const netuid of netuids) performHotkeySwapOnOneSubnet(ctx, old, next, netuid, keepStake, cost);
  for (const type of CARRIED_LIMITS) S.LastRateLimitedBlock.remove(ctx, { type, value: old });
  cost.add(3, 6);
  if (S.Delegates.contains(ctx, old)) {
    S.Delegates.set(ctx, next, S.Delegates.take(ctx, old));
    cost.add(2, 2);
  }
  if (keepStake) return;
  for (const [staker, , share] of shares) {
    if (!SafeFloat.isZero(share)) swapStakingHotkey(ctx, staker, old, next, cost);
  }
}

function swapStakingHotkey(ctx: Context, coldkey: AccountId, old: AccountId, next: AccountId, cost: DbCost): void {
  const staking = S.StakingHotkeys.get(ctx, coldkey);
  cost.add(1, 0);
  if (!staking.includes(old)) return;
  const rest = staking.filter((hotkey) => hotkey !== old && hotkey !== next);
  S.StakingHotkeys.set(ctx, coldkey, [...rest, next]);
  cost.add(0, 1);
}

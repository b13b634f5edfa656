/**
 * Bookkeeping of root stakers: how much of each subnet's dividends a position counts as already claimed, and the index from
 * which automatic claims draw (`pallets/subtensor/src/staking/claim_root.rs`).
 */
import type { AccountId, Context } from "@myelin/frame";
import { I96F32 } from "@myelin/primitives/fixed";
import { satAddU128, satSubU64, satSubU128 } from "../../../arithmetic.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { shareValue } from "./alpha_share_pool.ts";

/** Dividends, in alpha rao, that `amount` of root stake would have earned at an accrual rate (I96F32 bits). */
function earned(rate: bigint, amount: bigint): bigint {
  return I96F32.toUnsigned(I96F32.saturatingMul(rate, I96F32.fromNum(amount)), 128);
}

/** New root stake has no claim on dividends of the past. `amount` in rao. */
export function addStakeAdjustRootClaimedForHotkeyAndColdkey(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: bigint,
): void {
  for (const [netuid, rate] of S.RootClaimable.get(ctx, hotkey)) {
    S.RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => satAddU128(claimed, earned(rate, amount)));
  }
}

/** Removed root stake takes its part of the claimed amount with it. `amount` in rao. */
export function removeStakeAdjustRootClaimedForHotkeyAndColdkey(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  amount: bigint,
): void {
  for (const [netuid, rate] of S.RootClaimable.get(ctx, hotkey)) {
    if (netuid === ROOT_NETUID) continue;
    S.RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => satSubU128(claimed, earned(rate, amount)));
  }
}

/** Whether a coldkey has root stake on any hotkey. */
export function coldkeyHasRootStake(ctx: Context, coldkey: AccountId): boolean {
  return S.StakingHotkeys.get(ctx, coldkey).some((hotkey) => shareValue(ctx, hotkey, coldkey, ROOT_NETUID) !== 0n);
}

/** Lists a coldkey for automatic claims, once. */
export function maybeAddColdkeyIndex(ctx: Context, coldkey: AccountId): void {
  if (S.StakingColdkeys.contains(ctx, coldkey)) return;
  const index = S.NumStakingColdkeys.get(ctx);
  S.StakingColdkeysByIndex.set(ctx, index, coldkey);
  S.StakingColdkeys.set(ctx, coldkey, index);
  S.NumStakingColdkeys.set(ctx, index + 1n);
}

/** Takes a coldkey off the list; the last one moves into its place. */
export function maybeRemoveColdkeyIndex(ctx: Context, coldkey: AccountId): void {
  const index = S.StakingColdkeys.take(ctx, coldkey);
  if (index === undefined) return;
  const last = satSubU64(S.NumStakingColdkeys.get(ctx), 1n);
  const moved = index === last ? undefined : S.StakingColdkeysByIndex.take(ctx, last);
  if (moved === undefined) {
    S.StakingColdkeysByIndex.remove(ctx, index);
  } else {
    S.StakingColdkeysByIndex.set(ctx, index, moved);
    S.StakingColdkeys.set(ctx, moved, index);
  }
  S.NumStakingColdkeys.set(ctx, last);
}

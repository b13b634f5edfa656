/**
 * Stake that may be moved (`pallets/subtensor/src/staking/lock.rs`). Locks are made by calls that this runtime does not offer
 * (`lock_stake` and its kin), so all stake of a coldkey is available.
 */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { satAddU64 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { shareValue } from "./alpha_share_pool.ts";

/** Alpha of a coldkey on a subnet over all hotkeys it stakes on, alpha rao. */
export function totalColdkeyAlphaOnSubnet(ctx: Context, coldkey: AccountId, netuid: number): bigint {
  return S.StakingHotkeys.get(ctx, coldkey).reduce(
    (total, hotkey) => satAddU64(total, shareValue(ctx, hotkey, coldkey, netuid)),
    0n,
  );
}

/** Alpha of a coldkey on a subnet: all of it, the locked part, and what may be unstaked. */
export function stakeAvailability(
  ctx: Context,
  coldkey: AccountId,
  netuid: number,
): { total: bigint; locked: bigint; available: bigint } {
  const total = totalColdkeyAlphaOnSubnet(ctx, coldkey, netuid);
  return { total, locked: 0n, available: total };
}

/** @throws StakeUnavailable */
export function ensureAvailableToUnstake(ctx: Context, coldkey: AccountId, netuid: number, amount: bigint): void {
  ensure(stakeAvailability(ctx, coldkey, netuid).available >= amount, Err.StakeUnavailable);
}

/** Unstaking from all subnets at once (`pallets/subtensor/src/staking/remove_stake.rs`). */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { satAddU64 } from "../../../arithmetic.ts";
import { succeeds } from "../../../attempt.ts";
import { MAX_PRICE, MIN_PRICE } from "../../swap/impls.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { clearSmallNominationIfRequired, hotkeyAccountExists } from "./helpers.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, stakeIntoSubnet, unstakeFromSubnet } from "./stake_utils.ts";
import { validateRemoveStake } from "./stake_validation.ts";

/** Unstakes all of the caller's stake on a hotkey, leaving out what cannot be unstaked. @throws HotKeyAccountNotExists */
export function doUnstakeAll(ctx: Context, origin: Origin, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  unstakeFrom(ctx, coldkey, hotkey, getAllSubnetNetuids(ctx));
}

/**
 * Unstakes all of the caller's alpha on a hotkey and stakes what it brings on root.
 *
 * @throws HotKeyAccountNotExists, and AmountTooLow when nothing could be unstaked
 */
export function doUnstakeAllAlpha(ctx: Context, origin: Origin, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  const subnets = getAllSubnetNetuids(ctx).filter((netuid) => netuid !== ROOT_NETUID);
  const tao = unstakeFrom(ctx, coldkey, hotkey, subnets);
  stakeIntoSubnet(ctx, { coldkey, hotkey, netuid: ROOT_NETUID }, tao, MAX_PRICE, false);
}

/** Returns the rao that came of it. */
function unstakeFrom(ctx: Context, coldkey: AccountId, hotkey: AccountId, netuids: readonly number[]): bigint {
  let tao = 0n;
  for (const netuid of netuids) {
    if (!S.SubtokenEnabled.get(ctx, netuid)) continue;
    const position = { coldkey, hotkey, netuid };
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
    if (!succeeds(() => validateRemoveStake(ctx, position, alpha, alpha, false))) continue;
    tao = satAddU64(tao, unstakeFromSubnet(ctx, position, coldkey, alpha, MIN_PRICE, false));
    clearSmallNominationIfRequired(ctx, hotkey, coldkey, netuid);
  }
  return tao;
}

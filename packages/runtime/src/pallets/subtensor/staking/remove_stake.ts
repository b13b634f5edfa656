/** Unstaking (`pallets/subtensor/src/staking/remove_stake.rs`). */
import { type AccountId, type Context, ensureSigned, type Origin } from "@myelin/frame";
import { minBig } from "../../../arithmetic.ts";
import { MIN_PRICE } from "../../swap/impls.ts";
import { S } from "../storage.ts";
import { ensureSubtokenEnabled, getAllSubnetNetuids } from "../subnets/subnet.ts";
import { clearSmallNominationIfRequired, getTotalStakeForHotkey } from "./helpers.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, unstakeFromSubnet } from "./stake_utils.ts";
import { ensureInputWithinSwapLimit, validateRemoveStake } from "./stake_validation.ts";

/**
 * Unstakes up to `amount` alpha rao of the caller from a hotkey, and clears what is left if it is too small a nomination.
 *
 * @throws SubtokenDisabled, and the errors of `validateRemoveStake` and `unstakeFromSubnet`
 */
export function doRemoveStake(ctx: Context, origin: Origin, hotkey: AccountId, netuid: number, amount: bigint): void {
  const coldkey = ensureSigned(origin);
  const position = { coldkey, hotkey, netuid };
  ensureSubtokenEnabled(ctx, netuid);
  // A fee paid in alpha may just have taken a part of the stake.
  const alpha = minBig(amount, getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid));
  ensureInputWithinSwapLimit(ctx, netuid, "sell", alpha);
  validateRemoveStake(ctx, position, alpha, alpha, false);
  unstakeFromSubnet(ctx, position, coldkey, alpha, MIN_PRICE, false);
  clearSmallNominationIfRequired(ctx, hotkey, coldkey, netuid);
  dropPendingChildrenBelowThreshold(ctx, hotkey);
}

/** A hotkey under the stake threshold loses the children it has scheduled. */
export function dropPendingChildrenBelowThreshold(ctx: Context, hotkey: AccountId): void {
  if (getTotalStakeForHotkey(ctx, hotkey) >= S.StakeThreshold.get(ctx)) return;
  for (const netuid of getAllSubnetNetuids(ctx)) S.PendingChildKeys.remove(ctx, netuid, hotkey);
}

/** Staking and unstaking within a price limit (`pallets/subtensor/src/staking/add_stake.rs`, `remove_stake.rs`). */
import { type AccountId, type Context, ensureSigned, type Origin } from "@myelin/frame";
import { minBig } from "../../../arithmetic.ts";
import { clearSmallNominationIfRequired, getOwningColdkeyForHotkey, maybeBecomeDelegate } from "./helpers.ts";
import { getMaxAmountAdd, getMaxAmountRemove } from "./price_limits.ts";
import { doRemoveStake, dropPendingChildrenBelowThreshold } from "./remove_stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, stakeIntoSubnet, unstakeFromSubnet } from "./stake_utils.ts";
import { ensureInputWithinSwapLimit, validateAddStake, validateRemoveStake } from "./stake_validation.ts";

/** Hotkey and subnet of an order, its amount (rao or alpha rao) and the worst price it accepts (rao for one alpha). */
export interface LimitOrder {
  readonly hotkey: AccountId;
  readonly netuid: number;
  readonly amount: bigint;
  readonly limitPrice: bigint;
  /** Whether the part within the limit is traded when the whole is not; otherwise all or nothing. */
  readonly allowPartial: boolean;
}

/**
 * Stakes rao of the caller up to a price. Returns the alpha staked. A hotkey of somebody else becomes a delegate.
 *
 * @throws the errors of `validateAddStake`, `stakeIntoSubnet` and `swap`
 */
export function doAddStakeLimit(ctx: Context, origin: Origin, order: LimitOrder): bigint {
  const { hotkey, netuid, amount, limitPrice } = order;
  const coldkey = ensureSigned(origin);
  const position = { coldkey, hotkey, netuid };
  ensureInputWithinSwapLimit(ctx, netuid, "buy", amount);
  const most = getMaxAmountAdd(ctx, netuid, limitPrice);
  validateAddStake(ctx, position, amount, most, order.allowPartial);
  if (getOwningColdkeyForHotkey(ctx, hotkey) !== coldkey) maybeBecomeDelegate(ctx, hotkey);
  return stakeIntoSubnet(ctx, position, minBig(amount, most), limitPrice, false);
}

/**
 * Unstakes alpha of the caller down to a price.
 *
 * @throws the errors of `validateRemoveStake`, `unstakeFromSubnet` and `swap`
 */
export function doRemoveStakeLimit(ctx: Context, origin: Origin, order: LimitOrder): void {
  const { hotkey, netuid, amount, limitPrice } = order;
  const coldkey = ensureSigned(origin);
  const position = { coldkey, hotkey, netuid };
  ensureInputWithinSwapLimit(ctx, netuid, "sell", amount);
  const most = getMaxAmountRemove(ctx, netuid, limitPrice);
  validateRemoveStake(ctx, position, amount, most, order.allowPartial);
  unstakeFromSubnet(ctx, position, coldkey, minBig(amount, most), limitPrice, false);
  clearSmallNominationIfRequired(ctx, hotkey, coldkey, netuid);
  dropPendingChildrenBelowThreshold(ctx, hotkey);
}

/** Unstakes all of a position, above a price if one is given. @throws the errors of the two ways to unstake */
export function doRemoveStakeFullLimit(
  ctx: Context,
  origin: Origin,
  hotkey: AccountId,
  netuid: number,
  limitPrice: bigint | undefined,
): void {
  const amount = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, ensureSigned(origin), netuid);
  if (limitPrice === undefined) doRemoveStake(ctx, origin, hotkey, netuid, amount);
  else doRemoveStakeLimit(ctx, origin, { hotkey, netuid, amount, limitPrice, allowPartial: false });
}

/** Checks of stake calls, in the chain's order (`pallets/subtensor/src/staking/stake_utils.rs`). */
import { type Context, ensure } from "@myelin/frame";
import { minBig, satAddU64, satMulU64 } from "../../../arithmetic.ts";
import { approxFeeAmount, type Side, trySimSwap } from "../../swap/impls.ts";
import { MAX_SWAP_INPUT_RESERVE_MULTIPLIER } from "../../swap/pool.ts";
import { canRemoveBalanceFromColdkeyAccount } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { ensureSubtokenEnabled, ifSubnetExist } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  type StakePosition,
  tryIncreaseStakeForHotkeyAndColdkeyOnSubnet,
} from "./stake_utils.ts";

/** @throws InsufficientLiquidity when an input is more than 1000 times the pool's reserve of that asset. */
export function ensureInputWithinSwapLimit(ctx: Context, netuid: number, side: Side, amount: bigint): void {
  if (netuid === ROOT_NETUID || S.SubnetMechanism.get(ctx, netuid) !== 1) return;
  const reserve = side === "buy" ? S.SubnetTAO.get(ctx, netuid) : S.SubnetAlphaIn.get(ctx, netuid);
  ensure(amount <= satMulU64(reserve, MAX_SWAP_INPUT_RESERVE_MULTIPLIER), Err.InsufficientLiquidity);
}

/** The least stake and the fee on it, rao. */
function minStakeAmount(ctx: Context, netuid: number): bigint {
  const minStake = ctx.config.initialMinStake;
  const simulated = trySimSwap(ctx, netuid, "buy", minStake);
  return satAddU64(minStake, simulated ? simulated.feePaid : approxFeeAmount(ctx, netuid, minStake));
}

/**
 * @param tao rao to be staked
 * @param maxAmount rao that the price limit admits
 * @throws SubnetNotExists, SubtokenDisabled, AmountTooLow, SlippageTooHigh, NotEnoughBalanceToStake, HotKeyAccountNotExists,
 *   InsufficientLiquidity
 */
export function validateAddStake(
  ctx: Context,
  { coldkey, hotkey, netuid }: StakePosition,
  tao: bigint,
  maxAmount: bigint,
  allowPartial: boolean,
): void {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensureSubtokenEnabled(ctx, netuid);
  ensure(tao >= minStakeAmount(ctx, netuid), Err.AmountTooLow);
  ensure(allowPartial || tao <= maxAmount, Err.SlippageTooHigh);
  const amount = minBig(tao, maxAmount);
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, amount), Err.NotEnoughBalanceToStake);
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  const simulated = trySimSwap(ctx, netuid, "buy", amount);
  if (simulated === undefined) throw Err.InsufficientLiquidity();
  ensure(simulated.amountPaidIn >= ctx.config.initialMinStake, Err.AmountTooLow);
  ensure(simulated.amountPaidOut !== 0n, Err.InsufficientLiquidity);
  const precise = tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, netuid, simulated.amountPaidOut);
  ensure(precise, Err.InsufficientLiquidity);
}

/** Stake left after taking `amount` off. @throws NotEnoughStakeToWithdraw */
export function calculateReducedStakeOnSubnet(
  ctx: Context,
  { hotkey, coldkey, netuid }: StakePosition,
  amount: bigint,
): bigint {
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  ensure(stake >= amount, Err.NotEnoughStakeToWithdraw);
  return stake - amount;
}

/**
 * @param alpha alpha rao to be unstaked
 * @param maxAmount alpha rao that the price limit admits
 * @throws SubnetNotExists, AmountTooLow, NotEnoughStakeToWithdraw, InsufficientLiquidity, SlippageTooHigh,
 *   HotKeyAccountNotExists, StakeUnavailable
 */
export function validateRemoveStake(
  ctx: Context,
  position: StakePosition,
  alpha: bigint,
  maxAmount: bigint,
  allowPartial: boolean,
): void {
  const { coldkey, hotkey, netuid } = position;
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(alpha !== 0n, Err.AmountTooLow);
  const remaining = calculateReducedStakeOnSubnet(ctx, position, alpha);
  const simulated = trySimSwap(ctx, netuid, "sell", alpha);
  if (simulated === undefined) throw Err.InsufficientLiquidity();
  ensure(remaining === 0n || simulated.amountPaidOut >= ctx.config.initialMinStake, Err.AmountTooLow);
  ensure(allowPartial || alpha <= maxAmount, Err.SlippageTooHigh);
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  ensureAvailableToUnstake(ctx, coldkey, netuid, alpha);
}

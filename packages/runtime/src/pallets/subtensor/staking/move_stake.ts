/** Stake that changes hotkey, subnet or coldkey (`pallets/subtensor/src/staking/move_stake.rs`). */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { minBig } from "../../../arithmetic.ts";
import { currentAlphaPrice, MAX_PRICE, MIN_PRICE, trySimSwap } from "../../swap/impls.ts";
import { transferTao } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { getOwningColdkeyForHotkey, hotkeyAccountExists, maybeBecomeDelegate } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";
import { getMaxAmountMove } from "./price_limits.ts";
import {
  addStakeAdjustRootClaimedForHotkeyAndColdkey,
  removeStakeAdjustRootClaimedForHotkeyAndColdkey,
} from "./root_claimed.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  type StakePosition,
  stakeIntoSubnet,
  unstakeFromSubnet,
} from "./stake_utils.ts";

/** The worst relative price a swap accepts, and whether it may be filled in part. */
export interface MoveLimit {
  readonly price: bigint;
  readonly allowPartial: boolean;
}

interface Transition {
  readonly from: StakePosition;
  readonly to: StakePosition;
  /** Alpha rao. */
  readonly amount: bigint;
  readonly limit?: MoveLimit;
  /** Whether the subnets must admit transfers between coldkeys. */
  readonly isTransfer?: boolean;
}

/** Moves stake of the caller to another hotkey, another subnet, or both. @throws the errors of a transition */
export function doMoveStake(
  ctx: Context,
  origin: Origin,
  from: Omit<StakePosition, "coldkey">,
  to: Omit<StakePosition, "coldkey">,
  amount: bigint,
): void {
  const coldkey = ensureSigned(origin);
  const tao = transitionStake(ctx, { from: { ...from, coldkey }, to: { ...to, coldkey }, amount });
  ctx.depositEvent(E.StakeMoved(coldkey, from.hotkey, from.netuid, to.hotkey, to.netuid, tao));
}

/** Gives stake of the caller to another coldkey. @throws TransferDisallowed, and the errors of a transition */
export function doTransferStake(
  ctx: Context,
  origin: Origin,
  destination: AccountId,
  hotkey: AccountId,
  [from, to]: readonly [number, number],
  amount: bigint,
): void {
  const coldkey = ensureSigned(origin);
  const tao = transitionStake(ctx, {
    from: { coldkey, hotkey, netuid: from },
    to: { coldkey: destination, hotkey, netuid: to },
    amount,
    isTransfer: true,
  });
  ctx.depositEvent(E.StakeTransferred(coldkey, destination, hotkey, from, to, tao));
}

/** Moves stake of the caller on a hotkey to another subnet. @throws SlippageTooHigh, and the errors of a transition */
export function doSwapStake(
  ctx: Context,
  origin: Origin,
  hotkey: AccountId,
  [from, to]: readonly [number, number],
  amount: bigint,
  limit?: MoveLimit,
): void {
  const coldkey = ensureSigned(origin);
  const position = { coldkey, hotkey };
  const tao = transitionStake(ctx, {
    from: { ...position, netuid: from },
    to: { ...position, netuid: to },
    amount,
    ...(limit && { limit }),
  });
  ctx.depositEvent(E.StakeSwapped(coldkey, hotkey, from, to, tao));
}

/**
 * Moves stake; returns what it is worth, or what it was sold for, in rao. Only one leg of a move between subnets pays a fee.
 * What is sold for less than the least stake stays with the destination's coldkey as TAO.
 */
function transitionStake(ctx: Context, transition: Transition): bigint {
  const { from, to, limit } = transition;
  // A fee paid in alpha may just have taken a part of the stake.
  const available = getStakeForHotkeyAndColdkeyOnSubnet(ctx, from.hotkey, from.coldkey, from.netuid);
  const amount = minBig(transition.amount, available);
  const crosses = from.netuid !== to.netuid;
  const most = crosses && limit ? getMaxAmountMove(ctx, from.netuid, to.netuid, limit.price) : amount;
  validateStakeTransition(ctx, { ...transition, amount }, most);
  const moved = minBig(amount, most);
  return crosses ? moveBetweenSubnets(ctx, from, to, moved) : transferStakeWithinSubnet(ctx, from, to, moved);
}

function moveBetweenSubnets(ctx: Context, from: StakePosition, to: StakePosition, alpha: bigint): bigint {
  const fromRoot = from.netuid === ROOT_NETUID;
  const tao = unstakeFromSubnet(ctx, from, from.coldkey, alpha, MIN_PRICE, fromRoot);
  if (from.coldkey !== to.coldkey) transferTao(ctx, from.coldkey, to.coldkey, tao);
  if (tao < ctx.config.initialMinStake) return tao;
  if (getOwningColdkeyForHotkey(ctx, to.hotkey) !== to.coldkey) maybeBecomeDelegate(ctx, to.hotkey);
  stakeIntoSubnet(ctx, to, tao, MAX_PRICE, !fromRoot);
  return tao;
}

/**
 * Moves stake without a trade (`stake_utils.rs` transfer_stake_within_subnet). Locks that would follow it do not exist on this
 * chain.
 *
 * @throws AmountTooLow
 */
function transferStakeWithinSubnet(ctx: Context, from: StakePosition, to: StakePosition, alpha: bigint): bigint {
  const { netuid } = from;
  const isRoot = netuid === ROOT_NETUID;
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, from.hotkey, from.coldkey, netuid, alpha);
  if (isRoot) removeStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, from.hotkey, from.coldkey, alpha);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, to.hotkey, to.coldkey, netuid, alpha);
  if (isRoot) addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, to.hotkey, to.coldkey, alpha);
  const worth = U64F64.saturatingMul(currentAlphaPrice(ctx, netuid), U64F64.fromNum(alpha));
  const tao = U64F64.toUnsigned(worth, 64);
  ensure(tao >= ctx.config.initialMinStake, Err.AmountTooLow);
  S.LastColdkeyHotkeyStakeBlock.set(ctx, to.coldkey, to.hotkey, BigInt(ctx.block.number));
  ctx.depositEvent(E.StakeRemoved(from.coldkey, from.hotkey, tao, alpha, netuid, 0n));
  ctx.depositEvent(E.StakeAdded(to.coldkey, to.hotkey, tao, alpha, netuid, 0n));
  return tao;
}

/**
 * Checks of a transition in the chain's order (`stake_utils.rs` validate_stake_transition).
 *
 * @param most alpha rao that the price limit admits
 * @throws SameNetuid, SubnetNotExists, SubtokenDisabled, HotKeyAccountNotExists, NotEnoughStakeToWithdraw,
 *   InsufficientLiquidity, AmountTooLow, SlippageTooHigh, TransferDisallowed, StakeUnavailable
 */
function validateStakeTransition(ctx: Context, transition: Transition, most: bigint): void {
  const { from, to, amount, limit, isTransfer } = transition;
  const crosses = from.netuid !== to.netuid;
  const samePair = from.coldkey === to.coldkey && from.hotkey === to.hotkey;
  ensure(crosses || !samePair, Err.SameNetuid);
  for (const { netuid } of [from, to]) ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  for (const { netuid } of [from, to]) ensure(S.SubtokenEnabled.get(ctx, netuid), Err.SubtokenDisabled);
  for (const { hotkey } of [from, to]) ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, from.hotkey, from.coldkey, from.netuid);
  ensure(amount <= stake, Err.NotEnoughStakeToWithdraw);
  if (crosses) {
    const simulated = trySimSwap(ctx, from.netuid, "sell", amount);
    if (simulated === undefined) throw Err.InsufficientLiquidity();
    ensure(simulated.amountPaidOut > ctx.config.initialMinStake, Err.AmountTooLow);
    ensure(!limit || limit.allowPartial || amount <= most, Err.SlippageTooHigh);
  }
  if (isTransfer)
    for (const { netuid } of [from, to]) ensure(S.TransferToggle.get(ctx, netuid), Err.TransferDisallowed);
  if (crosses) ensureAvailableToUnstake(ctx, from.coldkey, from.netuid, amount);
}

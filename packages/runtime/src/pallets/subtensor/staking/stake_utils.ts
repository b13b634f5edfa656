/**
 * The stake ledger and its trades with the pool (`pallets/subtensor/src/staking/stake_utils.rs`). TAO in rao, alpha in
 * alpha rao.
 */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { satAddU64, satAddU128, satSubU64 } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { blockAuthor } from "../../aura/author.ts";
import { MIN_PRICE, type SwapResult, swap } from "../../swap/impls.ts";
import { burnSubnetAlpha } from "../coinbase/alpha.ts";
import { recordTaoInflow, recordTaoOutflow } from "../coinbase/flow.ts";
import { burnTao, transferTaoFromSubnet, transferTaoToSubnet } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { canAddForOne, shareValue, updateForAll, updateForOne } from "./alpha_share_pool.ts";
import {
  addStakeAdjustRootClaimedForHotkeyAndColdkey,
  coldkeyHasRootStake,
  maybeAddColdkeyIndex,
  maybeRemoveColdkeyIndex,
  removeStakeAdjustRootClaimedForHotkeyAndColdkey,
} from "./root_claimed.ts";

export * from "./prices.ts";
export * from "./stake_weights.ts";

/** Alpha staked on a hotkey by one coldkey. */
export function getStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint {
  return shareValue(ctx, hotkey, coldkey, netuid);
}

/** Alpha staked on a hotkey by everybody. */
export function getStakeForHotkeyOnSubnet(ctx: Context, hotkey: AccountId, netuid: number): bigint {
  return S.TotalHotkeyAlpha.get(ctx, hotkey, netuid);
}

/** Adds alpha to all stakers of a hotkey in proportion, as dividends do. */
export function increaseStakeForHotkeyOnSubnet(ctx: Context, hotkey: AccountId, netuid: number, amount: bigint): void {
  updateForAll(ctx, hotkey, netuid, amount);
}

/** Adds alpha to the stake of one coldkey and lists the hotkey among its staking hotkeys. */
export function increaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  if (amount !== 0n) addStakingHotkey(ctx, coldkey, hotkey);
  updateForOne(ctx, hotkey, coldkey, netuid, amount);
}

/** Takes alpha from the stake of one coldkey; does nothing when it has less. */
export function decreaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  if (!S.AlphaV2.contains(ctx, hotkey, coldkey, netuid)) return;
  if (shareValue(ctx, hotkey, coldkey, netuid) >= amount) updateForOne(ctx, hotkey, coldkey, netuid, -amount);
}

/** Whether the share pool is fine-grained enough to take `amount`. */
export function tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(
  ctx: Context,
  hotkey: AccountId,
  netuid: number,
  amount: bigint,
): boolean {
  return canAddForOne(ctx, hotkey, netuid, amount);
}

/** Lists a hotkey among those a coldkey stakes on, once. */
export function addStakingHotkey(ctx: Context, coldkey: AccountId, hotkey: AccountId): void {
  const hotkeys = S.StakingHotkeys.get(ctx, coldkey);
  if (!hotkeys.includes(hotkey)) S.StakingHotkeys.set(ctx, coldkey, [...hotkeys, hotkey]);
}

/** Exchange where there is no pool: one for one, without fee. */
function oneForOne(amount: bigint): SwapResult {
  return { amountPaidIn: amount, amountPaidOut: amount, feePaid: 0n, feeToBlockAuthor: 0n };
}

/**
 * Buys alpha with TAO and books the reserves. `TotalStake` and the volume grow by the whole input, fee included, as on the
 * chain.
 *
 * @param priceLimit rao for one alpha
 * @throws the errors of `swap`
 */
export function swapTaoForAlpha(
  ctx: Context,
  netuid: number,
  tao: bigint,
  priceLimit: bigint,
  dropFees: boolean,
): SwapResult {
  const result =
    S.SubnetMechanism.get(ctx, netuid) === 1
      ? swap(ctx, netuid, "buy", tao, priceLimit, dropFees, false)
      : oneForOne(tao);
  const { amountPaidIn, amountPaidOut } = result;
  if (amountPaidOut !== 0n) S.SubnetAlphaIn.mutate(ctx, netuid, (total) => satSubU64(total, amountPaidOut));
  S.SubnetAlphaOut.mutate(ctx, netuid, (total) => satAddU64(total, amountPaidOut));
  S.SubnetTAO.mutate(ctx, netuid, (total) => satAddU64(total, amountPaidIn));
  S.TotalStake.mutate(ctx, (total) => satAddU64(total, tao));
  S.SubnetVolume.mutate(ctx, netuid, (total) => satAddU128(total, tao));
  return result;
}

/** Sells alpha for TAO and books the reserves. @throws the errors of `swap` */
export function swapAlphaForTao(
  ctx: Context,
  netuid: number,
  alpha: bigint,
  priceLimit: bigint,
  dropFees: boolean,
): SwapResult {
  const result =
    S.SubnetMechanism.get(ctx, netuid) === 1
      ? swap(ctx, netuid, "sell", alpha, priceLimit, dropFees, false)
      : oneForOne(alpha);
  const { amountPaidIn, amountPaidOut } = result;
  S.SubnetAlphaIn.mutate(ctx, netuid, (total) => satAddU64(total, amountPaidIn));
  S.SubnetAlphaOut.mutate(ctx, netuid, (total) => satSubU64(total, amountPaidIn));
  if (amountPaidOut !== 0n) S.SubnetTAO.mutate(ctx, netuid, (total) => satSubU64(total, amountPaidOut));
  S.TotalStake.mutate(ctx, (total) => satSubU64(total, amountPaidOut));
  S.SubnetVolume.mutate(ctx, netuid, (total) => satAddU128(total, amountPaidOut));
  return result;
}

/** Who stakes with whom, and where. */
export interface StakePosition {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: number;
}

/**
 * Turns TAO of a coldkey into alpha staked on a hotkey. The fee goes to the block author, or is burned without one.
 * Returns the alpha staked.
 *
 * @param tao rao, reduced to what keeps the coldkey alive
 * @param priceLimit rao for one alpha
 * @throws InsufficientBalance, AmountTooLow, InsufficientLiquidity, and the errors of `swap`
 */
export function stakeIntoSubnet(
  ctx: Context,
  { hotkey, coldkey, netuid }: StakePosition,
  tao: bigint,
  priceLimit: bigint,
  dropFees: boolean,
): bigint {
  const taoStaked = transferTaoToSubnet(ctx, netuid, coldkey, tao);
  const result = swapTaoForAlpha(ctx, netuid, taoStaked, priceLimit, dropFees);
  const alpha = result.amountPaidOut;
  ensure(alpha !== 0n, Err.AmountTooLow);
  ensure(tryIncreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, netuid, alpha), Err.InsufficientLiquidity);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, alpha);
  payTaoFee(ctx, netuid, result.feeToBlockAuthor);
  recordTaoInflow(ctx, netuid, result.amountPaidIn);
  S.LastColdkeyHotkeyStakeBlock.set(ctx, coldkey, hotkey, BigInt(ctx.block.number));
  if (netuid === ROOT_NETUID) {
    addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, alpha);
    maybeAddColdkeyIndex(ctx, coldkey);
  }
  ctx.depositEvent(E.StakeAdded(coldkey, hotkey, taoStaked, alpha, netuid, result.feePaid));
  return alpha;
}

function payTaoFee(ctx: Context, netuid: number, fee: bigint): void {
  const author = blockAuthor(ctx);
  if (author !== undefined) {
    transferTaoFromSubnet(ctx, netuid, author, fee);
    return;
  }
  const account = getSubnetAccountId(ctx, netuid);
  if (account !== undefined) attempt(() => burnTao(ctx, account, fee));
}

/**
 * Turns staked alpha into TAO of `beneficiary`. Alpha that the price limit leaves over stays staked; the fee is sold for the
 * block author, or burned without one. Returns the TAO paid out.
 *
 * @param priceLimit rao for one alpha
 * @throws the errors of `swap` and of transfers
 */
export function unstakeFromSubnet(
  ctx: Context,
  { hotkey, coldkey, netuid }: StakePosition,
  beneficiary: AccountId,
  alpha: bigint,
  priceLimit: bigint,
  dropFees: boolean,
): bigint {
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, alpha);
  const result = swapAlphaForTao(ctx, netuid, alpha, priceLimit, dropFees);
  const refund = satSubU64(alpha, satAddU64(result.amountPaidIn, result.feePaid));
  if (refund !== 0n) increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, refund);
  transferTaoFromSubnet(ctx, netuid, beneficiary, result.amountPaidOut);
  const feeOutflow = payAlphaFee(ctx, netuid, result.feeToBlockAuthor);
  if (netuid === ROOT_NETUID) {
    removeStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, alpha);
    if (!coldkeyHasRootStake(ctx, coldkey)) maybeRemoveColdkeyIndex(ctx, coldkey);
  }
  recordTaoOutflow(ctx, netuid, satAddU64(result.amountPaidOut, feeOutflow));
  S.LastColdkeyHotkeyStakeBlock.set(ctx, coldkey, hotkey, BigInt(ctx.block.number));
  ctx.depositEvent(E.StakeRemoved(coldkey, hotkey, result.amountPaidOut, result.amountPaidIn, netuid, result.feePaid));
  return result.amountPaidOut;
}

/** Sells the alpha fee without a fee for the block author. Returns the TAO that left the pool for it. */
function payAlphaFee(ctx: Context, netuid: number, fee: bigint): bigint {
  const author = blockAuthor(ctx);
  if (author === undefined) {
    burnSubnetAlpha(ctx, netuid, fee);
    return 0n;
  }
  const { amountPaidOut } = swapAlphaForTao(ctx, netuid, fee, MIN_PRICE, true);
  transferTaoFromSubnet(ctx, netuid, author, amountPaidOut);
  return amountPaidOut;
}

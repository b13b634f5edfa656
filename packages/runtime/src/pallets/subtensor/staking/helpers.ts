/** Hotkeys, coldkeys and their stake (`pallets/subtensor/src/staking/helpers.rs`). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { U64F64, U96F32 } from "@myelin/primitives/fixed";
import { satMulU64, U16_MAX } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { currentAlphaPrice, MIN_PRICE } from "../../swap/impls.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids, isSubnetAccountId } from "../subnets/subnet.ts";
import { alphaIter } from "./alpha_share_pool.ts";
import {
  addStakingHotkey,
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  unstakeFromSubnet,
} from "./stake_utils.ts";

/** Whether the hotkey ever chose, or was given, a take. */
export function hotkeyIsDelegate(ctx: Context, hotkey: AccountId): boolean {
  return S.Delegates.contains(ctx, hotkey);
}

/** Makes the hotkey a delegate with a take in parts of 65535. */
export function delegateHotkey(ctx: Context, hotkey: AccountId, take: number): void {
  S.Delegates.set(ctx, hotkey, take);
}

/** Makes a hotkey a delegate with its present take, unless it is one. */
export function maybeBecomeDelegate(ctx: Context, hotkey: AccountId): void {
  if (!hotkeyIsDelegate(ctx, hotkey)) delegateHotkey(ctx, hotkey, getHotkeyTake(ctx, hotkey));
}

/** Take of a hotkey in parts of 65535. */
export function getHotkeyTake(ctx: Context, hotkey: AccountId): number {
  return S.Delegates.get(ctx, hotkey);
}

/** Take of a hotkey as a fraction, U96F32 bits. */
export function getHotkeyTakeFloat(ctx: Context, hotkey: AccountId): bigint {
  return U96F32.safeDiv(U96F32.fromNum(BigInt(getHotkeyTake(ctx, hotkey))), U96F32.fromNum(BigInt(U16_MAX)));
}

/** Coldkey that owns a hotkey; the zero account for an unknown one. */
export function getOwningColdkeyForHotkey(ctx: Context, hotkey: AccountId): AccountId {
  return S.Owner.get(ctx, hotkey);
}

/** Whether a hotkey is known, by registration or association. */
export function hotkeyAccountExists(ctx: Context, hotkey: AccountId): boolean {
  return S.Owner.contains(ctx, hotkey);
}

export function coldkeyOwnsHotkey(ctx: Context, coldkey: AccountId, hotkey: AccountId): boolean {
  return hotkeyAccountExists(ctx, hotkey) && S.Owner.get(ctx, hotkey) === coldkey;
}

/** Gives an unknown hotkey to a coldkey; leaves a known one as it is. @throws CannotUseSystemAccount */
export function createAccountIfNonExistent(ctx: Context, coldkey: AccountId, hotkey: AccountId): void {
  ensure(isSubnetAccountId(hotkey) === undefined, Err.CannotUseSystemAccount);
  if (hotkeyAccountExists(ctx, hotkey)) return;
  S.Owner.set(ctx, hotkey, coldkey);
  const owned = S.OwnedHotkeys.get(ctx, coldkey);
  if (!owned.includes(hotkey)) S.OwnedHotkeys.set(ctx, coldkey, [...owned, hotkey]);
  addStakingHotkey(ctx, coldkey, hotkey);
}

/** Worth of all stake on a hotkey at current prices, rao. */
export function getTotalStakeForHotkey(ctx: Context, hotkey: AccountId): bigint {
  let total = 0n;
  for (const netuid of getAllSubnetNetuids(ctx)) {
    const alpha = U64F64.fromNum(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid));
    total = U64F64.wrappingAdd(total, U64F64.saturatingMul(alpha, currentAlphaPrice(ctx, netuid)));
  }
  return U64F64.toNum(total);
}

/** Smallest nomination, rao: the least stake times `NominatorMinRequiredStake` millionths (`utils/misc.rs`). */
export function getNominatorMinRequiredStake(ctx: Context): bigint {
  return satMulU64(ctx.config.initialMinStake, S.NominatorMinRequiredStake.get(ctx)) / 1_000_000n;
}

/** Unstakes a nomination (stake on somebody else's hotkey) that is worth less than the minimum, whatever it brings. */
export function clearSmallNominationIfRequired(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): void {
  if (coldkeyOwnsHotkey(ctx, coldkey, hotkey)) return;
  const stake = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  const minimum = U64F64.fromNum(getNominatorMinRequiredStake(ctx));
  if (stake === 0n || stake >= U64F64.toNum(U64F64.safeDiv(minimum, currentAlphaPrice(ctx, netuid)))) return;
  const position = { hotkey, coldkey, netuid };
  const tao = attempt(() => unstakeFromSubnet(ctx, position, coldkey, stake, MIN_PRICE, false));
  if (tao !== undefined) return;
  const left = getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid);
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, left);
}

/** Clears all small nominations. Cost proportional to the number of stake positions. */
export function clearSmallNominations(ctx: Context): void {
  for (const [hotkey, coldkey, netuid] of alphaIter(ctx)) clearSmallNominationIfRequired(ctx, hotkey, coldkey, netuid);
}

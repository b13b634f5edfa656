/**
 * Stake of a hotkey on a subnet, shared by its coldkeys (`primitives/share-pool`, `pallets/subtensor/src/staking/stake_utils.rs`
 * HotkeyAlphaSharePoolDataOperations). All amounts are alpha rao.
 *
 * The chain reads the legacy maps `Alpha` and `TotalHotkeyShares` first and migrates them on write; they are empty on a
 * network that starts at this version, so only `AlphaV2` and `TotalHotkeySharesV2` are used.
 */
import type { AccountId, Context } from "@myelin/frame";
import * as pool from "@myelin/primitives/fixed";
import { SafeFloat, type SharePool } from "@myelin/primitives/fixed";
import { S } from "../storage.ts";

function readPool(ctx: Context, hotkey: AccountId, netuid: number): SharePool {
  return {
    value: S.TotalHotkeyAlpha.get(ctx, hotkey, netuid),
    denominator: S.TotalHotkeySharesV2.get(ctx, hotkey, netuid),
  };
}

function setValue(ctx: Context, hotkey: AccountId, netuid: number, value: bigint): void {
  if (value === 0n) S.TotalHotkeyAlpha.remove(ctx, hotkey, netuid);
  else S.TotalHotkeyAlpha.set(ctx, hotkey, netuid, value);
}

function setDenominator(ctx: Context, hotkey: AccountId, netuid: number, denominator: SafeFloat): void {
  if (SafeFloat.isZero(denominator)) S.TotalHotkeySharesV2.remove(ctx, hotkey, netuid);
  else S.TotalHotkeySharesV2.set(ctx, hotkey, netuid, denominator);
}

function setShare(ctx: Context, hotkey: AccountId, coldkey: AccountId, netuid: number, share: SafeFloat): void {
  if (SafeFloat.isZero(share)) S.AlphaV2.remove(ctx, hotkey, coldkey, netuid);
  else S.AlphaV2.set(ctx, hotkey, coldkey, netuid, share);
}

/** Stake of one coldkey. */
export function shareValue(ctx: Context, hotkey: AccountId, coldkey: AccountId, netuid: number): bigint {
  return valueOfShare(ctx, hotkey, netuid, S.AlphaV2.get(ctx, hotkey, coldkey, netuid));
}

/** Stake behind a share. */
export function valueOfShare(ctx: Context, hotkey: AccountId, netuid: number, share: SafeFloat): bigint {
  return SafeFloat.isZero(share) ? 0n : pool.valueOfShare(readPool(ctx, hotkey, netuid), share);
}

/** Whether adding `amount` would give its owner any share. */
export function canAddForOne(ctx: Context, hotkey: AccountId, netuid: number, amount: bigint): boolean {
  return pool.canUpdateValueForOne(readPool(ctx, hotkey, netuid), amount);
}

/** Adds a signed amount to the stake of all coldkeys in proportion. */
export function updateForAll(ctx: Context, hotkey: AccountId, netuid: number, amount: bigint): void {
  setValue(ctx, hotkey, netuid, pool.updateValueForAll(readPool(ctx, hotkey, netuid), amount).value);
}

/** Adds a signed amount to the stake of one coldkey. */
export function updateForOne(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  const share = S.AlphaV2.get(ctx, hotkey, coldkey, netuid);
  const updated = pool.updateValueForOne(readPool(ctx, hotkey, netuid), share, amount);
  setDenominator(ctx, hotkey, netuid, updated.denominator);
  setShare(ctx, hotkey, coldkey, netuid, updated.share);
  setValue(ctx, hotkey, netuid, updated.value);
}

/** Every share, ordered by hotkey, coldkey, netuid. */
export function alphaIter(ctx: Context): [hotkey: AccountId, coldkey: AccountId, netuid: number, share: SafeFloat][] {
  return [...S.AlphaV2.entries(ctx)].sort((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]) || a[2] - b[2]);
}

/** Shares of one coldkey in one hotkey, ordered by netuid. */
export function alphaIterPrefix(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
): [netuid: number, share: SafeFloat][] {
  return [...S.AlphaV2.entries(ctx, hotkey, coldkey)]
    .filter(([, share]) => !SafeFloat.isZero(share))
    .sort((a, b) => a[0] - b[0]);
}

/** Shares in one hotkey, ordered by coldkey, netuid. */
export function alphaIterSinglePrefix(
  ctx: Context,
  hotkey: AccountId,
): [coldkey: AccountId, netuid: number, share: SafeFloat][] {
  return [...S.AlphaV2.entries(ctx, hotkey)].sort((a, b) => compareText(a[0], b[0]) || a[1] - b[1]);
}

/** Order of lower-case hex strings, which is the order of the bytes. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

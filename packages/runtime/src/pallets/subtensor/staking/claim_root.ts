/**
 * Dividends of root stake: accrued as a rate for each hotkey and subnet, paid when claimed
 * (`pallets/subtensor/src/staking/claim_root.rs`). Rates and owed amounts are I96F32 bits, in alpha rao.
 */
import type { AccountId, Context, Hash, ValueOf } from "@myelin/frame";
import { I96F32 } from "@myelin/primitives/fixed";
import { fromHex } from "@myelin/primitives/hex";
import { satAddU64, satAddU128 } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { MIN_PRICE } from "../../swap/impls.ts";
import { recordProtocolOutflow } from "../coinbase/flow.ts";
import { transferTaoFromSubnet } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { ROOT_NETUID, type RootClaimTypeEnum } from "../types.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey } from "./root_claimed.ts";
import {
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  swapAlphaForTao,
} from "./stake_utils.ts";

export * from "./root_claimed.ts";

type RootClaimType = ValueOf<typeof RootClaimTypeEnum>;

/**
 * Raises what each rao of root stake on a hotkey may claim from a subnet by `amount` / root stake. Where the amount exceeds
 * the stake, the hotkey's owner gets it as alpha stake instead.
 */
export function increaseRootClaimableForHotkeyAndSubnet(
  ctx: Context,
  hotkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  const rootStake = getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID);
  if (amount > rootStake) {
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, S.Owner.get(ctx, hotkey), netuid, amount);
    return;
  }
  const increment = I96F32.checkedDiv(I96F32.fromNum(amount), I96F32.fromNum(rootStake)) ?? 0n;
  S.RootClaimable.mutate(ctx, hotkey, (claimable) => addRate(claimable, netuid, increment));
}

/** The chain's BTreeMap stays ordered by netuid. */
function addRate(claimable: readonly [number, bigint][], netuid: number, increment: bigint): [number, bigint][] {
  const rates = new Map(claimable);
  rates.set(netuid, I96F32.saturatingAdd(rates.get(netuid) ?? 0n, increment));
  return [...rates].sort((a, b) => a[0] - b[0]);
}

/** What a position may claim from a subnet beyond what it has claimed; I96F32 bits, negative after rounding at times. */
export function getRootOwedForHotkeyColdkeyFloat(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint {
  const rate = S.RootClaimable.get(ctx, hotkey).find(([of]) => of === netuid)?.[1] ?? 0n;
  const rootStake = I96F32.fromNum(getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, ROOT_NETUID));
  const claimed = I96F32.fromNum(S.RootClaimed.get(ctx, netuid, hotkey, coldkey));
  return I96F32.saturatingSub(I96F32.saturatingMul(rate, rootStake), claimed);
}

/** The same in whole alpha rao, zero where negative. */
export function getRootOwedForHotkeyColdkey(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint {
  return I96F32.toUnsigned(getRootOwedForHotkeyColdkeyFloat(ctx, hotkey, coldkey, netuid), 64);
}

/** Pays what a position is owed by a subnet, unless it is under the threshold: as root stake, or as alpha if the coldkey keeps alpha. */
export function rootClaimOnSubnet(
  ctx: Context,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  claimType: RootClaimType,
): void {
  const owed = getRootOwedForHotkeyColdkeyFloat(ctx, hotkey, coldkey, netuid);
  if (owed < S.RootClaimableThreshold.get(ctx, netuid)) return;
  const alpha = I96F32.toUnsigned(owed, 64);
  if (alpha === 0n) return;
  if (isSold(claimType, netuid)) ctx.transactional(() => sellForRootStake(ctx, hotkey, coldkey, netuid, alpha));
  else increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, alpha);
  S.RootClaimed.mutate(ctx, netuid, hotkey, coldkey, (claimed) => satAddU128(claimed, alpha));
}

function isSold(claimType: RootClaimType, netuid: number): boolean {
  if (claimType.type === "KeepSubnets") return !claimType.value.subnets.includes(netuid);
  return claimType.type === "Swap";
}

/** Sells alpha without a fee and stakes the TAO on root. */
function sellForRootStake(ctx: Context, hotkey: AccountId, coldkey: AccountId, netuid: number, alpha: bigint): void {
  const tao = swapAlphaForTao(ctx, netuid, alpha, MIN_PRICE, true).amountPaidOut;
  const rootAccount = getSubnetAccountId(ctx, ROOT_NETUID);
  if (rootAccount === undefined) throw Err.RootNetworkDoesNotExist();
  transferTaoFromSubnet(ctx, netuid, rootAccount, tao);
  S.SubnetRootSellTao.mutate(ctx, netuid, (total) => satAddU64(total, tao));
  recordProtocolOutflow(ctx, netuid, tao);
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, ROOT_NETUID, tao);
  S.SubnetTAO.mutate(ctx, ROOT_NETUID, (total) => satAddU64(total, tao));
  S.SubnetAlphaOut.mutate(ctx, ROOT_NETUID, (total) => satAddU64(total, tao));
  S.TotalStake.mutate(ctx, (total) => satAddU64(total, tao));
  addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hotkey, coldkey, tao);
}

/** Claims for one position from all subnets, or from the given ones. */
export function rootClaimAll(ctx: Context, hotkey: AccountId, coldkey: AccountId, subnets?: ReadonlySet<number>): void {
  const claimType = S.RootClaimType.get(ctx, coldkey);
  for (const [netuid] of S.RootClaimable.get(ctx, hotkey)) {
    if (subnets === undefined || subnets.has(netuid)) rootClaimOnSubnet(ctx, hotkey, coldkey, netuid, claimType);
  }
}

/** Claims for a coldkey on all hotkeys it stakes on, wholly or not at all. */
export function doRootClaim(ctx: Context, coldkey: AccountId, subnets?: ReadonlySet<number>): void {
  ctx.transactional(() => {
    for (const hotkey of S.StakingHotkeys.get(ctx, coldkey)) rootClaimAll(ctx, hotkey, coldkey, subnets);
    ctx.depositEvent(E.RootClaimed({ coldkey }));
  });
}

/**
 * Indices below `n` that a block's automatic claims visit, ascending: at most `k`, drawn from the 32 bytes of a block hash
 * read as four big-endian u64.
 */
export function blockHashToIndices(blockHash: Hash, k: bigint, n: bigint): bigint[] {
  const bytes = fromHex(blockHash);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const indices = new Set<bigint>();
  let last = words.getBigUint64(0);
  for (let i = 0n; i < k; i++) {
    const step = words.getBigUint64(Number((i * 8n) % 32n));
    last = n === 0n ? 0n : satAddU64(last, step) % n;
    indices.add(last);
  }
  return [...indices].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Automatic claims of a block, drawn from the hash of the last block. A claim that fails leaves no trace. */
export function runAutoClaimRootDivs(ctx: Context, lastBlockHash: Hash): void {
  const indices = blockHashToIndices(lastBlockHash, S.NumRootClaim.get(ctx), S.NumStakingColdkeys.get(ctx));
  for (const index of indices) {
    const coldkey = S.StakingColdkeysByIndex.get(ctx, index);
    if (coldkey !== undefined) attempt(() => doRootClaim(ctx, coldkey));
  }
}

/** Forgets all dividends of a subnet that is being dissolved. */
export function finalizeAllSubnetRootDividends(ctx: Context, netuid: number): void {
  for (const hotkey of [...S.RootClaimable.keys(ctx)]) {
    S.RootClaimable.mutate(ctx, hotkey, (claimable) => claimable.filter(([of]) => of !== netuid));
  }
  S.RootClaimed.clearPrefix(ctx, netuid);
}

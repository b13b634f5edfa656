/**
 * Pay-out of a subnet that is being dissolved (`pallets/subtensor/src/staking/remove_stake.rs`
 * destroy_alpha_in_out_stakes). TAO in rao, alpha in alpha rao.
 */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { SafeFloat, U64F64, U96F32 } from "@myelin/primitives/fixed";
import { minBig, satAddU64, satSubU64, U16_MAX } from "../../../arithmetic.ts";
import { attempt, succeeds } from "../../../attempt.ts";
import { currentAlphaPrice } from "../../swap/impls.ts";
import {
  getColdkeyBalance,
  getKeepAliveBalance,
  recycleTao,
  transferTao,
  transferTaoFromSubnet,
} from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId, ifSubnetExist } from "../subnets/subnet.ts";
import { alphaIterSinglePrefix, valueOfShare } from "./alpha_share_pool.ts";
import { getAlphaIssuance } from "./prices.ts";

interface Staker {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly alpha: bigint;
}

/**
 * Pays the pool's TAO to all stakers in proportion to their alpha, destroys the alpha, refunds the owner's lock to subnets of
 * the old kind and recycles what is left on the subnet's account. A payment that fails is passed over.
 *
 * @throws SubnetNotExists
 */
export function destroyAlphaInOutStakes(ctx: Context, netuid: number): void {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  const refund = ownerRefund(ctx, netuid);
  const hotkeys = [...S.TotalHotkeyAlpha.keys(ctx)].filter(([, of]) => of === netuid).map(([hotkey]) => hotkey);
  const stakers = hotkeys.flatMap((hotkey) => stakersOf(ctx, hotkey, netuid));
  const protocolShare = payStakers(ctx, netuid, stakers);
  destroyAlpha(ctx, netuid, hotkeys, stakers);
  S.SubnetLocked.set(ctx, netuid, 0n);
  refundOwner(ctx, netuid, refund, protocolShare);
  recycleRest(ctx, netuid);
}

/** All share holders of a hotkey; in a pool that was never valued, a share counts as its own value. */
function stakersOf(ctx: Context, hotkey: AccountId, netuid: number): Staker[] {
  return alphaIterSinglePrefix(ctx, hotkey)
    .filter(([, of]) => of === netuid)
    .map(([coldkey, , share]) => {
      const value = valueOfShare(ctx, hotkey, netuid, share);
      return { hotkey, coldkey, alpha: value === 0n ? SafeFloat.toU64(share) : value };
    });
}

/** Lock cost less what the owner has earned, for subnets registered before `NetworkRegistrationStartBlock`; else nothing. */
function ownerRefund(ctx: Context, netuid: number): bigint {
  if (S.NetworkRegisteredAt.get(ctx, netuid) >= S.NetworkRegistrationStartBlock.get(ctx)) return 0n;
  const cut = U96F32.safeDiv(U96F32.fromNum(BigInt(S.SubnetOwnerCut.get(ctx))), U96F32.fromNum(BigInt(U16_MAX)));
  const ownerAlpha = U96F32.floor(U96F32.saturatingMul(U96F32.fromNum(getAlphaIssuance(ctx, netuid)), cut));
  const price = U96F32.from(currentAlphaPrice(ctx, netuid), U64F64);
  const earned = U96F32.toUnsigned(U96F32.saturatingMul(ownerAlpha, price), 64);
  return satSubU64(S.SubnetLocked.get(ctx, netuid), earned);
}

/** Alpha of the protocol that takes part in the pay-out without being paid. */
function protocolAlpha(ctx: Context, netuid: number): bigint {
  const owned = S.SubnetProtocolAlpha.get(ctx, netuid);
  const countsReserve = S.NetworkRegisteredAt.get(ctx, netuid) > S.TaoInRefundDeploymentBlock.get(ctx);
  return countsReserve ? satAddU64(S.SubnetAlphaIn.get(ctx, netuid), owned) : owned;
}

/** Empties the pool into the coldkeys of the stakers. Returns the protocol's share, which stays on the subnet's account. */
function payStakers(ctx: Context, netuid: number, stakers: readonly Staker[]): bigint {
  const pot = S.SubnetTAO.get(ctx, netuid);
  if (pot === 0n) return 0n;
  S.SubnetTAO.remove(ctx, netuid);
  S.TotalStake.mutate(ctx, (total) => satSubU64(total, pot));
  const paid = stakers.filter(({ alpha }) => alpha > 0n);
  const protocol = protocolAlpha(ctx, netuid);
  const weights = paid.map(({ alpha }) => alpha);
  const shares = splitByLargestRemainder(pot, protocol > 0n ? [...weights, protocol] : weights);
  paid.forEach(({ coldkey }, i) => {
    const share = shares[i]!;
    if (share > 0n) attempt(() => transferTaoFromSubnet(ctx, netuid, coldkey, share));
  });
  return shares[paid.length] ?? 0n;
}

/**
 * Splits `pot` in proportion to the weights: floors first, then one rao each to the largest remainders, earlier ones first
 * among equals.
 *
 * @example splitByLargestRemainder(10n, [1n, 1n, 1n]) // [4n, 3n, 3n]
 */
export function splitByLargestRemainder(pot: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (pot * weight) / total);
  const remainders = weights.map((weight) => (pot * weight) % total);
  const leftover = Number(shares.reduce((rest, share) => rest - share, pot));
  const order = weights.map((_, i) => i);
  order.sort((a, b) => (remainders[a]! < remainders[b]! ? 1 : remainders[a]! > remainders[b]! ? -1 : 0));
  for (const i of order.slice(0, leftover)) shares[i]! += 1n;
  return shares;
}

function destroyAlpha(ctx: Context, netuid: number, hotkeys: readonly AccountId[], stakers: readonly Staker[]): void {
  for (const { hotkey, coldkey } of stakers) S.AlphaV2.remove(ctx, hotkey, coldkey, netuid);
  for (const hotkey of hotkeys) {
    S.TotalHotkeyAlpha.remove(ctx, hotkey, netuid);
    S.TotalHotkeySharesV2.remove(ctx, hotkey, netuid);
  }
  S.SubnetAlphaIn.remove(ctx, netuid);
  S.SubnetAlphaOut.remove(ctx, netuid);
  S.SubnetProtocolAlpha.remove(ctx, netuid);
}

function refundOwner(ctx: Context, netuid: number, refund: bigint, protocolShare: bigint): void {
  const account = getSubnetAccountId(ctx, netuid);
  if (refund === 0n || account === undefined) return;
  const available = satSubU64(getColdkeyBalance(ctx, account), protocolShare);
  attempt(() => transferTao(ctx, account, S.SubnetOwner.get(ctx, netuid), minBig(refund, available)));
}

function recycleRest(ctx: Context, netuid: number): void {
  const account = getSubnetAccountId(ctx, netuid);
  if (account === undefined) return;
  const rest = getKeepAliveBalance(ctx, account);
  if (succeeds(() => recycleTao(ctx, account, rest))) S.RAORecycledForRegistration.set(ctx, netuid, rest);
}

/** The emission of one block (`pallets/subtensor/src/coinbase/run_coinbase.rs`). */
import type { Context } from "@myelin/frame";
import { U64F64, U96F32 } from "@myelin/primitives/fixed";
import { satAddU64 } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { adjustProtocolLiquidity, currentAlphaPrice, MAX_PRICE } from "../../swap/impls.ts";
import { getAlphaIssuance, getMovingAlphaPrice, swapTaoForAlpha } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { getAllSubnetNetuids, getSubnetAccountId } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { mintAlphaIn, mintAlphaOut, recycleSubnetAlpha } from "./alpha.ts";
import { getBlockEmissionForIssuance } from "./block_emission.ts";
import { distributeEmissionsToSubnets } from "./distribution.ts";
import { drainPending } from "./drain_pending.ts";
import { recordProtocolInflow } from "./flow.ts";
import { rootProportion } from "./root_proportion.ts";
import { getSubnetBlockEmissions, getSubnetsToEmitTo } from "./subnet_emissions.ts";
import { recycleCredit, spendTao } from "./tao.ts";

/** What one subnet is due in one block; all U96F32 bits. */
export interface SubnetTerms {
  readonly netuid: number;
  /** Rao for the pool. */
  readonly taoIn: bigint;
  /** Alpha for the pool. */
  readonly alphaIn: bigint;
  /** Alpha for participants. */
  readonly alphaOut: bigint;
  /** Rao that buys alpha, because the pool may not grow by more alpha. */
  readonly excessTao: bigint;
}

/** Spends the block's TAO on subnets, splits their alpha, and pays those whose epoch is due. */
export function runCoinbase(ctx: Context, blockEmission: bigint): void {
  S.SubnetRootSellTao.clear(ctx);
  const subnets = getAllSubnetNetuids(ctx).filter((netuid) => netuid !== ROOT_NETUID);
  const emitting = getSubnetsToEmitTo(ctx, subnets);
  const emissions = getSubnetBlockEmissions(ctx, emitting, blockEmission);
  const rootSells = getNetworkRootSellFlag(ctx, emitting);
  const terms = emitting.map((netuid, i) => getSubnetTerms(ctx, netuid, emissions[i]!));
  injectAndMaybeSwap(ctx, terms, blockEmission);
  for (const { netuid, alphaOut } of terms) splitAlphaOut(ctx, netuid, alphaOut, rootSells);
  distributeEmissionsToSubnets(ctx, drainPending(ctx, subnets));
}

/** Root dividends are paid only while the moving prices of all subnets exceed one TAO together. */
export function getNetworkRootSellFlag(ctx: Context, subnets: readonly number[]): boolean {
  const total = subnets.reduce((sum, netuid) => U64F64.wrappingAdd(sum, getMovingAlphaPrice(ctx, netuid)), 0n);
  return total > U64F64.ONE;
}

/**
 * What a share of the block's TAO means for a subnet. The pool grows at its price, but by no more alpha than root's
 * proportion of the alpha emission; the TAO beyond that buys alpha.
 *
 * @param taoEmission rao as U96F32 bits
 */
export function getSubnetTerms(ctx: Context, netuid: number, taoEmission: bigint): SubnetTerms {
  const alphaOut = U96F32.fromNum(getBlockEmissionForIssuance(ctx, getAlphaIssuance(ctx, netuid)));
  const price = U96F32.from(currentAlphaPrice(ctx, netuid), U64F64);
  const cap = U96F32.saturatingMul(rootProportion(ctx, netuid), alphaOut);
  const atPrice = U96F32.safeDiv(taoEmission, price);
  const capped = atPrice > cap;
  const alphaIn = capped ? cap : atPrice;
  const taoIn = capped ? U96F32.saturatingMul(cap, price) : taoEmission;
  return { netuid, taoIn, alphaIn, alphaOut, excessTao: U96F32.saturatingSub(taoEmission, taoIn) };
}

/** Pays the pools out of the block's credit; what is left is taken back out of circulation. */
export function injectAndMaybeSwap(ctx: Context, terms: readonly SubnetTerms[], credit: bigint): void {
  const left = terms.reduce((remaining, subnet) => injectIntoSubnet(ctx, subnet, remaining), credit);
  recycleCredit(ctx, left);
}

/** The order matters: new weights, then the purchase on the old reserves, then the new reserves. */
function injectIntoSubnet(ctx: Context, terms: SubnetTerms, credit: bigint): bigint {
  const { netuid } = terms;
  if (getSubnetAccountId(ctx, netuid) === undefined) return credit;
  const [taoIn, alphaIn] = adjustProtocolLiquidity(ctx, netuid, toU64(terms.taoIn), toU64(terms.alphaIn));
  S.SubnetExcessTao.set(ctx, netuid, 0n);
  S.SubnetTaoInEmission.set(ctx, netuid, 0n);
  const afterPurchase = buyProtocolAlpha(ctx, netuid, toU64(terms.excessTao), credit);
  S.SubnetAlphaInEmission.set(ctx, netuid, alphaIn);
  mintAlphaIn(ctx, netuid, alphaIn);
  return injectTao(ctx, netuid, taoIn, afterPurchase);
}

/** Buys alpha without a fee for nobody: it stays outstanding until the subnet is dissolved. */
function buyProtocolAlpha(ctx: Context, netuid: number, tao: bigint, credit: bigint): bigint {
  const left = payToSubnet(ctx, netuid, tao, credit);
  if (left === undefined) return credit;
  const purchase = attempt(() => ctx.transactional(() => swapTaoForAlpha(ctx, netuid, tao, MAX_PRICE, true)));
  if (purchase !== undefined) {
    S.SubnetProtocolAlpha.mutate(ctx, netuid, (total) => satAddU64(total, purchase.amountPaidOut));
    S.SubnetExcessTao.set(ctx, netuid, purchase.amountPaidIn);
    recordProtocolInflow(ctx, netuid, purchase.amountPaidIn);
  }
  return left;
}

function injectTao(ctx: Context, netuid: number, tao: bigint, credit: bigint): bigint {
  const left = payToSubnet(ctx, netuid, tao, credit);
  if (left === undefined) return credit;
  S.SubnetTaoInEmission.set(ctx, netuid, tao);
  S.SubnetTAO.mutate(ctx, netuid, (total) => satAddU64(total, tao));
  S.TotalStake.mutate(ctx, (total) => satAddU64(total, tao));
  recordProtocolInflow(ctx, netuid, tao);
  return left;
}

/** Credit left after paying; undefined when nothing was paid. */
function payToSubnet(ctx: Context, netuid: number, tao: bigint, credit: bigint): bigint | undefined {
  return tao === 0n ? undefined : spendTao(ctx, getSubnetAccountId(ctx, netuid)!, credit, tao);
}

/**
 * Mints a subnet's alpha and divides it into what waits for the epoch: the owner's cut first, then half for miners and
 * half for validators, of which root receives its proportion. Rounding leaves up to a few rao unassigned.
 */
export function splitAlphaOut(ctx: Context, netuid: number, alphaOut: bigint, rootSells: boolean): void {
  const created = toU64(alphaOut);
  S.SubnetAlphaOutEmission.set(ctx, netuid, created);
  mintAlphaOut(ctx, netuid, created);

  const cutRate = S.OwnerCutEnabled.get(ctx, netuid) ? getFloatSubnetOwnerCut(ctx) : 0n;
  const ownerCut = U96F32.saturatingMul(alphaOut, cutRate);
  const rest = U96F32.saturatingSub(alphaOut, ownerCut);
  const root = half(U96F32.saturatingMul(rootProportion(ctx, netuid), rest));
  const server = half(rest);
  const validator = U96F32.saturatingSub(U96F32.saturatingSub(rest, server), root);

  S.PendingOwnerCut.mutate(ctx, netuid, (total) => satAddU64(total, toU64(ownerCut)));
  S.PendingServerEmission.mutate(ctx, netuid, (total) => satAddU64(total, toU64(server)));
  S.PendingValidatorEmission.mutate(ctx, netuid, (total) => satAddU64(total, toU64(validator)));
  if (rootSells) S.PendingRootAlphaDivs.mutate(ctx, netuid, (total) => satAddU64(total, toU64(root)));
  else recycleSubnetAlpha(ctx, netuid, toU64(root));
}

/** The owner's share of a subnet's alpha, U96F32 bits. */
export function getFloatSubnetOwnerCut(ctx: Context): bigint {
  return U96F32.safeDiv(U96F32.fromNum(BigInt(S.SubnetOwnerCut.get(ctx))), U96F32.fromNum(65_535n));
}

const half = (value: bigint): bigint => U96F32.saturatingMul(value, U96F32.ONE >> 1n);
const toU64 = (value: bigint): bigint => U96F32.toUnsigned(value, 64);

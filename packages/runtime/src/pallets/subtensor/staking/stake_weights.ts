/**
 * Stake as the epoch sees it: alpha and weighted root stake, less what goes to children, plus what comes from parents
 * (`pallets/subtensor/src/staking/stake_utils.rs`). Stakes are I64F64 bits, in rao.
 */
import type { AccountId, Context } from "@myelin/frame";
import { I64F64, U96F32 } from "@myelin/primitives/fixed";
import { U64_MAX } from "../../../arithmetic.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";

const FULL = U96F32.fromNum(U64_MAX);

/** Weight of root stake against alpha: `TaoWeight` / (2^64 - 1), U96F32 bits. */
export function getTaoWeight(ctx: Context): bigint {
  return U96F32.safeDiv(U96F32.fromNum(S.TaoWeight.get(ctx)), FULL);
}

/** Share of a parent's dividend that is recycled at a foreign child: `CKBurn` / (2^64 - 1), U96F32 bits. */
export function getCkBurn(ctx: Context): bigint {
  return U96F32.safeDiv(U96F32.fromNum(S.CKBurn.get(ctx)), FULL);
}

/** Part of `stake` (U96F32 bits) that a proportion in parts of 2^64 - 1 hands over. */
function handedOver(stake: bigint, proportion: bigint): bigint {
  return U96F32.saturatingMul(stake, U96F32.safeDiv(U96F32.fromNum(proportion), FULL));
}

/** Children and parents of a hotkey on a subnet, with proportions in parts of 2^64 - 1. */
interface Relatives {
  readonly children: readonly (readonly [proportion: bigint, child: AccountId])[];
  readonly parents: readonly (readonly [proportion: bigint, parent: AccountId])[];
}

function relativesOf(ctx: Context, hotkey: AccountId, netuid: number): Relatives {
  return { children: S.ChildKeys.get(ctx, hotkey, netuid), parents: S.ParentKeys.get(ctx, hotkey, netuid) };
}

/** Stake of a hotkey on `stakeNetuid`, moved along its parents and children; rao. */
function inherited(ctx: Context, hotkey: AccountId, { children, parents }: Relatives, stakeNetuid: number): bigint {
  const stake = S.TotalHotkeyAlpha.get(ctx, hotkey, stakeNetuid);
  if (children.length === 0 && parents.length === 0) return stake;
  const own = U96F32.fromNum(stake);
  let toChildren = 0n;
  for (const [proportion] of children) toChildren = U96F32.saturatingAdd(toChildren, handedOver(own, proportion));
  let fromParents = 0n;
  for (const [proportion, parent] of parents) {
    const parentStake = U96F32.fromNum(S.TotalHotkeyAlpha.get(ctx, parent, stakeNetuid));
    fromParents = U96F32.saturatingAdd(fromParents, handedOver(parentStake, proportion));
  }
  return U96F32.toUnsigned(U96F32.saturatingAdd(U96F32.saturatingSub(own, toChildren), fromParents), 64);
}

/** Root stake that counts for a hotkey on a subnet, rao. */
export function getTaoInheritedForHotkeyOnSubnet(ctx: Context, hotkey: AccountId, netuid: number): bigint {
  return inherited(ctx, hotkey, relativesOf(ctx, hotkey, netuid), ROOT_NETUID);
}

/** Alpha stake that counts for a hotkey on a subnet, alpha rao. */
export function getInheritedForHotkeyOnSubnet(ctx: Context, hotkey: AccountId, netuid: number): bigint {
  if (netuid === ROOT_NETUID) return S.TotalHotkeyAlpha.get(ctx, hotkey, ROOT_NETUID);
  return inherited(ctx, hotkey, relativesOf(ctx, hotkey, netuid), netuid);
}

/** Both stakes that count for a hotkey on a subnet other than root: alpha rao and rao. */
export function getInheritedStakes(ctx: Context, hotkey: AccountId, netuid: number): { alpha: bigint; tao: bigint } {
  const relatives = relativesOf(ctx, hotkey, netuid);
  return {
    alpha: inherited(ctx, hotkey, relatives, netuid),
    tao: inherited(ctx, hotkey, relatives, ROOT_NETUID),
  };
}

/** Stake weight of one hotkey: alpha + root * TaoWeight. */
export interface StakeWeight {
  readonly total: bigint;
  readonly alpha: bigint;
  readonly tao: bigint;
}

function stakeWeight(ctx: Context, hotkey: AccountId, netuid: number, taoWeight: bigint): StakeWeight {
  const alpha = I64F64.fromNum(getInheritedForHotkeyOnSubnet(ctx, hotkey, netuid));
  const tao = I64F64.fromNum(getTaoInheritedForHotkeyOnSubnet(ctx, hotkey, netuid));
  return { total: I64F64.saturatingAdd(alpha, I64F64.saturatingMul(tao, taoWeight)), alpha, tao };
}

/** Stake weight of a hotkey on a subnet. */
export function getStakeWeightsForHotkeyOnSubnet(ctx: Context, hotkey: AccountId, netuid: number): StakeWeight {
  return stakeWeight(ctx, hotkey, netuid, I64F64.from(getTaoWeight(ctx), U96F32));
}

/**
 * Stake weights of all neurons of a subnet, by uid. Cost proportional to the number of neurons and of their parents and
 * children.
 */
export function getStakeWeightsForNetwork(
  ctx: Context,
  netuid: number,
): { total: bigint[]; alpha: bigint[]; tao: bigint[] } {
  const taoWeight = I64F64.from(getTaoWeight(ctx), U96F32);
  const weights = { total: [] as bigint[], alpha: [] as bigint[], tao: [] as bigint[] };
  const n = S.SubnetworkN.get(ctx, netuid);
  for (let uid = 0; uid < n; uid++) {
    const known = S.Keys.contains(ctx, netuid, uid);
    const one = known ? stakeWeight(ctx, S.Keys.get(ctx, netuid, uid), netuid, taoWeight) : NO_STAKE;
    weights.total.push(one.total);
    weights.alpha.push(one.alpha);
    weights.tao.push(one.tao);
  }
  return weights;
}

const NO_STAKE: StakeWeight = { total: 0n, alpha: 0n, tao: 0n };

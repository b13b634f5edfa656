/** Who shares a validator's dividend (`pallets/subtensor/src/coinbase/run_coinbase.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { U96F32 } from "@myelin/primitives/fixed";
import { satAddU64, U64_MAX } from "../../../arithmetic.ts";
import { getChildkeyTake, getChildren, getParents } from "../staking/set_children.ts";
import { getCkBurn, getStakeForHotkeyOnSubnet, getTaoWeight } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { byAccount } from "../utils/order.ts";
import { recycleSubnetAlpha } from "./alpha.ts";

/** What the epoch gave a hotkey, in alpha rao. */
export interface HotkeyEmission {
  readonly hotkey: AccountId;
  readonly incentive: bigint;
  readonly dividend: bigint;
}

/** Amounts by hotkey. */
export type Amounts = ReadonlyMap<AccountId, bigint>;

/**
 * Sums incentives by hotkey and divides dividends between hotkeys and their parents.
 *
 * @returns incentives in alpha rao, dividends as U96F32 bits
 */
export function calculateDividendsAndIncentives(
  ctx: Context,
  netuid: number,
  emissions: readonly HotkeyEmission[],
): { incentives: Amounts; dividends: Amounts } {
  const incentives = new Map<AccountId, bigint>();
  const dividends = new Map<AccountId, bigint>();
  for (const { hotkey, incentive, dividend } of emissions) {
    incentives.set(hotkey, satAddU64(incentives.get(hotkey) ?? 0n, incentive));
    for (const [receiver, amount] of getParentChildDividendsDistribution(ctx, hotkey, netuid, dividend)) {
      dividends.set(receiver, U96F32.saturatingAdd(dividends.get(receiver) ?? 0n, U96F32.fromNum(amount)));
    }
  }
  return { incentives, dividends };
}

/**
 * A hotkey's dividend divided among the stake that earned it: its own and what its parents lent. A parent of another
 * owner pays the childkey take, and the network's burn from it is recycled. The hotkey comes last.
 */
export function getParentChildDividendsDistribution(
  ctx: Context,
  hotkey: AccountId,
  netuid: number,
  dividend: bigint,
): [AccountId, bigint][] {
  const whole = U96F32.fromNum(dividend);
  const childOwner = S.Owner.get(ctx, hotkey);
  const childTakeRate = U96F32.safeDiv(
    U96F32.fromNum(BigInt(getChildkeyTake(ctx, hotkey, netuid))),
    U96F32.fromNum(65_535n),
  );
  const parents = getParents(ctx, hotkey, netuid).map(
    ([share, parent]) => [parent, stakeContribution(ctx, parent, netuid, proportion(share))] as const,
  );
  const own = U96F32.fromNum(getSelfContribution(ctx, hotkey, netuid));
  const total = parents.reduce((sum, [, contribution]) => U96F32.saturatingAdd(sum, contribution), own);

  let remaining = whole;
  let childTakes = 0n;
  const distribution: [AccountId, bigint][] = [];
  for (const [parent, contribution] of parents) {
    let emission = U96F32.saturatingMul(whole, U96F32.safeDiv(contribution, total));
    remaining = U96F32.saturatingSub(remaining, emission);
    if (S.Owner.get(ctx, parent) !== childOwner) {
      const burned = U96F32.saturatingMul(getCkBurn(ctx), emission);
      const childTake = U96F32.saturatingMul(childTakeRate, emission);
      emission = U96F32.saturatingSub(U96F32.saturatingSub(emission, burned), childTake);
      childTakes = U96F32.saturatingAdd(childTakes, childTake);
      recycleSubnetAlpha(ctx, netuid, toU64(burned));
    }
    distribution.push([parent, toU64(emission)]);
  }
  distribution.push([hotkey, toU64(U96F32.saturatingAdd(remaining, childTakes))]);
  return distribution;
}

/** Stake weight of a hotkey on a subnet that it has not lent to children, in rao. */
export function getSelfContribution(ctx: Context, hotkey: AccountId, netuid: number): bigint {
  const kept = getChildren(ctx, hotkey, netuid).reduce(
    (left, [share]) => U96F32.saturatingSub(left, proportion(share)),
    U96F32.ONE,
  );
  return toU64(stakeContribution(ctx, hotkey, netuid, kept));
}

/** `part` of a hotkey's alpha and weighted root stake; U96F32 bits. */
function stakeContribution(ctx: Context, hotkey: AccountId, netuid: number, part: bigint): bigint {
  const alpha = U96F32.saturatingMul(U96F32.fromNum(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid)), part);
  const root = U96F32.saturatingMul(U96F32.fromNum(getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID)), part);
  return U96F32.saturatingAdd(alpha, U96F32.saturatingMul(root, getTaoWeight(ctx)));
}

/**
 * Divides the validators' and root's pots in proportion to dividends, each dividend counted for alpha and for root as
 * the hotkey's own stakes are. All values U96F32 bits.
 */
export function calculateDividendDistribution(
  ctx: Context,
  netuid: number,
  pots: { validator: bigint; root: bigint },
  dividends: Amounts,
): { alpha: [AccountId, bigint][]; root: [AccountId, bigint][] } {
  const taoWeight = getTaoWeight(ctx);
  const parts = byAccount(dividends).map(([hotkey, dividend]) => {
    const alphaStake = U96F32.fromNum(getStakeForHotkeyOnSubnet(ctx, hotkey, netuid));
    const rootStake = U96F32.fromNum(getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID));
    const rootAlpha = U96F32.saturatingMul(rootStake, taoWeight);
    const rootPart = U96F32.safeDiv(rootAlpha, U96F32.saturatingAdd(alphaStake, rootAlpha));
    const root = U96F32.saturatingMul(dividend, rootPart);
    return { hotkey, root, alpha: U96F32.saturatingSub(dividend, root) };
  });
  const divide = (pot: bigint, key: "alpha" | "root"): [AccountId, bigint][] => {
    const total = parts.reduce((sum, part) => U96F32.saturatingAdd(sum, part[key]), 0n);
    const whole = U96F32.fromNum(pot);
    return parts.map((part) => [part.hotkey, U96F32.saturatingMul(whole, U96F32.safeDiv(part[key], total))]);
  };
  return { alpha: divide(pots.validator, "alpha"), root: divide(pots.root, "root") };
}

/** A stored share of 2^64 - 1, as U96F32 bits. */
function proportion(share: bigint): bigint {
  return U96F32.safeDiv(U96F32.fromNum(share), U96F32.fromNum(U64_MAX));
}

const toU64 = (value: bigint): bigint => U96F32.toUnsigned(value, 64);

/** Alpha that its holder takes out of use (`pallets/subtensor/src/staking/recycle_alpha.rs`). Amounts are alpha rao. */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { minBig } from "../../../arithmetic.ts";
import { burnSubnetAlpha, recycleSubnetAlpha } from "../coinbase/alpha.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ensureSubtokenEnabled, ifSubnetExist } from "../subnets/subnet.ts";
import { ROOT_NETUID } from "../types.ts";
import { doAddStake } from "./add_stake.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";
import { doAddStakeLimit } from "./stake_limit.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  type StakePosition,
} from "./stake_utils.ts";

/**
 * Takes up to `amount` off a position. Returns what was taken.
 *
 * @throws SubnetNotExists, CannotBurnOrRecycleOnRootSubnet, SubtokenDisabled, HotKeyAccountNotExists, InsufficientLiquidity,
 *   StakeUnavailable
 */
function takeStake(ctx: Context, { coldkey, hotkey, netuid }: StakePosition, amount: bigint): bigint {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(netuid !== ROOT_NETUID, Err.CannotBurnOrRecycleOnRootSubnet);
  ensureSubtokenEnabled(ctx, netuid);
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  const taken = minBig(amount, getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid));
  ensure(S.SubnetAlphaOut.get(ctx, netuid) >= taken, Err.InsufficientLiquidity);
  ensureAvailableToUnstake(ctx, coldkey, netuid, taken);
  decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, taken);
  return taken;
}

/** Recycles alpha: it leaves the issuance and can be emitted again. @throws the errors of {@link takeStake} */
export function doRecycleAlpha(ctx: Context, origin: Origin, hotkey: AccountId, netuid: number, amount: bigint): void {
  const coldkey = ensureSigned(origin);
  const taken = takeStake(ctx, { coldkey, hotkey, netuid }, amount);
  recycleSubnetAlpha(ctx, netuid, taken);
  ctx.depositEvent(E.AlphaRecycled(coldkey, hotkey, taken, netuid));
}

/** Burns alpha: it stays issued and belongs to nobody. @throws the errors of {@link takeStake} */
export function doBurnAlpha(ctx: Context, origin: Origin, hotkey: AccountId, netuid: number, amount: bigint): void {
  const coldkey = ensureSigned(origin);
  const taken = takeStake(ctx, { coldkey, hotkey, netuid }, amount);
  burnSubnetAlpha(ctx, netuid, taken);
  ctx.depositEvent(E.AlphaBurned(coldkey, hotkey, taken, netuid));
}

/**
 * Buys alpha for `amount` rao of the caller, whole within `limit` (rao for one alpha) if one is given, and burns it.
 *
 * @throws the errors of staking and burning; nothing is then staked
 */
export function doAddStakeBurn(
  ctx: Context,
  origin: Origin,
  hotkey: AccountId,
  netuid: number,
  amount: bigint,
  limit: bigint | undefined,
): void {
  ctx.transactional(() => {
    const alpha =
      limit === undefined
        ? doAddStake(ctx, origin, hotkey, netuid, amount)
        : doAddStakeLimit(ctx, origin, { hotkey, netuid, amount, limitPrice: limit, allowPartial: false });
    doBurnAlpha(ctx, origin, hotkey, netuid, alpha);
    ctx.depositEvent(E.AddStakeBurn({ netuid, hotkey, amount, alpha }));
  });
}

/** Who may change a subnet, and when (`pallets/subtensor/src/utils/misc.rs`). */
import { type AccountId, type Context, dispatchError, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { isInAdminFreezeWindow } from "../coinbase/epoch_schedule.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { passesRateLimit, type RateLimit } from "./rate_limiting.ts";

/** The owner's coldkey. @throws BadOrigin for all others, root included */
export function ensureSubnetOwner(ctx: Context, origin: Origin, netuid: number): AccountId {
  const who = ensureSigned(origin);
  ensure(S.SubnetOwner.get(ctx, netuid) === who, dispatchError.badOrigin);
  return who;
}

/** The owner's coldkey, or undefined for root. @throws BadOrigin for all others */
export function ensureSubnetOwnerOrRoot(ctx: Context, origin: Origin, netuid: number): AccountId | undefined {
  return origin.type === "Root" ? undefined : ensureSubnetOwner(ctx, origin, netuid);
}

/** As {@link ensureSubnetOwnerOrRoot}; the owner must also keep to a rate limit. @throws TxRateLimitExceeded */
export function ensureOwnerOrRootWithLimit(
  ctx: Context,
  origin: Origin,
  netuid: number,
  rate: RateLimit,
): AccountId | undefined {
  const owner = ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  ensure(owner === undefined || passesRateLimit(ctx, rate, owner, netuid), Err.TxRateLimitExceeded);
  return owner;
}

/** Counts a change that the owner made; root's are not counted. */
export function recordOwnerChange(ctx: Context, owner: AccountId | undefined, netuid: number, rate: RateLimit): void {
  if (owner !== undefined) rate.setLastBlock(ctx, owner, netuid, BigInt(ctx.block.number));
}

/** @throws AdminActionProhibitedDuringWeightsWindow shortly before an epoch, for root as well */
export function ensureAdminWindowOpen(ctx: Context, netuid: number): void {
  ensure(!isInAdminFreezeWindow(ctx, netuid), Err.AdminActionProhibitedDuringWeightsWindow);
}

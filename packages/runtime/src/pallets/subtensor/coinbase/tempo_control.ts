/** Owners time the epochs of their subnets (`pallets/subtensor/src/coinbase/tempo_control.rs`). Times in blocks. */
import { type Context, ensure, type Origin } from "@myelin/frame";
import { satAddU64 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ensureAdminWindowOpen, ensureSubnetOwner, ensureSubnetOwnerOrRoot } from "../utils/owner.ts";
import { ownerHyperparamLimit, passesRateLimit, tempoUpdateLimit } from "../utils/rate_limiting.ts";
import { applyTempoWithCycleReset, blocksUntilNextAutoEpoch } from "./epoch_schedule.ts";

/**
 * Sets the tempo of the caller's subnet and begins a new cycle.
 *
 * @throws BadOrigin, TempoOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded
 */
export function doSetTempo(ctx: Context, origin: Origin, netuid: number, tempo: number): void {
  const owner = ensureSubnetOwner(ctx, origin, netuid);
  ensure(tempo >= ctx.config.minTempo && tempo <= ctx.config.maxTempo, Err.TempoOutOfBounds);
  ensureAdminWindowOpen(ctx, netuid);
  ensure(passesRateLimit(ctx, tempoUpdateLimit, owner, netuid), Err.TxRateLimitExceeded);
  applyTempoWithCycleReset(ctx, netuid, tempo);
  tempoUpdateLimit.setLastBlock(ctx, owner, netuid, BigInt(ctx.block.number));
}

/**
 * Sets after how many thousandths of a tempo a silent validator is inactive. Root is bound neither by the freeze window nor
 * by the rate limit.
 *
 * @throws BadOrigin, ActivityCutoffFactorMilliOutOfBounds, AdminActionProhibitedDuringWeightsWindow, TxRateLimitExceeded
 */
export function doSetActivityCutoffFactor(ctx: Context, origin: Origin, netuid: number, milli: number): void {
  const owner = ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  const { minActivityCutoffFactorMilli, maxActivityCutoffFactorMilli } = ctx.config;
  const isAllowed = milli >= minActivityCutoffFactorMilli && milli <= maxActivityCutoffFactorMilli;
  ensure(isAllowed, Err.ActivityCutoffFactorMilliOutOfBounds);
  const rate = ownerHyperparamLimit("ActivityCutoffFactorMilli");
  if (owner !== undefined) {
    ensureAdminWindowOpen(ctx, netuid);
    ensure(passesRateLimit(ctx, rate, owner, netuid), Err.TxRateLimitExceeded);
  }
  S.ActivityCutoffFactorMilli.set(ctx, netuid, milli);
  ctx.depositEvent(E.ActivityCutoffFactorMilliSet({ netuid, factor_milli: milli }));
  if (owner !== undefined) rate.setLastBlock(ctx, owner, netuid, BigInt(ctx.block.number));
}

/**
 * Schedules an epoch of the caller's subnet for the end of the freeze window that begins now.
 *
 * @throws BadOrigin, DynamicTempoBlockedByCommitReveal, EpochTriggerAlreadyPending, AutoEpochAlreadyImminent,
 *   TxRateLimitExceeded
 */
export function doTriggerEpoch(ctx: Context, origin: Origin, netuid: number): void {
  const owner = ensureSubnetOwner(ctx, origin, netuid);
  ensure(!S.CommitRevealWeightsEnabled.get(ctx, netuid), Err.DynamicTempoBlockedByCommitReveal);
  ensure(S.PendingEpochAt.get(ctx, netuid) === 0n, Err.EpochTriggerAlreadyPending);
  const window = BigInt(S.AdminFreezeWindow.get(ctx));
  ensure(blocksUntilNextAutoEpoch(ctx, netuid) >= window, Err.AutoEpochAlreadyImminent);
  const rate = ownerHyperparamLimit("TriggerEpoch");
  ensure(passesRateLimit(ctx, rate, owner, netuid), Err.TxRateLimitExceeded);
  const now = BigInt(ctx.block.number);
  const firesAt = satAddU64(now, window);
  S.PendingEpochAt.set(ctx, netuid, firesAt);
  rate.setLastBlock(ctx, owner, netuid, now);
  ctx.depositEvent(E.EpochTriggered({ netuid, by: owner, fires_at: firesAt }));
}

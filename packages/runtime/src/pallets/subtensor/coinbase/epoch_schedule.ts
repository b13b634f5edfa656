/**
 * When a subnet's epoch runs: each tempo, on the owner's trigger, or one block late when too many are due
 * (`pallets/subtensor/src/coinbase/run_coinbase.rs`, `utils/misc.rs`, `subnets/weights.rs`).
 */
import type { AccountId, Context } from "@myelin/frame";
import { maxBig, minBig, satAddU64, satSubU64, U64_MAX } from "../../../arithmetic.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";

/** Blocks without an epoch after which one runs whatever else is stored: the longest tempo (`MAX_TEMPO`). */
const LONGEST_CYCLE = 50_400n;

/** Whether an epoch of the subnet is due in this block. */
export function shouldRunEpoch(ctx: Context, netuid: number): boolean {
  const tempo = S.Tempo.get(ctx, netuid);
  if (tempo === 0) return false;
  const now = BigInt(ctx.block.number);
  const pending = S.PendingEpochAt.get(ctx, netuid);
  if (pending > 0n && now >= pending) return true;
  if (S.BlocksSinceLastStep.get(ctx, netuid) > LONGEST_CYCLE) return true;
  return satSubU64(now, S.LastEpochBlock.get(ctx, netuid)) >= BigInt(tempo);
}

/** Whether no hotkey holds two uids; otherwise the epoch is skipped (`epoch/run_epoch.rs`). */
export function isEpochInputStateConsistent(ctx: Context, netuid: number): boolean {
  const seen = new Set<AccountId>();
  for (const [, hotkey] of S.Keys.entries(ctx, netuid)) {
    if (seen.has(hotkey)) return false;
    seen.add(hotkey);
  }
  return true;
}

/** Blocks until the tempo is over; the largest u64 when it never is. */
export function blocksUntilNextAutoEpoch(ctx: Context, netuid: number): bigint {
  const tempo = S.Tempo.get(ctx, netuid);
  if (tempo === 0) return U64_MAX;
  return satSubU64(nextAutoEpoch(ctx, netuid, tempo), BigInt(ctx.block.number));
}

/** Block of the next epoch, triggered ones included; undefined when the tempo is 0. */
export function getNextEpochStartBlock(ctx: Context, netuid: number): bigint | undefined {
  const tempo = S.Tempo.get(ctx, netuid);
  if (tempo === 0) return undefined;
  const next = nextAutoEpoch(ctx, netuid, tempo);
  const pending = S.PendingEpochAt.get(ctx, netuid);
  return pending > 0n ? minBig(next, pending) : next;
}

function nextAutoEpoch(ctx: Context, netuid: number, tempo: number): bigint {
  return satAddU64(S.LastEpochBlock.get(ctx, netuid), BigInt(tempo));
}

/** Whether hyperparameters are frozen because an epoch is close. */
export function isInAdminFreezeWindow(ctx: Context, netuid: number): boolean {
  if (S.Tempo.get(ctx, netuid) === 0) return false;
  if (S.PendingEpochAt.get(ctx, netuid) > BigInt(ctx.block.number)) return true;
  return blocksUntilNextAutoEpoch(ctx, netuid) < BigInt(S.AdminFreezeWindow.get(ctx));
}

/** Sets the tempo and lets a new cycle begin now. */
export function applyTempoWithCycleReset(ctx: Context, netuid: number, tempo: number): void {
  S.Tempo.set(ctx, netuid, tempo);
  ctx.depositEvent(E.TempoSet(netuid, tempo));
  S.LastEpochBlock.set(ctx, netuid, BigInt(ctx.block.number));
}

/** Epoch that a commit made in this block belongs to: the next one where one is still due in this block. */
export function currentEpochWithLookahead(ctx: Context, netuid: number): bigint {
  const epoch = S.SubnetEpochIndex.get(ctx, netuid);
  return shouldRunEpoch(ctx, netuid) ? satAddU64(epoch, 1n) : epoch;
}

/** Whether the epoch in which a commit had to be revealed is over. */
export function isCommitExpired(ctx: Context, netuid: number, commitEpoch: bigint): boolean {
  return currentEpochWithLookahead(ctx, netuid) > satAddU64(commitEpoch, S.RevealPeriodEpochs.get(ctx, netuid));
}

/** Whether a commit must be revealed in this epoch (`subnets/weights.rs` is_reveal_block_range). */
export function isRevealBlockRange(ctx: Context, netuid: number, commitEpoch: bigint): boolean {
  return currentEpochWithLookahead(ctx, netuid) === satAddU64(commitEpoch, S.RevealPeriodEpochs.get(ctx, netuid));
}

/** Blocks of silence after which a validator is inactive, at least 1. */
export function getActivityCutoffBlocks(ctx: Context, netuid: number): bigint {
  const milli = BigInt(S.ActivityCutoffFactorMilli.get(ctx, netuid)) * BigInt(S.Tempo.get(ctx, netuid));
  return maxBig(milli / 1000n, 1n);
}

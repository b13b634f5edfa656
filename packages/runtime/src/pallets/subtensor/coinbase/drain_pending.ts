import type { Context } from "@myelin/frame";
import { satAddU64 } from "../../../arithmetic.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { isEpochInputStateConsistent, shouldRunEpoch } from "./epoch_schedule.ts";

/** What a subnet's participants are paid at an epoch, in alpha rao. */
export interface PendingEmission {
  readonly netuid: number;
  readonly server: bigint;
  readonly validator: bigint;
  readonly root: bigint;
  readonly ownerCut: bigint;
}

/**
 * Takes the waiting emission of every subnet whose epoch is due, at most `MaxEpochsPerBlock` of them; the others follow
 * in the next block. A subnet with inconsistent neurons skips its epoch and keeps waiting
 * (`pallets/subtensor/src/coinbase/run_coinbase.rs` drain_pending).
 *
 * Locks decide here who owns a subnet (`change_subnet_owner_if_needed`); without calls that lock stake no lock exists
 * and no owner changes.
 */
export function drainPending(ctx: Context, subnets: readonly number[]): PendingEmission[] {
  const cap = S.MaxEpochsPerBlock.get(ctx);
  const drained: PendingEmission[] = [];
  for (const netuid of subnets) {
    S.BlocksSinceLastStep.mutate(ctx, netuid, (blocks) => satAddU64(blocks, 1n));
    if (!shouldRunEpoch(ctx, netuid)) continue;
    if (drained.length >= cap) {
      deferEpoch(ctx, netuid);
      continue;
    }
    if (isEpochInputStateConsistent(ctx, netuid)) drained.push(takePending(ctx, netuid));
    else ctx.depositEvent(E.EpochSkipped({ netuid, block: BigInt(ctx.block.number) }));
    S.LastEpochBlock.set(ctx, netuid, BigInt(ctx.block.number));
    S.PendingEpochAt.set(ctx, netuid, 0n);
    S.SubnetEpochIndex.mutate(ctx, netuid, (index) => satAddU64(index, 1n));
  }
  return drained;
}

function deferEpoch(ctx: Context, netuid: number): void {
  const from = BigInt(ctx.block.number);
  S.PendingEpochAt.set(ctx, netuid, from + 1n);
  ctx.depositEvent(E.EpochDeferred({ netuid, from_block: from, to_block: from + 1n }));
}

function takePending(ctx: Context, netuid: number): PendingEmission {
  S.BlocksSinceLastStep.set(ctx, netuid, 0n);
  const pending: PendingEmission = {
    netuid,
    server: S.PendingServerEmission.get(ctx, netuid),
    validator: S.PendingValidatorEmission.get(ctx, netuid),
    root: S.PendingRootAlphaDivs.get(ctx, netuid),
    ownerCut: S.PendingOwnerCut.get(ctx, netuid),
  };
  S.PendingServerEmission.set(ctx, netuid, 0n);
  S.PendingValidatorEmission.set(ctx, netuid, 0n);
  S.PendingRootAlphaDivs.set(ctx, netuid, 0n);
  S.PendingOwnerCut.set(ctx, netuid, 0n);
  return pending;
}

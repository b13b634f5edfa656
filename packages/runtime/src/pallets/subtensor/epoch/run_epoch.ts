/** Between storage and the pure epoch of `@myelin/yuma` (`pallets/subtensor/src/epoch/run_epoch.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { I64F64 } from "@myelin/primitives/fixed";
import { type PackedEpochInput, type PackedEpochOutput, packedEpoch, totalStake } from "@myelin/yuma";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";
import { byAccount } from "../utils/order.ts";
import { readEpochInput } from "./input.ts";
import { encodeRow } from "./rows.ts";
import type { EpochTerms } from "./terms.ts";

/** Runs the epoch of one mechanism over `emission` alpha rao; terms in the order of the hotkeys' bytes. */
export function epochMechanism(ctx: Context, netuid: number, mechanism: number, emission: bigint): EpochTerms[] {
  const uids = readUids(ctx, netuid);
  const input = readEpochInput(ctx, netuid, mechanism, emission, uids);
  return termsOf(uids, input, packedEpoch(input));
}

/** The neurons of a subnet by hotkey. */
export function readUids(ctx: Context, netuid: number): Map<AccountId, number> {
  const uids = new Map<AccountId, number>();
  for (const [uid, hotkey] of S.Keys.entries(ctx, netuid)) uids.set(hotkey, uid);
  return uids;
}

/** What an epoch decided, neuron by neuron. */
export function termsOf(
  uids: ReadonlyMap<AccountId, number>,
  input: PackedEpochInput,
  output: PackedEpochOutput,
): EpochTerms[] {
  return byAccount(uids).map(([hotkey, uid]) => ({
    hotkey,
    uid,
    serverEmission: output.serverEmission[uid] ?? 0n,
    validatorEmission: output.validatorEmission[uid] ?? 0n,
    emission: output.combinedEmission[uid] ?? 0n,
    incentive: output.incentive[uid] ?? 0,
    dividend: output.dividends[uid] ?? 0,
    consensus: output.consensus[uid] ?? 0,
    validatorTrust: output.validatorTrust[uid] ?? 0,
    stakeWeight: output.stakeWeight[uid] ?? 0,
    active: output.active[uid] === 1,
    newValidatorPermit: output.newValidatorPermits[uid] === 1,
    bonds: encodeRow(output.bonds, uid),
    stake: I64F64.toUnsigned(totalStake(input.alphaStake[uid] ?? 0n, input.taoStake[uid] ?? 0n, input.taoWeight), 64),
  }));
}

/** Stores what belongs to one mechanism: incentive and bonds. */
export function persistMechanismEpochTerms(
  ctx: Context,
  netuid: number,
  mechanism: number,
  terms: readonly EpochTerms[],
): void {
  const index = getMechanismStorageIndex(netuid, mechanism);
  const sorted = byUid(terms);
  S.Incentive.set(
    ctx,
    index,
    sorted.map((term) => term.incentive),
  );
  const emissions = sorted.map((term) => term.serverEmission);
  ctx.depositEvent(E.IncentiveAlphaEmittedToMiners({ netuid: index, emissions }));
  sorted.forEach((term, uid) => {
    S.Bonds.setRaw(ctx, index, uid, term.bonds);
  });
}

/** Stores what all mechanisms of a subnet share. */
export function persistNetuidEpochTerms(ctx: Context, netuid: number, terms: readonly EpochTerms[]): void {
  const sorted = byUid(terms);
  const column = <K extends keyof EpochTerms>(field: K): EpochTerms[K][] => sorted.map((term) => term[field]);
  S.Active.set(ctx, netuid, column("active"));
  S.Emission.set(ctx, netuid, column("emission"));
  S.Consensus.set(ctx, netuid, column("consensus"));
  S.Dividends.set(ctx, netuid, column("dividend"));
  S.ValidatorTrust.set(ctx, netuid, column("validatorTrust"));
  S.ValidatorPermit.set(ctx, netuid, column("newValidatorPermit"));
  S.StakeWeight.set(ctx, netuid, column("stakeWeight"));
}

function byUid(terms: readonly EpochTerms[]): EpochTerms[] {
  return [...terms].sort((a, b) => a.uid - b.uid);
}

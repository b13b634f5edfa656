/** Mechanisms: several sets of weights over the same neurons (`pallets/subtensor/src/subnets/mechanism.rs`). */
import { type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { GLOBAL_MAX_SUBNET_COUNT } from "../types.ts";

/** Most mechanisms any subnet may ever have (`MAX_MECHANISM_COUNT_PER_SUBNET`). */
export const MAX_MECHANISM_COUNT_PER_SUBNET = 16;

/** Key of the vectors that each mechanism of a subnet has for itself. */
export function getMechanismStorageIndex(netuid: number, mechanism: number): number {
  return Math.min(mechanism * GLOBAL_MAX_SUBNET_COUNT + netuid, 0xffff);
}

/** @throws MechanismDoesNotExist unless both the subnet and the mechanism exist. */
export function ensureMechanismExists(ctx: Context, netuid: number, mechanism: number): void {
  ensure(S.NetworksAdded.get(ctx, netuid), Err.MechanismDoesNotExist);
  ensure(S.MechanismCountCurrent.get(ctx, netuid) > mechanism, Err.MechanismDoesNotExist);
}

/** Subnet and mechanism of a storage index. @throws MechanismDoesNotExist */
export function getNetuidAndSubid(ctx: Context, index: number): [netuid: number, mechanism: number] {
  const netuid = index % GLOBAL_MAX_SUBNET_COUNT;
  const mechanism = Math.floor(index / GLOBAL_MAX_SUBNET_COUNT);
  ensureMechanismExists(ctx, netuid, mechanism);
  return [netuid, mechanism];
}

/** All mechanisms together have room for no more neurons than one subnet. @throws TooManyUIDsPerMechanism */
export function ensureMaxUidsOverAllMechanisms(ctx: Context, maxUids: number, mechanisms: number): void {
  ensure(Math.min(maxUids * mechanisms, 0xffff) <= ctx.config.initialMaxAllowedUids, Err.TooManyUIDsPerMechanism);
}

/** Gives a subnet `count` mechanisms; what removed ones stored is lost. @throws MechanismDoesNotExist, InvalidValue */
export function doSetMechanismCount(ctx: Context, netuid: number, count: number): void {
  ensure(S.NetworksAdded.get(ctx, netuid), Err.MechanismDoesNotExist);
  ensure(count > 0, Err.InvalidValue);
  ensure(count <= S.MaxMechanismCount.get(ctx), Err.InvalidValue);
  ensureMaxUidsOverAllMechanisms(ctx, S.MaxAllowedUids.get(ctx, netuid), count);
  ensure(count <= MAX_MECHANISM_COUNT_PER_SUBNET, Err.InvalidValue);
  updateMechanismCountsIfNeeded(ctx, netuid, count);
}

function updateMechanismCountsIfNeeded(ctx: Context, netuid: number, count: number): void {
  const old = S.MechanismCountCurrent.get(ctx, netuid);
  if (old === count) return;
  for (let mechanism = count; mechanism < old; mechanism++) {
    const index = getMechanismStorageIndex(netuid, mechanism);
    S.Weights.clearPrefix(ctx, index);
    S.Incentive.remove(ctx, index);
    S.LastUpdate.remove(ctx, index);
    S.Bonds.clearPrefix(ctx, index);
    S.WeightCommits.clearPrefix(ctx, index);
    S.TimelockedWeightCommits.clearPrefix(ctx, index);
  }
  S.MechanismCountCurrent.set(ctx, netuid, count);
  S.MechanismEmissionSplit.remove(ctx, netuid);
}

/** Sets how emission is split between mechanisms, parts that sum to 65535; equal parts when undefined. @throws InvalidValue */
export function doSetEmissionSplit(ctx: Context, netuid: number, split: number[] | undefined): void {
  ensure(S.NetworksAdded.get(ctx, netuid), Err.MechanismDoesNotExist);
  if (split === undefined) {
    S.MechanismEmissionSplit.remove(ctx, netuid);
    return;
  }
  ensure(split.length > 0, Err.InvalidValue);
  ensure(split.length <= S.MechanismCountCurrent.get(ctx, netuid), Err.InvalidValue);
  ensure(split.reduce((sum, part) => sum + part, 0) === 65_535, Err.InvalidValue);
  S.MechanismEmissionSplit.set(ctx, netuid, split);
}

/** Neurons of a subnet: their uids, their place in every vector, and what becomes of both (`pallets/subtensor/src/subnets/uids.rs`). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { satAddU16, satSubU64 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { GLOBAL_MAX_SUBNET_COUNT } from "../types.ts";
import { getMechanismStorageIndex } from "./mechanism.ts";

/** Number of neurons. */
export function getSubnetworkN(ctx: Context, netuid: number): number {
  return S.SubnetworkN.get(ctx, netuid);
}

export function isUidExistOnNetwork(ctx: Context, netuid: number, uid: number): boolean {
  return S.Keys.contains(ctx, netuid, uid);
}

export function isHotkeyRegisteredOnNetwork(ctx: Context, netuid: number, hotkey: AccountId): boolean {
  return S.Uids.contains(ctx, netuid, hotkey);
}

export function isHotkeyRegisteredOnAnyNetwork(ctx: Context, hotkey: AccountId): boolean {
  for (const [, isMember] of S.IsNetworkMember.entries(ctx, hotkey)) if (isMember) return true;
  return false;
}

/** Hotkey of a neuron; undefined where the uid is free. */
export function getHotkeyForNetAndUid(ctx: Context, netuid: number, uid: number): AccountId | undefined {
  return S.Keys.contains(ctx, netuid, uid) ? S.Keys.get(ctx, netuid, uid) : undefined;
}

/** Uid of a hotkey; undefined where it is not registered. */
export function getUidForNetAndHotkey(ctx: Context, netuid: number, hotkey: AccountId): number | undefined {
  return S.Uids.get(ctx, netuid, hotkey);
}

/** Uid of a hotkey. @throws HotKeyNotRegisteredInSubNet */
export function ensureUidForNetAndHotkey(ctx: Context, netuid: number, hotkey: AccountId): number {
  const uid = getUidForNetAndHotkey(ctx, netuid, hotkey);
  ensure(uid !== undefined, Err.HotKeyNotRegisteredInSubNet);
  return uid;
}

/** Uid of the owner's hotkey; undefined where there is none (`utils/misc.rs`). */
export function getOwnerUid(ctx: Context, netuid: number): number | undefined {
  if (!S.SubnetOwnerHotkey.contains(ctx, netuid)) return undefined;
  return getUidForNetAndHotkey(ctx, netuid, S.SubnetOwnerHotkey.get(ctx, netuid));
}

/** Whether a neuron registered less than an immunity period ago (`utils/misc.rs`). */
export function getNeuronIsImmune(ctx: Context, netuid: number, uid: number): boolean {
  const age = satSubU64(BigInt(ctx.block.number), S.BlockAtRegistration.get(ctx, netuid, uid));
  return age < BigInt(S.ImmunityPeriod.get(ctx, netuid));
}

/** Last updates of a mechanism, one for each neuron: zeros stand for what is missing (`utils/misc.rs`). */
function getLastUpdate(ctx: Context, netuidIndex: number): bigint[] {
  const updates = S.LastUpdate.get(ctx, netuidIndex);
  const missing = S.SubnetworkN.get(ctx, netuidIndex % GLOBAL_MAX_SUBNET_COUNT) - updates.length;
  return missing > 0 ? [...updates, ...Array<bigint>(missing).fill(0n)] : updates;
}

/** Records that a neuron set weights in a mechanism (`utils/misc.rs`). */
export function setLastUpdateForUid(ctx: Context, netuidIndex: number, uid: number, block: bigint): void {
  const updates = getLastUpdate(ctx, netuidIndex);
  if (uid < updates.length) S.LastUpdate.set(ctx, netuidIndex, updates.with(uid, block));
}

/** Storage indices of a subnet's mechanisms. */
export function mechanismIndices(ctx: Context, netuid: number): number[] {
  return Array.from({ length: S.MechanismCountCurrent.get(ctx, netuid) }, (_, mechanism) =>
    getMechanismStorageIndex(netuid, mechanism),
  );
}

/** The vector with `value` at `index`; as it was where it is shorter. */
function replaced<T>(vector: readonly T[], index: number, value: T): T[] {
  return index < vector.length ? vector.with(index, value) : [...vector];
}

/**
 * Adds a neuron behind the last one: active, without permit, all figures zero, and counted as having set weights now.
 *
 * `StakeWeight` does not grow; the next epoch writes it.
 */
export function appendNeuron(ctx: Context, netuid: number, hotkey: AccountId, block: bigint): void {
  const uid = getSubnetworkN(ctx, netuid);
  S.SubnetworkN.set(ctx, netuid, satAddU16(uid, 1));
  S.Active.mutate(ctx, netuid, (v) => [...v, true]);
  S.Emission.mutate(ctx, netuid, (v) => [...v, 0n]);
  S.Consensus.mutate(ctx, netuid, (v) => [...v, 0]);
  for (const index of mechanismIndices(ctx, netuid)) {
    S.Incentive.mutate(ctx, index, (v) => [...v, 0]);
    setLastUpdateForUid(ctx, index, uid, block);
  }
  S.Dividends.mutate(ctx, netuid, (v) => [...v, 0]);
  S.ValidatorTrust.mutate(ctx, netuid, (v) => [...v, 0]);
  S.ValidatorPermit.mutate(ctx, netuid, (v) => [...v, false]);
  enrol(ctx, netuid, uid, hotkey, block);
}

/** Gives a uid to another hotkey and forgets what its last holder earned, set and served. The owner's hotkey stays. */
export function replaceNeuron(ctx: Context, netuid: number, uid: number, hotkey: AccountId, block: bigint): void {
  const old = S.Keys.get(ctx, netuid, uid);
  if (S.SubnetOwnerHotkey.contains(ctx, netuid) && S.SubnetOwnerHotkey.get(ctx, netuid) === old) return;
  S.Uids.remove(ctx, netuid, old);
  S.AssociatedEvmAddress.remove(ctx, netuid, uid);
  S.IsNetworkMember.remove(ctx, old, netuid);
  S.Active.mutate(ctx, netuid, (v) => replaced(v, uid, true));
  enrol(ctx, netuid, uid, hotkey, block);
  S.Axons.remove(ctx, netuid, old);
  S.NeuronCertificates.remove(ctx, netuid, old);
  S.Prometheus.remove(ctx, netuid, old);
  clearNeuron(ctx, netuid, uid);
  for (const index of mechanismIndices(ctx, netuid)) setLastUpdateForUid(ctx, index, uid, block);
}

function enrol(ctx: Context, netuid: number, uid: number, hotkey: AccountId, block: bigint): void {
  S.Keys.set(ctx, netuid, uid, hotkey);
  S.Uids.set(ctx, netuid, hotkey, uid);
  S.BlockAtRegistration.set(ctx, netuid, uid, block);
  S.IsNetworkMember.set(ctx, hotkey, netuid, true);
}

/**
 * Zeroes all figures of a neuron, drops its bonds and weights and zeroes what others set for it. Bonds of others to it stay:
 * the epoch masks them.
 */
function clearNeuron(ctx: Context, netuid: number, uid: number): void {
  S.Emission.mutate(ctx, netuid, (v) => replaced(v, uid, 0n));
  for (const item of [S.Consensus, S.Dividends, S.StakeWeight, S.ValidatorTrust]) {
    item.mutate(ctx, netuid, (v) => replaced(v, uid, 0));
  }
  S.ValidatorPermit.mutate(ctx, netuid, (v) => replaced(v, uid, false));
  for (const index of mechanismIndices(ctx, netuid)) {
    S.Incentive.mutate(ctx, index, (v) => replaced(v, uid, 0));
    S.Bonds.remove(ctx, index, uid);
    S.Weights.remove(ctx, index, uid);
    forgetWeightsFor(ctx, index, uid);
  }
}

function forgetWeightsFor(ctx: Context, index: number, uid: number): void {
  for (const [setter, row] of [...S.Weights.entries(ctx, index)]) {
    if (!row.some(([target]) => target === uid)) continue;
    S.Weights.set(
      ctx,
      index,
      setter,
      row.map(([target, weight]) => [target, target === uid ? 0 : weight]),
    );
  }
}

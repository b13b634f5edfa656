/** Fewer places on a subnet: the neurons that earn least go, the others move up (`pallets/subtensor/src/subnets/uids.rs`). */
import { type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getImmuneOwnerUids } from "./pruning.ts";
import { ifSubnetExist } from "./subnet.ts";
import { getHotkeyForNetAndUid, getNeuronIsImmune, getSubnetworkN, mechanismIndices } from "./uids.ts";

/**
 * Sets the most neurons of a subnet and removes those beyond, sparing the owner's and the immune ones.
 *
 * @throws SubnetNotExists, InvalidValue, TrimmingWouldExceedMaxImmunePercentage
 */
export function trimToMaxAllowedUids(ctx: Context, netuid: number, most: number): void {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(most >= S.MinAllowedUids.get(ctx, netuid), Err.InvalidValue);
  ensure(most <= S.MaxAllowedUids.get(ctx, netuid), Err.InvalidValue);
  S.MaxAllowedUids.set(ctx, netuid, most);
  const n = getSubnetworkN(ctx, netuid);
  if (n <= most) return;

  const owned = new Set(getImmuneOwnerUids(ctx, netuid, S.SubnetOwner.get(ctx, netuid)));
  const isSpared = (uid: number) => owned.has(uid) || getNeuronIsImmune(ctx, netuid, uid);
  const spared = Array.from({ length: n }, (_, uid) => uid).filter(isSpared).length;
  const percent = Math.min(Math.floor((spared * 100) / Math.max(most, 1)), 100);
  ensure(percent < ctx.config.maxImmuneUidsPercentage, Err.TrimmingWouldExceedMaxImmunePercentage);

  const gone = leastEarning(ctx, netuid, n - most, isSpared);
  for (const uid of gone) removeNeuron(ctx, netuid, uid);
  const kept = [...S.Emission.get(ctx, netuid).keys()].filter((uid) => !gone.has(uid));
  compressVectors(ctx, netuid, kept);
  compressRows(ctx, netuid, kept);
  S.Uids.clearPrefix(ctx, netuid);
  for (const uid of kept.keys()) S.Uids.set(ctx, netuid, S.Keys.get(ctx, netuid, uid), uid);
  S.SubnetworkN.set(ctx, netuid, most);
}

/** Up to `count` uids by emission, the lowest first and of equals the highest uid first. */
function leastEarning(
  ctx: Context,
  netuid: number,
  count: number,
  isSpared: (uid: number) => boolean,
): ReadonlySet<number> {
  const emissions = S.Emission.get(ctx, netuid);
  const ascending = [...emissions.keys()].sort((a, b) => {
    const [x, y] = [emissions[a]!, emissions[b]!];
    return x === y ? b - a : x < y ? -1 : 1;
  });
  return new Set(ascending.filter((uid) => !isSpared(uid)).slice(0, count));
}

function removeNeuron(ctx: Context, netuid: number, uid: number): void {
  const hotkey = getHotkeyForNetAndUid(ctx, netuid, uid);
  if (hotkey !== undefined) {
    S.IsNetworkMember.remove(ctx, hotkey, netuid);
    S.LastHotkeyEmissionOnNetuid.remove(ctx, hotkey, netuid);
    for (const item of [S.AlphaDividendsPerSubnet, S.Axons, S.NeuronCertificates, S.Prometheus]) {
      item.remove(ctx, netuid, hotkey);
    }
  }
  for (const item of [S.Keys, S.BlockAtRegistration, S.AssociatedEvmAddress]) item.remove(ctx, netuid, uid);
  for (const index of mechanismIndices(ctx, netuid)) {
    S.Weights.remove(ctx, index, uid);
    S.Bonds.remove(ctx, index, uid);
  }
}

/** The entries of the kept uids, in order; `missing` stands where a vector is too short. */
function pick<T>(kept: readonly number[], missing: T): (vector: readonly T[]) => T[] {
  return (vector) => kept.map((uid) => vector[uid] ?? missing);
}

function compressVectors(ctx: Context, netuid: number, kept: readonly number[]): void {
  S.Emission.mutate(ctx, netuid, pick(kept, 0n));
  for (const item of [S.Active, S.ValidatorPermit]) item.mutate(ctx, netuid, pick(kept, false));
  for (const item of [S.Consensus, S.Dividends, S.ValidatorTrust, S.StakeWeight])
    item.mutate(ctx, netuid, pick(kept, 0));
  for (const index of mechanismIndices(ctx, netuid)) {
    S.Incentive.mutate(ctx, index, pick(kept, 0));
    S.LastUpdate.mutate(ctx, index, pick(kept, 0n));
  }
}

/** Moves what each kept neuron has to its new uid, and renames the uids in weights and bonds. */
function compressRows(ctx: Context, netuid: number, kept: readonly number[]): void {
  const renamed = new Map(kept.map((old, uid) => [old, uid]));
  const rename = (row: readonly [number, number][]) =>
    row.flatMap(([target, value]): [number, number][] => {
      const uid = renamed.get(target);
      return uid === undefined ? [] : [[uid, value]];
    });
  for (const [old, uid] of renamed) {
    moveRow(ctx, S.Keys, netuid, old, uid);
    moveRow(ctx, S.AssociatedEvmAddress, netuid, old, uid);
    moveRow(ctx, S.BlockAtRegistration, netuid, old, uid);
    for (const index of mechanismIndices(ctx, netuid)) {
      for (const item of [S.Weights, S.Bonds]) {
        moveRow(ctx, item, index, old, uid);
        item.mutate(ctx, index, uid, rename);
      }
    }
  }
}

/** An item of a neuron by netuid, or index of a mechanism, and uid. */
interface NeuronItem {
  getRaw(ctx: Context, index: number, uid: number): Uint8Array | undefined;
  setRaw(ctx: Context, index: number, uid: number, bytes: Uint8Array): void;
  remove(ctx: Context, index: number, uid: number): void;
}

/** The new place is free: lower uids have moved before. */
function moveRow(ctx: Context, item: NeuronItem, index: number, from: number, to: number): void {
  if (from === to) return;
  const bytes = item.getRaw(ctx, index, from);
  item.remove(ctx, index, from);
  if (bytes !== undefined) item.setRaw(ctx, index, to, bytes);
}

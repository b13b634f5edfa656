/** Which neuron makes room for a new one (`pallets/subtensor/src/subnets/registration.rs`). */
import type { AccountId, Context } from "@myelin/frame";
import { S } from "../storage.ts";
import { getHotkeyForNetAndUid, getNeuronIsImmune, getOwnerUid, getSubnetworkN } from "./uids.ts";

/**
 * Uids of the owner that are never pruned: the owner's hotkey first, then the oldest of the other registered hotkeys of the
 * owning coldkey, `ImmuneOwnerUidsLimit` in all.
 */
export function getImmuneOwnerUids(ctx: Context, netuid: number, coldkey: AccountId): number[] {
  const limit = S.ImmuneOwnerUidsLimit.get(ctx, netuid);
  const owned: { uid: number; registeredAt: bigint }[] = [];
  for (const hotkey of S.OwnedHotkeys.get(ctx, coldkey)) {
    const uid = S.Uids.get(ctx, netuid, hotkey);
    if (uid !== undefined) owned.push({ uid, registeredAt: S.BlockAtRegistration.get(ctx, netuid, uid) });
  }
  owned.sort((a, b) => (a.registeredAt === b.registeredAt ? a.uid - b.uid : a.registeredAt < b.registeredAt ? -1 : 1));
  const immune = owned.slice(0, limit).map(({ uid }) => uid);
  const ownerUid = getOwnerUid(ctx, netuid);
  if (ownerUid === undefined || immune.includes(ownerUid)) return immune;
  return [ownerUid, ...immune].slice(0, limit);
}

interface Candidate {
  readonly uid: number;
  readonly emission: bigint;
  readonly registeredAt: bigint;
}

/** The candidate with less emission, the older of equals; uids arrive in ascending order, so the first stays on a draw. */
function weaker(best: Candidate | undefined, other: Candidate): Candidate {
  if (best === undefined || other.emission < best.emission) return other;
  return other.emission === best.emission && other.registeredAt < best.registeredAt ? other : best;
}

/**
 * The neuron that earns least: among those out of immunity if more than `MinNonImmuneUids` of them remain, otherwise among
 * the immune ones. Undefined where the owner's neurons are all there is.
 */
export function getNeuronToPrune(ctx: Context, netuid: number): number | undefined {
  const spared = new Set(getImmuneOwnerUids(ctx, netuid, S.SubnetOwner.get(ctx, netuid)));
  const emissions = S.Emission.get(ctx, netuid);
  const n = getSubnetworkN(ctx, netuid);
  let free = 0;
  let bestFree: Candidate | undefined;
  let bestImmune: Candidate | undefined;
  for (let uid = 0; uid < n; uid++) {
    if (spared.has(uid) || getHotkeyForNetAndUid(ctx, netuid, uid) === undefined) continue;
    const registeredAt = S.BlockAtRegistration.get(ctx, netuid, uid);
    const candidate = { uid, emission: emissions[uid] ?? 0n, registeredAt };
    if (getNeuronIsImmune(ctx, netuid, uid)) {
      bestImmune = weaker(bestImmune, candidate);
    } else {
      free += 1;
      bestFree = weaker(bestFree, candidate);
    }
  }
  return free > S.MinNonImmuneUids.get(ctx, netuid) ? bestFree!.uid : bestImmune?.uid;
}

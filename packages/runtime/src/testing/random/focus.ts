import { type AccountId, type Context, ZERO_ACCOUNT } from "@myelin/frame";
import { S } from "../../pallets/subtensor/storage.ts";
import type { Random } from "./random.ts";

/** Who an operation is about: with keys that belong together it has a chance to succeed. */
export interface Focus {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  readonly netuid: number;
}

/** A stake position, a neuron with its coldkey, or a subnet's owner; undefined where there is none. */
export function randomFocus(ctx: Context, random: Random): Focus | undefined {
  const focus = random.pick([positionOf, neuronOf, ownerOf])(ctx, random);
  return focus && SIGNS.every((role) => focus[role] !== ZERO_ACCOUNT) ? focus : undefined;
}

/** Keys that must be somebody's: nobody signs for the account of zeros, the owner of the first subnet. */
const SIGNS = ["hotkey", "coldkey"] as const;

function positionOf(ctx: Context, random: Random): Focus | undefined {
  const positions = [...S.AlphaV2.keys(ctx)];
  if (positions.length === 0) return undefined;
  const [hotkey, coldkey, netuid] = random.pick(positions);
  return { hotkey, coldkey, netuid };
}

function neuronOf(ctx: Context, random: Random): Focus | undefined {
  const neurons = [...S.Keys.entries(ctx)];
  if (neurons.length === 0) return undefined;
  const [netuid, , hotkey] = random.pick(neurons);
  return { hotkey, coldkey: S.Owner.get(ctx, hotkey), netuid };
}

function ownerOf(ctx: Context, random: Random): Focus | undefined {
  const owners = [...S.SubnetOwner.entries(ctx)];
  if (owners.length === 0) return undefined;
  const [netuid, coldkey] = random.pick(owners);
  return { hotkey: S.SubnetOwnerHotkey.get(ctx, netuid), coldkey, netuid };
}

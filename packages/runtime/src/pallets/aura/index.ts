import {
  type Config,
  type Context,
  constant,
  type GenesisConfig,
  newtype,
  pallet,
  runtimeApi,
  u64,
  vec,
} from "@myelin/frame";
import { RuntimeInvariantError } from "../../invariant.ts";
import { S as System } from "../system/storage.ts";
import { slotDuration, slotOf } from "./slots.ts";
import { AuraId, S } from "./storage.ts";

const SlotDuration = newtype("sp_consensus_slots::SlotDuration", u64);

const AuraApi = runtimeApi("AuraApi", 1, {
  slot_duration: {
    args: {},
    result: SlotDuration,
    docs: "Milliseconds of a slot.",
    run: (ctx) => slotDuration(ctx.config),
  },
  authorities: {
    args: {},
    result: vec(AuraId),
    docs: "Keys that may author blocks, in turn.",
    run: (ctx) => S.Authorities.get(ctx),
  },
});

/** Who authored which slot (index 3). */
export const aura = pallet({
  name: "Aura",
  index: 3,
  storage: S,
  constants: { SlotDuration: constant(u64, (config: Config) => slotDuration(config)) },
  hooks: {
    on_initialize(ctx: Context) {
      const slot = slotOf(System.Digest.get(ctx).logs);
      if (slot === undefined) return;
      const before = S.CurrentSlot.get(ctx);
      if (before !== 0n && slot <= before)
        throw new RuntimeInvariantError(`Slot must increase: ${before}, then ${slot}`);
      S.CurrentSlot.set(ctx, slot);
    },
    genesis(ctx: Context, genesis: GenesisConfig) {
      S.Authorities.set(
        ctx,
        genesis.authorities.map((keys) => keys.aura),
      );
    },
  },
  apis: [AuraApi],
});

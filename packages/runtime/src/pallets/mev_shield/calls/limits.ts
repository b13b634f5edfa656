import { call, ensure, ensureRoot, u32, u64 } from "@myelin/frame";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { W } from "../weights.ts";

/** Half of a block, in ps (`MAX_ON_INITIALIZE_WEIGHT`). */
const MAX_WEIGHT = 2_000_000_000_000n;

export const set_max_pending_extrinsics_number = call({
  index: 3,
  args: { value: u32 },
  weight: W.setMaxPendingExtrinsicsNumber,
  docs: "Set how many encrypted calls may wait (root).",
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    S.MaxPendingExtrinsicsLimit.set(ctx, value);
    ctx.depositEvent(E.MaxPendingExtrinsicsNumberSet({ value }));
  },
});

export const set_on_initialize_weight = call({
  index: 4,
  args: { value: u64 },
  weight: W.setOnInitializeWeight,
  docs: "Set the reference time that waiting calls may take of a block, in ps (root).",
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    ensure(value <= MAX_WEIGHT, Err.WeightExceedsAbsoluteMax);
    S.OnInitializeWeight.set(ctx, value);
    ctx.depositEvent(E.OnInitializeWeightSet({ value }));
  },
});

export const set_stored_extrinsic_lifetime = call({
  index: 5,
  args: { value: u32 },
  weight: W.setStoredExtrinsicLifetime,
  docs: "Set how many blocks an encrypted call may wait (root).",
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    S.ExtrinsicLifetime.set(ctx, value);
    ctx.depositEvent(E.ExtrinsicLifetimeSet({ value }));
  },
});

export const set_max_extrinsic_weight = call({
  index: 6,
  args: { value: u64 },
  weight: W.setMaxExtrinsicWeight,
  docs: "Set the reference time that one waiting call may take, in ps (root).",
  run(ctx, origin, { value }) {
    ensureRoot(origin);
    ensure(value <= MAX_WEIGHT, Err.WeightExceedsAbsoluteMax);
    S.MaxExtrinsicWeight.set(ctx, value);
    ctx.depositEvent(E.MaxExtrinsicWeightSet({ value }));
  },
});

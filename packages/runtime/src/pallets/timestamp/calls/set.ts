import { type Context, call, compact, ensureNone, u64 } from "@myelin/frame";
import { RuntimeInvariantError } from "../../../invariant.ts";
import { weight } from "../../../weights.ts";
import { slotDuration, slotOf } from "../../aura/slots.ts";
import { S as System } from "../../system/storage.ts";
import { minimumPeriod } from "../constants.ts";
import { S } from "../storage.ts";

/**
 * The inherent that tells the time: once a block, at least `MinimumPeriod` after the block before.
 * Breaking either rule invalidates the whole block, as the chain's panic does.
 */
export const set = call({
  index: 0,
  args: { now: compact(u64) },
  weight: weight(8_356_000n, 1493n, 2, 1),
  class: "mandatory",
  docs: "Set the time of the block, milliseconds since 1970.",
  run(ctx, origin, { now }) {
    ensureNone(origin);
    if (S.DidUpdate.get(ctx)) throw new RuntimeInvariantError("Timestamp must be updated only once in the block");
    const before = S.Now.get(ctx);
    if (before !== 0n && now < before + minimumPeriod(ctx.config)) {
      throw new RuntimeInvariantError(
        `Timestamp must increase by at least ${minimumPeriod(ctx.config)} ms between blocks: ${before}, then ${now}`,
      );
    }
    S.Now.set(ctx, now);
    S.DidUpdate.set(ctx, true);
    ensureInSlot(ctx, now);
  },
});

/** The time and the slot of a block must agree (`aura/src/lib.rs`, `OnTimestampSet`). */
function ensureInSlot(ctx: Context, now: bigint): void {
  const slot = slotOf(System.Digest.get(ctx).logs);
  if (slot !== undefined && now / slotDuration(ctx.config) !== slot) {
    throw new RuntimeInvariantError(`Timestamp slot must match CurrentSlot: ${now} ms is not in slot ${slot}`);
  }
}

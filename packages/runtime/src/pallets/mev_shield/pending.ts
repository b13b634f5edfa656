import type { Context, WeightValue } from "@myelin/frame";
import { satSubU32 } from "../../arithmetic.ts";
import { addWeights } from "../../weights.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";
import { W } from "./weights.ts";

/**
 * Takes stored calls out of the queue. The chain's runtime is wired to a decryptor that always fails
 * (`type ExtrinsicDecryptor = ()`, `runtime/src/lib.rs`), so that none is ever dispatched: each is either too old or
 * unreadable. Returns the weight used. Source: `process_pending_extrinsics`.
 */
export function processPendingExtrinsics(ctx: Context): WeightValue {
  const next = S.NextPendingExtrinsicIndex.get(ctx);
  const count = S.CounterForPendingExtrinsics.get(ctx);
  let used = W.queue;
  if (count === 0) return used;
  const lifetime = S.ExtrinsicLifetime.get(ctx);
  for (let index = satSubU32(next, count); index < next; index++) {
    const pending = S.PendingExtrinsics.take(ctx, index);
    used = addWeights(used, pending ? W.removed : W.missing);
    if (pending === undefined) continue;
    S.CounterForPendingExtrinsics.mutate(ctx, (waiting) => satSubU32(waiting, 1));
    const isExpired = satSubU32(ctx.block.number, pending.submitted_at) > lifetime;
    ctx.depositEvent(isExpired ? E.ExtrinsicExpired({ index }) : E.ExtrinsicDecodeFailed({ index }));
  }
  return used;
}

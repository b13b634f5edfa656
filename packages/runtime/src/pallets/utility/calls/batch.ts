/** Batches: `pallets/utility/src/lib.rs`, batch, batch_all, force_batch. */
import {
  type CallValue,
  type Context,
  call,
  dispatchError,
  ensure,
  type Origin,
  outer,
  vec,
  type WeightValue,
  withFilter,
} from "@myelin/frame";
import { addWeights, weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { dispatchInner, withActualWeight } from "../inner.ts";
import { BATCHED_CALLS_LIMIT } from "../limits.ts";

const args = { calls: vec(outer.call) };
type Args = { readonly calls: readonly CallValue[] };

/** Weight of a batch of `count` calls without the calls. */
const batchWeight = (base: bigint, each: bigint) => (count: number) => weight(base + each * BigInt(count), 3983n, 2);

const ofBatch = batchWeight(19_446_696n, 5_450_264n);
const ofBatchAll = batchWeight(13_428_230n, 5_663_250n);
const ofForceBatch = batchWeight(12_134_867n, 5_477_293n);

const announced =
  (own: (count: number) => WeightValue) =>
  ({ calls }: Args, ctx: Context) =>
    addWeights(own(calls.length), ...calls.map((inner) => ctx.dispatchInfo(inner).weight));

/** A batch is free only if every call in it is. */
const pays = ({ calls }: Args, ctx: Context) => calls.some((inner) => ctx.dispatchInfo(inner).paysFee);

function ensureBatch(origin: Origin, calls: readonly CallValue[]): void {
  if (origin.type === "None") throw dispatchError.badOrigin();
  ensure(calls.length <= BATCHED_CALLS_LIMIT, Err.TooManyCalls);
}

export const batch = call({
  index: 0,
  args,
  weight: announced(ofBatch),
  pays,
  docs: "Dispatch calls in order; stop at the first that fails and keep what was done.",
  run(ctx, origin, { calls }) {
    ensureBatch(origin, calls);
    let used: WeightValue = weight(0n);
    for (const [index, inner] of calls.entries()) {
      const result = dispatchInner(ctx, origin, inner);
      used = addWeights(used, result.weight);
      if (result.failure) {
        ctx.depositEvent(E.BatchInterrupted({ index, error: result.failure.error }));
        return { actualWeight: addWeights(ofBatch(index + 1), used) };
      }
      ctx.depositEvent(E.ItemCompleted());
    }
    ctx.depositEvent(E.BatchCompleted());
    return { actualWeight: addWeights(ofBatch(calls.length), used) };
  },
});

const isBatchAll = (inner: CallValue): boolean => inner.type === "Utility" && inner.value.type === "batch_all";

export const batch_all = call({
  index: 2,
  args,
  weight: announced(ofBatchAll),
  pays,
  docs: "Dispatch calls in order; if one fails, undo all.",
  run(ctx, origin, { calls }) {
    ensureBatch(origin, calls);
    const filtered = withFilter(origin, (nested) => !isBatchAll(nested));
    let used: WeightValue = weight(0n);
    for (const [index, inner] of calls.entries()) {
      const result = dispatchInner(ctx, filtered, inner);
      used = addWeights(used, result.weight);
      if (result.failure) throw withActualWeight(result.failure, addWeights(ofBatchAll(index + 1), used));
      ctx.depositEvent(E.ItemCompleted());
    }
    ctx.depositEvent(E.BatchCompleted());
    return { actualWeight: addWeights(ofBatchAll(calls.length), used) };
  },
});

export const force_batch = call({
  index: 4,
  args,
  weight: announced(ofForceBatch),
  pays,
  docs: "Dispatch calls in order, whether or not some fail.",
  run(ctx, origin, { calls }) {
    ensureBatch(origin, calls);
    let used: WeightValue = weight(0n);
    let failed = false;
    for (const inner of calls) {
      const { failure, weight: spent } = dispatchInner(ctx, origin, inner);
      used = addWeights(used, spent);
      failed ||= failure !== undefined;
      ctx.depositEvent(failure ? E.ItemFailed({ error: failure.error }) : E.ItemCompleted());
    }
    ctx.depositEvent(failed ? E.BatchCompletedWithErrors() : E.BatchCompleted());
    return { actualWeight: addWeights(ofForceBatch(calls.length), used) };
  },
});

import { call, dispatchError, outer } from "@myelin/frame";
import { addWeights, weight } from "../../../weights.ts";
import { E } from "../events.ts";
import { dispatchInner, withActualWeight } from "../inner.ts";

const OWN = weight(21_831_000n, 3983n, 2);

/** `pallets/utility/src/lib.rs`, if_else. */
export const if_else = call({
  index: 6,
  args: { main: outer.call, fallback: outer.call },
  weight: ({ main, fallback }, ctx) =>
    addWeights(OWN, ctx.dispatchInfo(main).weight, ctx.dispatchInfo(fallback).weight),
  docs: "Dispatch a call; if it fails, dispatch another instead.",
  run(ctx, origin, { main, fallback }) {
    if (origin.type === "None") throw dispatchError.badOrigin();
    const first = dispatchInner(ctx, origin, main);
    if (!first.failure) {
      ctx.depositEvent(E.IfElseMainSuccess());
      return { actualWeight: addWeights(OWN, first.weight) };
    }
    const second = dispatchInner(ctx, origin, fallback);
    const actualWeight = addWeights(OWN, first.weight, second.weight);
    if (second.failure) throw withActualWeight(second.failure, actualWeight);
    ctx.depositEvent(E.IfElseFallbackCalled({ main_error: first.failure.error }));
    return { actualWeight };
  },
});

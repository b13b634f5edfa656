import {
  type CallValue,
  type Context,
  type DispatchErrorValue,
  DispatchFailure,
  type Origin,
  type PostDispatchInfo,
  type WeightValue,
} from "@myelin/frame";
import { minWeights } from "../../weights.ts";

/** What became of a call inside another call, and the weight it really took. */
export interface InnerResult {
  readonly failure: DispatchFailure | undefined;
  readonly weight: WeightValue;
}

export interface InnerOptions {
  /** Ignores the filters of the runtime and of the origin; always so for root. */
  readonly bypassFilter?: boolean;
}

/** Dispatches `call`, catching its failure (`dispatch` and `dispatch_bypass_filter` of FRAME). */
export function dispatchInner(ctx: Context, origin: Origin, call: CallValue, options: InnerOptions = {}): InnerResult {
  const announced = ctx.dispatchInfo(call).weight;
  const used = (post: PostDispatchInfo) => (post.actualWeight ? minWeights(post.actualWeight, announced) : announced);
  const bypassFilter = origin.type === "Root" || options.bypassFilter === true;
  try {
    const post = ctx.dispatch(origin, call, { ...options, bypassFilter });
    return { failure: undefined, weight: used(post) };
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error;
    return { failure: error, weight: used(error.post) };
  }
}

/** The same failure, with the weight that the outer call really took. */
export function withActualWeight(failure: DispatchFailure, actualWeight: WeightValue): DispatchFailure {
  return new DispatchFailure(failure.error, failure.message, { ...failure.post, actualWeight });
}

/** `DispatchResult` as events carry it. */
export function dispatchResult(failure: DispatchFailure | undefined) {
  const error: DispatchErrorValue | undefined = failure?.error;
  return error === undefined ? ({ ok: true, value: undefined } as const) : ({ ok: false, error } as const);
}

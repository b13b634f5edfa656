/** Calls under another origin: `pallets/utility/src/lib.rs`, as_derivative, dispatch_as, with_weight, dispatch_as_fallible. */
import {
  type AccountId,
  type CallValue,
  type Context,
  call,
  dispatchError,
  ensureRoot,
  ensureSigned,
  NONE,
  type Origin,
  type OriginCallerValue,
  outer,
  ROOT,
  signed,
  u16,
  Weight,
  type WeightValue,
} from "@myelin/frame";
import { addWeights, weight } from "../../../weights.ts";
import { derivativeAccountId } from "../derivative.ts";
import { E } from "../events.ts";
import { dispatchInner, dispatchResult, withActualWeight } from "../inner.ts";

const AS_DERIVATIVE = addWeights(weight(15_378_000n, 3983n, 2), weight(0n, 0n, 1, 1));

const around = (own: WeightValue) => (args: { readonly call: CallValue }, ctx: Context) =>
  addWeights(own, ctx.dispatchInfo(args.call).weight);

export const as_derivative = call({
  index: 1,
  args: { index: u16, call: outer.call },
  weight: around(AS_DERIVATIVE),
  docs: "Dispatch a call as an account derived from the sender's.",
  run(ctx, origin, { index, call: inner }) {
    const pseudonym = derivativeAccountId(ensureSigned(origin), index);
    const result = dispatchInner(ctx, { ...origin, ...signed(pseudonym) }, inner);
    const actualWeight = addWeights(AS_DERIVATIVE, result.weight);
    if (result.failure) throw withActualWeight(result.failure, actualWeight);
    return { actualWeight };
  },
});

function originOf(caller: OriginCallerValue): Origin {
  const { type, value } = caller.value;
  if (type === "Root") return ROOT;
  if (type === "Signed") return signed(value as AccountId);
  if (type === "None") return NONE;
  throw dispatchError.badOrigin();
}

export const dispatch_as = call({
  index: 3,
  args: { as_origin: outer.originCaller, call: outer.call },
  weight: around(weight(6_893_000n)),
  docs: "Dispatch a call under any origin (root); its failure is told by an event only.",
  run(ctx, origin, { as_origin, call: inner }) {
    ensureRoot(origin);
    const { failure } = dispatchInner(ctx, originOf(as_origin), inner, { bypassFilter: true });
    ctx.depositEvent(E.DispatchedAs({ result: dispatchResult(failure) }));
  },
});

export const with_weight = call({
  index: 5,
  args: { call: outer.call, weight: Weight },
  weight: (args) => ({ refTime: args.weight.ref_time, proofSize: args.weight.proof_size }),
  docs: "Dispatch a call as root with a weight of the caller's choice (root).",
  run(ctx, origin, { call: inner }) {
    ensureRoot(origin);
    const { failure } = dispatchInner(ctx, ROOT, inner);
    if (failure) throw failure;
  },
});

export const dispatch_as_fallible = call({
  index: 7,
  args: { as_origin: outer.originCaller, call: outer.call },
  weight: around(weight(7_113_000n)),
  docs: "Dispatch a call under any origin (root); its failure is this call's failure.",
  run(ctx, origin, { as_origin, call: inner }) {
    ensureRoot(origin);
    const { failure } = dispatchInner(ctx, originOf(as_origin), inner, { bypassFilter: true });
    if (failure) throw failure;
    ctx.depositEvent(E.DispatchedAs({ result: dispatchResult(undefined) }));
  },
});

/** Acting as root: `substrate/frame/sudo/src/lib.rs`, sudo, sudo_unchecked_weight, sudo_as. The sudo key pays nothing. */
import { type CallValue, type Context, call, MultiAddress, outer, ROOT, signed, Weight } from "@myelin/frame";
import { lookup } from "../../../lookup.ts";
import { addWeights, weight } from "../../../weights.ts";
import { dispatchInner, dispatchResult } from "../../utility/inner.ts";
import { E } from "../events.ts";
import { ensureSudo } from "../key.ts";

const around = (refTime: bigint) => (args: { readonly call: CallValue }, ctx: Context) =>
  addWeights(weight(refTime, 1517n, 1), ctx.dispatchInfo(args.call).weight);

export const sudo = call({
  index: 0,
  args: { call: outer.call },
  weight: around(10_729_000n),
  docs: "Dispatch a call as root (sudo key).",
  run(ctx, origin, { call: inner }) {
    ensureSudo(ctx, origin);
    const { failure } = dispatchInner(ctx, ROOT, inner);
    ctx.depositEvent(E.Sudid({ sudo_result: dispatchResult(failure) }));
    return { paysFee: false };
  },
});

export const sudo_unchecked_weight = call({
  index: 1,
  args: { call: outer.call, weight: Weight },
  weight: (args) => ({ refTime: args.weight.ref_time, proofSize: args.weight.proof_size }),
  docs: "Dispatch a call as root with a weight of the caller's choice (sudo key).",
  run(ctx, origin, { call: inner }) {
    ensureSudo(ctx, origin);
    const { failure } = dispatchInner(ctx, ROOT, inner);
    ctx.depositEvent(E.Sudid({ sudo_result: dispatchResult(failure) }));
    return { paysFee: false };
  },
});

export const sudo_as = call({
  index: 3,
  args: { who: MultiAddress, call: outer.call },
  weight: around(11_003_000n),
  docs: "Dispatch a call as another account (sudo key).",
  run(ctx, origin, { who, call: inner }) {
    ensureSudo(ctx, origin);
    const { failure } = dispatchInner(ctx, signed(lookup(who)), inner, { bypassFilter: true });
    ctx.depositEvent(E.SudoAsDone({ sudo_result: dispatchResult(failure) }));
    return { paysFee: false };
  },
});

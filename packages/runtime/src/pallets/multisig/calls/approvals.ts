import {
  accountId,
  type CallValue,
  type Context,
  call,
  ensureSigned,
  option,
  outer,
  signed,
  u16,
  type ValueOf,
  vec,
  Weight,
} from "@myelin/frame";
import { addWeights, weight } from "../../../weights.ts";
import { withActualWeight } from "../../utility/inner.ts";
import { dispatchWeighed, encodedCall, multiAccountId, operate, signatoriesWith } from "../operate.ts";
import { CallHash, Timepoint } from "../types.ts";
import { maxWeight, W } from "../weights.ts";

const weightOf = ({ ref_time, proof_size }: ValueOf<typeof Weight>) => ({ refTime: ref_time, proofSize: proof_size });
/** The account of the inner call's origin. */
const INNER_ACCOUNT = weight(0n, 0n, 1, 1);

type Args = { readonly call: CallValue };

export const as_multi_threshold_1 = call({
  index: 0,
  args: { other_signatories: vec(accountId), call: outer.call },
  weight: (args: Args, ctx: Context) =>
    addWeights(W.asMultiThreshold1(encodedCall(args.call).length), INNER_ACCOUNT, ctx.dispatchInfo(args.call).weight),
  class: (args: Args, ctx: Context) => ctx.dispatchInfo(args.call).class,
  docs: "Dispatch a call for a multisig account that needs one approval.",
  run(ctx, origin, { other_signatories, call: inner }) {
    const who = ensureSigned(origin);
    const multisig = multiAccountId(signatoriesWith(who, other_signatories), 1);
    const { failure, actualWeight } = dispatchWeighed(ctx, signed(multisig), inner);
    const own = W.asMultiThreshold1(encodedCall(inner).length);
    const used = actualWeight && addWeights(own, actualWeight);
    if (failure) throw used ? withActualWeight(failure, used) : failure;
    return used ? { actualWeight: used } : {};
  },
});

export const as_multi = call({
  index: 1,
  args: {
    threshold: u16,
    other_signatories: vec(accountId),
    maybe_timepoint: option(Timepoint),
    call: outer.call,
    max_weight: Weight,
  },
  weight(args) {
    const s = args.other_signatories.length;
    const z = encodedCall(args.call).length;
    const own = maxWeight(W.asMultiCreate(s, z), W.asMultiApprove(s, z), W.asMultiComplete(s, z));
    return addWeights(own, weightOf(args.max_weight));
  },
  docs: "Approve a call of a multisig account, and dispatch it with the last approval.",
  run(ctx, origin, { threshold, other_signatories: others, maybe_timepoint: timepoint, call: value, max_weight }) {
    const who = ensureSigned(origin);
    const { hash, length } = encodedCall(value);
    return operate(ctx, { who, threshold, others, timepoint, hash, call: { value, length }, maxWeight: max_weight });
  },
});

export const approve_as_multi = call({
  index: 2,
  args: {
    threshold: u16,
    other_signatories: vec(accountId),
    maybe_timepoint: option(Timepoint),
    call_hash: CallHash,
    max_weight: Weight,
  },
  weight(args) {
    const s = args.other_signatories.length;
    return addWeights(maxWeight(W.approveAsMultiCreate(s), W.approveAsMultiApprove(s)), weightOf(args.max_weight));
  },
  docs: "Approve a call of a multisig account by its hash.",
  run(ctx, origin, { threshold, other_signatories: others, maybe_timepoint: timepoint, call_hash, max_weight }) {
    const who = ensureSigned(origin);
    return operate(ctx, { who, threshold, others, timepoint, hash: call_hash, maxWeight: max_weight });
  },
});

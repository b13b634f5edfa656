/** Approvals and what they lead to (`substrate/frame/multisig/src/lib.rs`). */
import {
  type AccountId,
  accountId,
  type CallValue,
  type Context,
  DispatchFailure,
  ensure,
  type Origin,
  outer,
  type PostDispatchInfo,
  signed,
  u16,
  type ValueOf,
  vec,
  type Weight,
  type WeightValue,
} from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { addWeights } from "../../weights.ts";
import { reserve, unreserve } from "../balances/balances.ts";
import { currentPosition, type Position } from "../system/position.ts";
import { dispatchResult } from "../utility/inner.ts";
import { depositFor, MAX_SIGNATORIES } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";
import type { Operation } from "./types.ts";
import { W } from "./weights.ts";

const signatoryList = vec(accountId);

/** The account that `threshold` of the given accounts command together. `signatories` must be ordered. */
export function multiAccountId(signatories: readonly AccountId[], threshold: number): AccountId {
  const entropy = concat(
    utf8("modlpy/utilisuba"),
    signatoryList.codec.encode([...signatories]),
    u16.codec.encode(threshold),
  );
  return toHex(blake2b256(entropy));
}

/** @throws TooFewSignatories, TooManySignatories, SignatoriesOutOfOrder, SenderInSignatories */
export function signatoriesWith(who: AccountId, others: readonly AccountId[]): AccountId[] {
  ensure(others.length > 0, Err.TooFewSignatories);
  ensure(others.length < MAX_SIGNATORIES, Err.TooManySignatories);
  for (const [i, other] of others.entries()) {
    ensure(i === 0 || others[i - 1]! < other, Err.SignatoriesOutOfOrder);
    ensure(other !== who, Err.SenderInSignatories);
  }
  return [...others, who].sort();
}

/** The multisig account of a call's arguments. @throws MinimumThreshold, and the errors of {@link signatoriesWith} */
export function multisigOf(who: AccountId, threshold: number, others: readonly AccountId[]): AccountId {
  ensure(threshold >= 2, Err.MinimumThreshold);
  return multiAccountId(signatoriesWith(who, others), threshold);
}

export interface Approval {
  readonly who: AccountId;
  readonly threshold: number;
  readonly others: readonly AccountId[];
  readonly timepoint: Position | undefined;
  readonly hash: Uint8Array;
  /** The call itself and its length in bytes, where the approval brings it. */
  readonly call?: { readonly value: CallValue; readonly length: number };
  readonly maxWeight: ValueOf<typeof Weight>;
}

export function encodedCall(value: CallValue): { hash: Uint8Array; length: number } {
  const bytes = outer.call.codec.encode(value);
  return { hash: blake2b256(bytes), length: bytes.length };
}

/**
 * Counts an approval: begins the operation, adds to it, or, with the last one and the call at hand, dispatches.
 *
 * @throws MinimumThreshold, errors of the signatories, NoTimepoint, WrongTimepoint, UnexpectedTimepoint, AlreadyApproved,
 *   MaxWeightTooLow, Balances.InsufficientBalance
 */
export function operate(ctx: Context, approval: Approval): PostDispatchInfo {
  const { who, threshold, others, timepoint, hash } = approval;
  const multisig = multisigOf(who, threshold, others);
  const operation = S.Multisigs.get(ctx, multisig, hash);
  if (operation === undefined) return begin(ctx, multisig, approval);
  ensure(timepoint !== undefined, Err.NoTimepoint);
  const { when, approvals } = operation;
  ensure(when.height === timepoint.height && when.index === timepoint.index, Err.WrongTimepoint);
  const isNew = approvals.length < threshold && !approvals.includes(who);
  const count = approvals.length + (isNew ? 1 : 0);
  if (approval.call && count >= threshold) return execute(ctx, multisig, operation, approval, approval.call);
  ensure(isNew, Err.AlreadyApproved);
  S.Multisigs.set(ctx, multisig, hash, { ...operation, approvals: [...approvals, who].sort() });
  ctx.depositEvent(E.MultisigApproval({ approving: who, timepoint: when, multisig, call_hash: hash }));
  return { actualWeight: W.asMultiApprove(others.length, approval.call?.length) };
}

function begin(ctx: Context, multisig: AccountId, { who, threshold, others, timepoint, hash, call }: Approval) {
  ensure(timepoint === undefined, Err.UnexpectedTimepoint);
  const deposit = depositFor(threshold);
  reserve(ctx, who, deposit);
  S.Multisigs.set(ctx, multisig, hash, { when: currentPosition(ctx), deposit, depositor: who, approvals: [who] });
  ctx.depositEvent(E.NewMultisig({ approving: who, multisig, call_hash: hash }));
  return { actualWeight: W.asMultiCreate(others.length, call?.length) };
}

function execute(
  ctx: Context,
  multisig: AccountId,
  { when, depositor, deposit }: Operation,
  { who, others, hash, maxWeight }: Approval,
  call: NonNullable<Approval["call"]>,
): PostDispatchInfo {
  const { refTime, proofSize } = ctx.dispatchInfo(call.value).weight;
  ensure(refTime <= maxWeight.ref_time && proofSize <= maxWeight.proof_size, Err.MaxWeightTooLow);
  // Gone before the call runs, so that the call cannot run twice.
  S.Multisigs.remove(ctx, multisig, hash);
  unreserve(ctx, depositor, deposit);
  const { failure, actualWeight } = dispatchWeighed(ctx, signed(multisig), call.value);
  const result = dispatchResult(failure);
  ctx.depositEvent(E.MultisigExecuted({ approving: who, timepoint: when, multisig, call_hash: hash, result }));
  if (actualWeight === undefined) return {};
  return { actualWeight: addWeights(W.asMultiComplete(others.length, call.length), actualWeight) };
}

/** Dispatches a call, catching its failure; the weight only where the call corrects it. */
export function dispatchWeighed(
  ctx: Context,
  origin: Origin,
  call: CallValue,
): { failure: DispatchFailure | undefined; actualWeight: WeightValue | undefined } {
  try {
    return { failure: undefined, actualWeight: ctx.dispatch(origin, call).actualWeight };
  } catch (error) {
    if (!(error instanceof DispatchFailure)) throw error;
    return { failure: error, actualWeight: error.post.actualWeight };
  }
}

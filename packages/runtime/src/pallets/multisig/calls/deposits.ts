import { accountId, call, ensure, ensureSigned, u16, vec } from "@myelin/frame";
import { reserve, unreserve } from "../../balances/balances.ts";
import { depositFor } from "../constants.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { multisigOf } from "../operate.ts";
import { S } from "../storage.ts";
import { CallHash, Timepoint } from "../types.ts";
import { W } from "../weights.ts";

export const cancel_as_multi = call({
  index: 3,
  args: { threshold: u16, other_signatories: vec(accountId), timepoint: Timepoint, call_hash: CallHash },
  weight: ({ other_signatories }) => W.cancelAsMulti(other_signatories.length),
  docs: "Give up an operation that the sender began; the deposit comes back.",
  run(ctx, origin, { threshold, other_signatories, timepoint, call_hash }) {
    const who = ensureSigned(origin);
    const multisig = multisigOf(who, threshold, other_signatories);
    const operation = S.Multisigs.get(ctx, multisig, call_hash);
    ensure(operation !== undefined, Err.NotFound);
    const { when, depositor, deposit } = operation;
    ensure(when.height === timepoint.height && when.index === timepoint.index, Err.WrongTimepoint);
    ensure(depositor === who, Err.NotOwner);
    unreserve(ctx, depositor, deposit);
    S.Multisigs.remove(ctx, multisig, call_hash);
    ctx.depositEvent(E.MultisigCancelled({ cancelling: who, timepoint, multisig, call_hash }));
  },
});

export const poke_deposit = call({
  index: 4,
  args: { threshold: u16, other_signatories: vec(accountId), call_hash: CallHash },
  weight: ({ other_signatories }) => W.pokeDeposit(other_signatories.length),
  docs: "Bring the deposit of an operation that the sender began to today's rate; free if that changes it.",
  run(ctx, origin, { threshold, other_signatories, call_hash }) {
    const who = ensureSigned(origin);
    const multisig = multisigOf(who, threshold, other_signatories);
    const operation = S.Multisigs.get(ctx, multisig, call_hash);
    ensure(operation !== undefined, Err.NotFound);
    ensure(operation.depositor === who, Err.NotOwner);
    const [old_deposit, new_deposit] = [operation.deposit, depositFor(threshold)];
    if (old_deposit === new_deposit) return { paysFee: true };
    if (new_deposit > old_deposit) reserve(ctx, who, new_deposit - old_deposit);
    else unreserve(ctx, who, old_deposit - new_deposit);
    S.Multisigs.set(ctx, multisig, call_hash, { ...operation, deposit: new_deposit });
    ctx.depositEvent(E.DepositPoked({ who, call_hash, old_deposit, new_deposit }));
    return { paysFee: false };
  },
});

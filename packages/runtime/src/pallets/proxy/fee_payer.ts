/** Who pays for a proxied call: the account acted for, if it said so (`runtime/src/transaction_payment_wrapper.rs`). */
import type { AccountId, CallValue, Context, MultiAddressValue } from "@myelin/frame";
import { attempt } from "../../attempt.ts";
import { lookup } from "../../lookup.ts";
import { S } from "./storage.ts";

const BATCHES = new Set(["batch", "batch_all", "force_batch"]);

/** The payer of a call that `signer` signed: the signer, its real account, or that one's real account. */
export function feePayer(ctx: Context, signer: AccountId, call: CallValue): AccountId {
  const outer = payingReal(ctx, signer, call);
  if (outer === undefined) return signer;
  const inner = call.value.value["call"] as CallValue;
  return payingReal(ctx, outer, inner) ?? payingRealOfBatch(ctx, outer, inner) ?? outer;
}

/** The account that a proxy call acts for. */
function realOf(call: CallValue): AccountId | undefined {
  if (call.type !== "Proxy" || call.value.type !== "proxy") return undefined;
  return attempt(() => lookup(call.value.value["real"] as MultiAddressValue));
}

function payingReal(ctx: Context, delegate: AccountId, call: CallValue): AccountId | undefined {
  const real = realOf(call);
  return real !== undefined && S.RealPaysFee.contains(ctx, real, delegate) ? real : undefined;
}

/** The same for a batch, all of whose items act for one account. */
function payingRealOfBatch(ctx: Context, delegate: AccountId, call: CallValue): AccountId | undefined {
  if (call.type !== "Utility" || !BATCHES.has(call.value.type)) return undefined;
  const [first, ...rest] = call.value.value["calls"] as readonly CallValue[];
  const real = first && payingReal(ctx, delegate, first);
  return real !== undefined && rest.every((item) => realOf(item) === real) ? real : undefined;
}

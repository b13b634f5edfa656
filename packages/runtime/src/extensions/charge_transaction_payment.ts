/**
 * The fee: taken before the call, corrected after it. Priority is flat, so that tips buy nothing.
 * Sources: `substrate/frame/transaction-payment/src/lib.rs`, `runtime/src/transaction_payment_wrapper.rs`.
 */
import { type AccountId, compact, type DispatchInfo, extension, newtype, u64, unit } from "@myelin/frame";
import { feePayer } from "../pallets/proxy/fee_payer.ts";
import { ensureCanPayFee, settleFee, type WithdrawnFee, withdrawFee } from "../pallets/transaction_payment/charge.ts";
import { computeFee, feeDetails, totalFee } from "../pallets/transaction_payment/fees.ts";

const NORMAL_PRIORITY = 1n;
const OPERATIONAL_PRIORITY = 10_000_000_000n;

interface Pre {
  /** Who pays. */
  readonly who: AccountId;
  readonly tip: bigint;
  readonly withdrawn: WithdrawnFee;
}

const priority = (info: DispatchInfo): bigint =>
  info.class === "operational" ? OPERATIONAL_PRIORITY : NORMAL_PRIORITY;

export const ChargeTransactionPayment = extension<bigint, undefined, Pre>({
  identifier: "ChargeTransactionPayment",
  type: newtype("pallet_transaction_payment::ChargeTransactionPayment", compact(u64), { params: [{ name: "T" }] }),
  additional: unit,
  validate(ctx, who, call, tip, info, length) {
    ensureCanPayFee(ctx, feePayer(ctx, who, call), call, computeFee(length, info, tip));
    return { priority: priority(info) };
  },
  prepare(ctx, who, call, tip, info, length) {
    const payer = feePayer(ctx, who, call);
    return { who: payer, tip, withdrawn: withdrawFee(ctx, payer, call, computeFee(length, info, tip)) };
  },
  postDispatch(ctx, { who, tip, withdrawn }, info, post, length) {
    const fee = totalFee(feeDetails(length, post.weight, info.paysFee && post.paysFee, tip));
    settleFee(ctx, who, withdrawn, fee, tip);
    return undefined;
  },
});

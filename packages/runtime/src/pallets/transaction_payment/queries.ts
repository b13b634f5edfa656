/** What a transaction would cost: `substrate/frame/transaction-payment/src/lib.rs`, query_info and its kin. */
import {
  type Context,
  DispatchClass,
  type DispatchInfo,
  type Extrinsic,
  option,
  outer,
  runtimeApi,
  struct,
  u32,
  u64,
  Weight,
  type WeightValue,
} from "@myelin/frame";
import { computeFee, feeDetails, lengthToFee, weightToFee } from "./fees.ts";

const balance = [{ name: "Balance", type: u64 }];

const RuntimeDispatchInfo = struct(
  "pallet_transaction_payment::types::RuntimeDispatchInfo",
  { weight: Weight, class: DispatchClass, partial_fee: u64 },
  { params: [...balance, { name: "Weight", type: Weight }] },
);

const InclusionFee = struct(
  "pallet_transaction_payment::types::InclusionFee",
  { base_fee: u64, len_fee: u64, adjusted_weight_fee: u64 },
  { params: balance },
);

const FeeDetails = struct(
  "pallet_transaction_payment::types::FeeDetails",
  { inclusion_fee: option(InclusionFee), tip: u64 },
  { params: balance },
);

const CLASSES = { normal: "Normal", operational: "Operational", mandatory: "Mandatory" } as const;

function dispatchInfoOf(info: DispatchInfo, length: number, signed: boolean) {
  const { refTime, proofSize } = info.weight;
  return {
    weight: { ref_time: refTime, proof_size: proofSize },
    class: CLASSES[info.class],
    partial_fee: signed ? computeFee(length, info, 0n) : 0n,
  };
}

const detailsOf = (info: DispatchInfo, length: number) => feeDetails(length, info.weight, info.paysFee, 0n);

const fromStored = (weight: { ref_time: bigint; proof_size: bigint }): WeightValue => ({
  refTime: weight.ref_time,
  proofSize: weight.proof_size,
});

const conversions = {
  query_weight_to_fee: {
    args: { weight: Weight },
    result: u64,
    docs: "Fee of a weight, in rao.",
    run: (_ctx: Context, { weight }: { weight: { ref_time: bigint; proof_size: bigint } }) =>
      weightToFee(fromStored(weight)),
  },
  query_length_to_fee: {
    args: { length: u32 },
    result: u64,
    docs: "Fee of a length, in rao.",
    run: (_ctx: Context, { length }: { length: number }) => lengthToFee(length),
  },
};

const ofExtrinsic = { uxt: outer.extrinsic, len: u32 };
type OfExtrinsic = { uxt: Extrinsic; len: number };

export const TransactionPaymentApi = runtimeApi("TransactionPaymentApi", 4, {
  query_info: {
    args: ofExtrinsic,
    result: RuntimeDispatchInfo,
    docs: "Weight, class and fee (without tip) of an extrinsic of `len` bytes.",
    run: (ctx: Context, { uxt, len }: OfExtrinsic) =>
      uxt.kind === "signed"
        ? dispatchInfoOf(ctx.dispatchInfo(uxt.call), len, true)
        : dispatchInfoOf(ctx.dispatchInfo(uxt.call), len, false),
  },
  query_fee_details: {
    args: ofExtrinsic,
    result: FeeDetails,
    docs: "The fee of an extrinsic by its parts.",
    run: (ctx: Context, { uxt, len }: OfExtrinsic) =>
      uxt.kind === "signed" ? detailsOf(ctx.dispatchInfo(uxt.call), len) : { inclusion_fee: undefined, tip: 0n },
  },
  ...conversions,
});

export const TransactionPaymentCallApi = runtimeApi("TransactionPaymentCallApi", 3, {
  query_call_info: {
    args: { call: outer.call, len: u32 },
    result: RuntimeDispatchInfo,
    docs: "Weight, class and fee of a call, without what transaction extensions add.",
    run: (ctx, { call, len }) => dispatchInfoOf(ctx.dispatchInfo(call), len, true),
  },
  query_call_fee_details: {
    args: { call: outer.call, len: u32 },
    result: FeeDetails,
    docs: "The fee of a call by its parts.",
    run: (ctx, { call, len }) => detailsOf(ctx.dispatchInfo(call), len),
  },
  ...conversions,
});

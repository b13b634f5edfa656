import { concat } from "@myelin/primitives/bytes";
import { type CodecValue, compactU64, option, struct, u8, u32, u64 } from "@myelin/primitives/scale";
import { callAt } from "../blocks.ts";
import type { Methods, RpcServices } from "../handler.ts";
import type { Params } from "../params.ts";

const RuntimeDispatchInfo = struct({
  weight: struct({ ref_time: compactU64, proof_size: compactU64 }),
  class: u8,
  partialFee: u64,
});
const FeeDetails = struct({
  inclusionFee: option(struct({ baseFee: u64, lenFee: u64, adjustedWeightFee: u64 })),
  tip: u64,
});
const CLASSES = ["normal", "operational", "mandatory"] as const;

/** `payment_*`: what a transaction would cost (`substrate/frame/transaction-payment/rpc/src/lib.rs`). In rao. */
export function paymentMethods({ chain }: RpcServices): Methods {
  const ask = (api: string, params: Params): Uint8Array => {
    const extrinsic = params.bytes(0, "encodedXt");
    return callAt(chain, api, concat(extrinsic, u32.encode(extrinsic.length)), params.optionalHash(1));
  };
  return {
    payment_queryInfo: (params) =>
      infoJson(RuntimeDispatchInfo.decode(ask("TransactionPaymentApi_query_info", params))),
    payment_queryFeeDetails: (params) =>
      detailsJson(FeeDetails.decode(ask("TransactionPaymentApi_query_fee_details", params))),
  };
}

function infoJson({ weight, class: index, partialFee }: CodecValue<typeof RuntimeDispatchInfo>) {
  return {
    weight: { ref_time: Number(weight.ref_time), proof_size: Number(weight.proof_size) },
    class: CLASSES[index],
    partialFee: partialFee.toString(),
  };
}

function detailsJson({ inclusionFee }: CodecValue<typeof FeeDetails>) {
  if (!inclusionFee) return { inclusionFee: null };
  const { baseFee, lenFee, adjustedWeightFee } = inclusionFee;
  return {
    inclusionFee: {
      baseFee: hexNumber(baseFee),
      lenFee: hexNumber(lenFee),
      adjustedWeightFee: hexNumber(adjustedWeightFee),
    },
  };
}

function hexNumber(amount: bigint): string {
  return `0x${amount.toString(16)}`;
}

import { accountId, events, u64 } from "@myelin/frame";

/** `substrate/frame/transaction-payment/src/lib.rs`, Event. Amounts in rao, tip included in the fee. */
export const E = events("TransactionPayment", {
  TransactionFeePaid: [0, { who: accountId, actual_fee: u64, tip: u64 }],
});

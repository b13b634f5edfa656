import { fixedU128, names, storage, value } from "@myelin/frame";

/** One, as FixedU128. */
export const MULTIPLIER_ONE = 10n ** 18n;

const Releases = names("pallet_transaction_payment::Releases", "V1Ancient", "V2");

/** `substrate/frame/transaction-payment/src/lib.rs`, storage. */
export const S = storage("TransactionPayment", {
  NextFeeMultiplier: value(fixedU128, { default: MULTIPLIER_ONE, docs: "Factor on the weight fee: always one." }),
  StorageVersion: value(Releases, { default: "V1Ancient", docs: "Layout of this pallet's storage." }),
});

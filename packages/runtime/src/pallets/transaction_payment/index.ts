import { type Context, constant, pallet, u8 } from "@myelin/frame";
import { E } from "./events.ts";
import { TransactionPaymentApi, TransactionPaymentCallApi } from "./queries.ts";
import { MULTIPLIER_ONE, S } from "./storage.ts";

/** Fees (index 6). The multiplier is constant: one. */
export const transactionPayment = pallet({
  name: "TransactionPayment",
  index: 6,
  storage: S,
  events: E,
  constants: { OperationalFeeMultiplier: constant(u8, 5) },
  hooks: {
    genesis(ctx: Context) {
      S.NextFeeMultiplier.set(ctx, MULTIPLIER_ONE);
      S.StorageVersion.set(ctx, "V2");
    },
  },
  apis: [TransactionPaymentApi, TransactionPaymentCallApi],
});

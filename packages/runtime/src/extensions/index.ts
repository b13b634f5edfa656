import type { TransactionExtension } from "@myelin/frame";
import { ChargeTransactionPayment } from "./charge_transaction_payment.ts";
import { CheckWeight } from "./check_weight.ts";
import {
  CheckMetadataHash,
  CheckShieldedTxValidity,
  DrandPriority,
  SubtensorTransactionExtension,
  SudoTransactionExtension,
} from "./subtensor.ts";
import {
  CheckGenesis,
  CheckMortality,
  CheckNonce,
  CheckNonZeroSender,
  CheckSpecVersion,
  CheckTxVersion,
} from "./system.ts";

/** The thirteen extensions in the order in which they are signed (`runtime/src/lib.rs`, TransactionExtensions). */
export const extensions: readonly TransactionExtension[] = [
  CheckNonZeroSender,
  CheckSpecVersion,
  CheckTxVersion,
  CheckGenesis,
  CheckMortality,
  CheckNonce,
  CheckWeight,
  ChargeTransactionPayment,
  SudoTransactionExtension,
  CheckShieldedTxValidity,
  SubtensorTransactionExtension,
  DrandPriority,
  CheckMetadataHash,
];

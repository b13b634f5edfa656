import { MyelinError } from "@myelin/primitives/errors";

/** Variants of `sp_runtime::transaction_validity::InvalidTransaction`, in SCALE order; `Custom` carries a u8. */
export const INVALID_TRANSACTION = [
  "Call",
  "Payment",
  "Future",
  "Stale",
  "BadProof",
  "AncientBirthBlock",
  "ExhaustsResources",
  "Custom",
  "BadMandatory",
  "MandatoryValidation",
  "BadSigner",
  "IndeterminateImplicit",
  "UnknownOrigin",
] as const;

/** Variants of `sp_runtime::transaction_validity::UnknownTransaction`, in SCALE order; `Custom` carries a u8. */
export const UNKNOWN_TRANSACTION = ["CannotLookup", "NoUnsignedValidator", "Custom"] as const;

export type InvalidTransactionName = (typeof INVALID_TRANSACTION)[number];
export type UnknownTransactionName = (typeof UNKNOWN_TRANSACTION)[number];

/** A transaction that may not enter the pool or a block. Nothing was changed by it. */
export class TransactionValidityError extends MyelinError {
  readonly kind: "Invalid" | "Unknown";
  readonly type: InvalidTransactionName | UnknownTransactionName;
  /** The number of a `Custom` error. */
  readonly custom: number | undefined;

  constructor(
    kind: "Invalid" | "Unknown",
    type: InvalidTransactionName | UnknownTransactionName,
    custom?: number,
    message = `${kind} transaction: ${type}${custom === undefined ? "" : `(${custom})`}`,
  ) {
    super("TRANSACTION_VALIDITY", message, { details: { kind, type, custom } });
    this.kind = kind;
    this.type = type;
    this.custom = custom;
  }
}

/** `invalid("Payment")`, `invalid("Custom", 6)` */
export function invalid(type: InvalidTransactionName, custom?: number): TransactionValidityError {
  return new TransactionValidityError("Invalid", type, custom);
}

export function unknown(type: UnknownTransactionName, custom?: number): TransactionValidityError {
  return new TransactionValidityError("Unknown", type, custom);
}

/** Where a transaction came from (`sp_runtime::transaction_validity::TransactionSource`). */
export type TransactionSource = "InBlock" | "Local" | "External";

/** What the pool needs to order a transaction. `requires` and `provides` are opaque tags; `longevity` in blocks. */
export interface ValidTransaction {
  readonly priority: bigint;
  readonly requires: readonly Uint8Array[];
  readonly provides: readonly Uint8Array[];
  readonly longevity: bigint;
  readonly propagate: boolean;
}

const U64_MAX = (1n << 64n) - 1n;

export const VALID: ValidTransaction = {
  priority: 0n,
  requires: [],
  provides: [],
  longevity: U64_MAX,
  propagate: true,
};

/** Sum of priorities, union of tags, shortest longevity (`ValidTransaction::combine_with`). */
export function combineValidity(a: ValidTransaction, b: Partial<ValidTransaction>): ValidTransaction {
  const priority = a.priority + (b.priority ?? 0n);
  return {
    priority: priority > U64_MAX ? U64_MAX : priority,
    requires: b.requires ? [...a.requires, ...b.requires] : a.requires,
    provides: b.provides ? [...a.provides, ...b.provides] : a.provides,
    longevity: b.longevity !== undefined && b.longevity < a.longevity ? b.longevity : a.longevity,
    propagate: a.propagate && (b.propagate ?? true),
  };
}

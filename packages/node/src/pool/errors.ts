import type { Hash, TransactionValidityError } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";

/** `sp_runtime::transaction_validity::InvalidTransaction` as text. */
const INVALID_TEXT: Readonly<Record<string, string>> = {
  Call: "Transaction call is not expected",
  Payment: "Inability to pay some fees (e.g. account balance too low)",
  Future: "Transaction will be valid in the future",
  Stale: "Transaction is outdated",
  BadProof: "Transaction has a bad signature",
  AncientBirthBlock: "Transaction has an ancient birth block",
  ExhaustsResources: "Transaction would exhaust the block limits",
  BadMandatory: "A call was labelled as mandatory, but resulted in an Error.",
  MandatoryValidation: "Transaction dispatch is mandatory; transactions must not be validated.",
  BadSigner: "Invalid signing address",
  IndeterminateImplicit: "The implicit data was unable to be calculated",
  UnknownOrigin: "The transaction extension did not authorize any origin",
};

/** The pool refuses a transaction. `rpc` is what JSON-RPC clients are told. */
export class PoolError extends MyelinError {
  readonly rpc: { readonly code: number; readonly message: string; readonly data?: string };

  constructor(code: string, rpc: { code: number; message: string; data?: string }, cause?: unknown) {
    super(code, rpc.data === undefined ? rpc.message : `${rpc.message}: ${rpc.data}`, { details: { rpc }, cause });
    this.rpc = rpc;
  }
}

/**
 * Every way in which the pool refuses a transaction, with the numbers and texts of
 * `substrate/client/rpc-api/src/author/error.rs`, which clients compare.
 */
export const poolErrors = {
  badFormat: (reason: string) =>
    new PoolError("POOL_BAD_FORMAT", { code: 1001, message: `Extrinsic has invalid format: ${reason}` }),
  verification: (reason: string, cause?: unknown) =>
    new PoolError("POOL_VERIFICATION", { code: 1002, message: `Verification Error: ${reason}`, data: reason }, cause),
  invalid: (error: TransactionValidityError) =>
    new PoolError("POOL_INVALID", { code: 1010, message: "Invalid Transaction", data: invalidText(error) }, error),
  unknown: (error: TransactionValidityError) =>
    new PoolError(
      "POOL_UNKNOWN",
      { code: 1011, message: "Unknown Transaction Validity", data: debugText(error) },
      error,
    ),
  banned: () => new PoolError("POOL_BANNED", { code: 1012, message: "Transaction is temporarily banned" }),
  alreadyImported: (hash: Hash) =>
    new PoolError("POOL_ALREADY_IMPORTED", { code: 1013, message: "Transaction Already Imported", data: hash }),
  priorityTooLow: (old: bigint, offered: bigint) =>
    new PoolError("POOL_PRIORITY_TOO_LOW", {
      code: 1014,
      message: `Priority is too low: (${old} vs ${offered})`,
      data: "The transaction has too low priority to replace another transaction already in the pool.",
    }),
  full: () =>
    new PoolError("POOL_FULL", {
      code: 1016,
      message: "Immediately Dropped",
      data: "The transaction couldn't enter the pool because of the limit",
    }),
  stopping: () =>
    new PoolError("POOL_STOPPING", { code: 1016, message: "Immediately Dropped", data: "The node is stopping" }),
  noTags: () =>
    new PoolError("POOL_NO_TAGS", {
      code: 1019,
      message: "No tags provided",
      data: "Transaction does not provide any tags, so the pool can't identify it",
    }),
  futureRefused: () =>
    new PoolError("POOL_FUTURE_REFUSED", { code: 1021, message: "The pool is not accepting future transactions" }),
} as const;

/** What the runtime says of a transaction, as the pool's error. */
export function fromValidity(error: TransactionValidityError): PoolError {
  return error.kind === "Invalid" ? poolErrors.invalid(error) : poolErrors.unknown(error);
}

export function invalidText({ type, custom }: TransactionValidityError): string {
  return type === "Custom" ? `Custom error: ${custom}` : (INVALID_TEXT[type] ?? type);
}

function debugText({ type, custom }: TransactionValidityError): string {
  return type === "Custom" ? `Custom(${custom})` : type;
}

import type { CallValue } from "./call.ts";
import type { Context } from "./context.ts";
import type { AppliedResult } from "./system-interface.ts";
import type { AccountId, Hash, Type } from "./types/index.ts";
import type { TransactionSource, ValidTransaction } from "./validity.ts";
import type { DispatchInfo, WeightValue } from "./weight.ts";

/** What the implicit part of a signature may depend on. */
export interface ImplicitEnv {
  readonly specVersion: number;
  readonly transactionVersion: number;
  readonly genesisHash: Hash;
  /** Number of the block the transaction will be part of, at the earliest. */
  readonly blockNumber: number;
  /** Hash of an ancestor; undefined when it is too old to be known. */
  blockHash(number: number): Hash | undefined;
}

/**
 * A transaction extension (signed extension): bytes in the extrinsic, bytes that are only signed, checks before a call
 * and work after it. Extensions run in the order of the runtime's list.
 *
 * `V` value in the extrinsic, `I` implicit value, `P` what `prepare` hands to `postDispatch`.
 *
 * `length` is the size of the extrinsic in bytes, length prefix included.
 *
 * Source: `substrate/primitives/runtime/src/traits/transaction_extension/mod.rs` of polkadot-sdk.
 */
export interface TransactionExtension<V = unknown, I = unknown, P = unknown> {
  /** Name in the metadata; clients recognise extensions by it. */
  readonly identifier: string;
  /** Type in the extrinsic, e.g. `newtype("frame_system::extensions::check_nonce::CheckNonce", compact(u32))`. */
  readonly type: Type<V>;
  /** Type of the implicit data, `unit` if none. */
  readonly additional: Type<I>;
  /** The implicit data. Throws a TransactionValidityError when it cannot be known. Absent when `additional` is unit. */
  implicit?(value: V, env: ImplicitEnv): I;
  /** Checks a signed transaction, without lasting effect. Throws a TransactionValidityError to refuse it. */
  validate?(
    ctx: Context,
    who: AccountId,
    call: CallValue,
    value: V,
    info: DispatchInfo,
    length: number,
    source: TransactionSource,
  ): Partial<ValidTransaction> | undefined;
  /** Runs after all `validate`, just before the call: takes the fee, bumps the nonce. May throw as `validate` does. */
  prepare?(ctx: Context, who: AccountId, call: CallValue, value: V, info: DispatchInfo, length: number): P;
  /** Runs after the call. May return weight that was announced but not used. */
  postDispatch?(
    ctx: Context,
    pre: P,
    info: DispatchInfo,
    post: { weight: WeightValue; paysFee: boolean },
    length: number,
    result: AppliedResult,
  ): WeightValue | undefined;
  /** Checks a bare (unsigned) transaction or inherent. */
  bareValidate?(
    ctx: Context,
    call: CallValue,
    info: DispatchInfo,
    length: number,
  ): Partial<ValidTransaction> | undefined;
  /** Lasting effect of a bare transaction before its call. */
  barePrepare?(ctx: Context, call: CallValue, info: DispatchInfo, length: number): void;
  barePostDispatch?(
    ctx: Context,
    info: DispatchInfo,
    post: { weight: WeightValue; paysFee: boolean },
    length: number,
    result: AppliedResult,
  ): void;
}

/**
 * Declares an extension.
 *
 * ```ts
 * export const CheckSpecVersion = extension({
 *   identifier: "CheckSpecVersion",
 *   type: struct("frame_system::extensions::check_spec_version::CheckSpecVersion", {}),
 *   additional: u32,
 *   implicit: (_, env) => env.specVersion,
 * });
 * ```
 */
export function extension<V, I, P = undefined>(definition: TransactionExtension<V, I, P>): TransactionExtension {
  return definition as unknown as TransactionExtension;
}

import { accountId, bool, bytes, fixedBytes, h256, str, u8, u32, u64, unit } from "./basic.ts";
import { btreeMap, compact, result, tuple, vec } from "./collections.ts";
import { enumeration, names, newtype, struct } from "./composites.ts";
import { outer } from "./outer.ts";
import type { Type, ValueOf } from "./type.ts";

// Types that every Substrate chain has; paths and indices are those of polkadot-sdk.

export const Weight = struct("sp_weights::weight_v2::Weight", { ref_time: compact(u64), proof_size: compact(u64) });

export const DispatchClass = names("frame_support::dispatch::DispatchClass", "Normal", "Operational", "Mandatory");
export const Pays = names("frame_support::dispatch::Pays", "Yes", "No");

/** What the events ExtrinsicSuccess and ExtrinsicFailed tell of an extrinsic. */
export const DispatchEventInfo = struct("frame_system::DispatchEventInfo", {
  weight: Weight,
  class: DispatchClass,
  pays_fee: Pays,
});

export const ModuleError = struct("sp_runtime::ModuleError", { index: u8, error: fixedBytes(4) });

export const TokenError = names(
  "sp_runtime::TokenError",
  "FundsUnavailable",
  "OnlyProvider",
  "BelowMinimum",
  "CannotCreate",
  "UnknownAsset",
  "Frozen",
  "Unsupported",
  "CannotCreateHold",
  "NotExpendable",
  "Blocked",
);

export const ArithmeticError = names("sp_arithmetic::ArithmeticError", "Underflow", "Overflow", "DivisionByZero");
export const TransactionalError = names("sp_runtime::TransactionalError", "LimitReached", "NoLayer");

export const TrieError = names(
  "sp_runtime::proving_trie::TrieError",
  "InvalidStateRoot",
  "IncompleteDatabase",
  "ValueAtIncompleteKey",
  "DecoderError",
  "InvalidHash",
  "DuplicateKey",
  "ExtraneousNode",
  "ExtraneousValue",
  "ExtraneousHashReference",
  "InvalidChildReference",
  "ValueMismatch",
  "IncompleteProof",
  "RootMismatch",
  "DecodeError",
);

/** Why a dispatched call failed. */
export const DispatchError = enumeration("sp_runtime::DispatchError", {
  Other: [0],
  CannotLookup: [1],
  BadOrigin: [2],
  Module: [3, ModuleError],
  ConsumerRemaining: [4],
  NoProviders: [5],
  TooManyConsumers: [6],
  Token: [7, TokenError],
  Arithmetic: [8, ArithmeticError],
  Transactional: [9, TransactionalError],
  Exhausted: [10],
  Corruption: [11],
  Unavailable: [12],
  RootNotAllowed: [13],
  Trie: [14, TrieError],
});
export type DispatchErrorValue = ValueOf<typeof DispatchError>;

export const DispatchResult = result(unit, DispatchError);

export const Phase = enumeration("frame_system::Phase", {
  ApplyExtrinsic: [0, u32],
  Finalization: [1],
  Initialization: [2],
});
export type PhaseValue = ValueOf<typeof Phase>;

export const EventRecord = struct(
  "frame_system::EventRecord",
  { phase: Phase, event: outer.event, topics: vec(h256) },
  {
    params: [
      { name: "E", type: outer.event },
      { name: "T", type: h256 },
    ],
  },
);
export type EventRecordValue = ValueOf<typeof EventRecord>;

export const RawOrigin = enumeration(
  "frame_support::dispatch::RawOrigin",
  { Root: [0], Signed: [1, accountId], None: [2], Authorized: [3] },
  { params: [{ name: "AccountId", type: accountId }] },
);

const engineId = fixedBytes(4);

export const DigestItem = enumeration("sp_runtime::generic::digest::DigestItem", {
  PreRuntime: [6, [engineId, bytes]],
  Consensus: [4, [engineId, bytes]],
  Seal: [5, [engineId, bytes]],
  Other: [0, bytes],
  RuntimeEnvironmentUpdated: [8],
});
export type DigestItemValue = ValueOf<typeof DigestItem>;

export const Digest = struct("sp_runtime::generic::digest::Digest", { logs: vec(DigestItem) });

export const Header = struct(
  "sp_runtime::generic::header::Header",
  { parent_hash: h256, number: compact(u32), state_root: h256, extrinsics_root: h256, digest: Digest },
  { params: [{ name: "Number", type: u32 }, { name: "Hash" }] },
);
export type HeaderValue = ValueOf<typeof Header>;

/** `Cow<'static, T>`, which scale-info names. */
export function cow<T>(inner: Type<T>): Type<T> {
  return newtype("Cow", inner, { params: [{ name: "T", type: inner }] });
}

export const RuntimeVersion = struct("sp_version::RuntimeVersion", {
  spec_name: cow(str),
  impl_name: cow(str),
  authoring_version: u32,
  spec_version: u32,
  impl_version: u32,
  apis: cow(vec(tuple(fixedBytes(8), u32))),
  transaction_version: u32,
  system_version: u8,
});

/** Opaque metadata: `Vec<u8>` in a named wrapper, so that clients do not take it for an old-style result. */
export const OpaqueMetadata = newtype("sp_core::OpaqueMetadata", bytes);

export const InvalidTransaction = enumeration("sp_runtime::transaction_validity::InvalidTransaction", {
  Call: [0],
  Payment: [1],
  Future: [2],
  Stale: [3],
  BadProof: [4],
  AncientBirthBlock: [5],
  ExhaustsResources: [6],
  Custom: [7, u8],
  BadMandatory: [8],
  MandatoryValidation: [9],
  BadSigner: [10],
  IndeterminateImplicit: [11],
  UnknownOrigin: [12],
});

export const UnknownTransaction = enumeration("sp_runtime::transaction_validity::UnknownTransaction", {
  CannotLookup: [0],
  NoUnsignedValidator: [1],
  Custom: [2, u8],
});

export const TransactionValidityErrorType = enumeration("sp_runtime::transaction_validity::TransactionValidityError", {
  Invalid: [0, InvalidTransaction],
  Unknown: [1, UnknownTransaction],
});

export const TransactionSourceType = names(
  "sp_runtime::transaction_validity::TransactionSource",
  "InBlock",
  "Local",
  "External",
);

export const ValidTransactionType = struct("sp_runtime::transaction_validity::ValidTransaction", {
  priority: u64,
  requires: vec(bytes),
  provides: vec(bytes),
  longevity: u64,
  propagate: bool,
});

export const ApplyExtrinsicResult = result(DispatchResult, TransactionValidityErrorType);

export const ExtrinsicInclusionMode = names("sp_runtime::ExtrinsicInclusionMode", "AllExtrinsics", "OnlyInherents");

/** What a block author gives to inherents: data by 8-byte identifier. */
export const InherentDataType = struct("sp_inherents::InherentData", { data: btreeMap(fixedBytes(8), bytes) });

export * from "./call.ts";
export type { Config } from "./config.ts";
export * from "./constants.ts";
export type * from "./context.ts";
export * from "./dispatch-error.ts";
export * from "./errors.ts";
export { type AnyEvents, events, type PalletEvents } from "./events.ts";
export * from "./extension.ts";
export type { MetadataDescription } from "./metadata/describe.ts";
export { decodeMetadata, encodeMetadata, METADATA_VERSIONS, type MetadataVersion } from "./metadata/versions.ts";
export * from "./origin.ts";
export * from "./pallet.ts";
export type { DispatchGuard, RuntimeDefinition, VersionInput } from "./runtime/assembly.ts";
export { CODE_KEY, canonicalJson, HEAP_PAGES_KEY } from "./runtime/code-blob.ts";
export {
  ApiArgumentsError,
  ExtrinsicDecodeError,
  InherentError,
  RuntimeDefinitionError,
  RuntimePanic,
  UnknownApiError,
} from "./runtime/errors.ts";
export type { BlockExecutor, BlockOutcome } from "./runtime/executor.ts";
export { extrinsicHash, type SignaturePayload, signerOf } from "./runtime/extrinsic.ts";
export {
  type BlockInfo,
  createRuntime,
  type Runtime,
  type RuntimeVersionInfo,
  type SignatureEnv,
  type TransactionValidator,
} from "./runtime/runtime.ts";
export { validityErrorValue } from "./runtime/standard-apis.ts";
export * from "./runtime-api.ts";
export * from "./state.ts";
export * from "./storage/index.ts";
export type * from "./system-interface.ts";
export * from "./types/index.ts";
export * from "./validity.ts";
export * from "./weight.ts";

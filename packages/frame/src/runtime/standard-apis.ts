import type { Context } from "../context.ts";
import type { InherentData } from "../pallet.ts";
import { type RuntimeApi, runtimeApi } from "../runtime-api.ts";
import type { AppliedResult } from "../system-interface.ts";
import {
  ApplyExtrinsicResult,
  type Extrinsic,
  ExtrinsicInclusionMode,
  Header,
  type HeaderValue,
  h256,
  InherentDataType,
  OpaqueMetadata,
  option,
  outer,
  RuntimeVersion,
  result,
  TransactionSourceType,
  TransactionValidityErrorType,
  u32,
  ValidTransactionType,
  type ValueOf,
  vec,
} from "../types/index.ts";
import { type TransactionSource, TransactionValidityError, type ValidTransaction } from "../validity.ts";

type ValidityErrorValue = ValueOf<typeof TransactionValidityErrorType>;

/** What the standard APIs ask of the runtime. */
export interface StandardAnswers {
  version(): ValueOf<typeof RuntimeVersion>;
  metadata(version: number): Uint8Array | undefined;
  metadataVersions(): readonly number[];
  initialise(ctx: Context, header: HeaderValue): void;
  apply(ctx: Context, extrinsic: Extrinsic): AppliedResult;
  inherents(ctx: Context, data: InherentData): Extrinsic[];
  validate(ctx: Context, extrinsic: Extrinsic, source: TransactionSource): ValidTransaction;
}

/** A validity error as it is encoded. */
export function validityErrorValue({ kind, type, custom }: TransactionValidityError): ValidityErrorValue {
  return { type: kind, value: custom === undefined ? { type } : { type, value: custom } } as ValidityErrorValue;
}

function attempt<T>(work: () => T): { ok: true; value: T } | { ok: false; error: ValidityErrorValue } {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof TransactionValidityError) return { ok: false, error: validityErrorValue(error) };
    throw error;
  }
}

/**
 * The APIs every Substrate runtime has and that need no pallet. `Core.execute_block`, `BlockBuilder.finalize_block` and
 * `BlockBuilder.check_inherents` are absent: roots and whole blocks are the node's.
 */
export function standardApis(answers: StandardAnswers): RuntimeApi[] {
  return [core(answers), metadataApi(answers), blockBuilder(answers), transactionQueue(answers)];
}

const core = (answers: StandardAnswers) =>
  runtimeApi("Core", 5, {
    version: { args: {}, result: RuntimeVersion, docs: "The version of the runtime.", run: () => answers.version() },
    initialize_block: {
      args: { header: Header },
      result: ExtrinsicInclusionMode,
      docs: "Starts a block with the given header.",
      run(ctx, { header }) {
        answers.initialise(ctx, header);
        return "AllExtrinsics" as const;
      },
    },
  });

const metadataApi = (answers: StandardAnswers) =>
  runtimeApi("Metadata", 2, {
    metadata: {
      args: {},
      result: OpaqueMetadata,
      docs: "The metadata of the runtime, version 14.",
      run: () => answers.metadata(14)!,
    },
    metadata_at_version: {
      args: { version: u32 },
      result: option(OpaqueMetadata),
      docs: "The metadata of the given version, or none if that version is not made.",
      run: (_ctx, { version }) => answers.metadata(version),
    },
    metadata_versions: {
      args: {},
      result: vec(u32),
      docs: "The metadata versions that are made.",
      run: () => [...answers.metadataVersions()],
    },
  });

const blockBuilder = (answers: StandardAnswers) =>
  runtimeApi("BlockBuilder", 6, {
    apply_extrinsic: {
      args: { extrinsic: outer.extrinsic },
      result: ApplyExtrinsicResult,
      docs: "Applies an extrinsic to the state and tells its outcome; the change is not kept.",
      run: (ctx, { extrinsic }) =>
        attempt(() => {
          const applied = answers.apply(ctx, extrinsic);
          return applied.ok ? { ok: true, value: undefined } : applied;
        }),
    },
    inherent_extrinsics: {
      args: { inherent: InherentDataType },
      result: vec(outer.extrinsic),
      docs: "The extrinsics a block author adds, made from the given data.",
      run: (ctx, { inherent }) =>
        answers.inherents(ctx, new Map(inherent.data.map(([id, data]) => [String.fromCharCode(...id), data]))),
    },
  });

const transactionQueue = (answers: StandardAnswers) =>
  runtimeApi("TaggedTransactionQueue", 3, {
    validate_transaction: {
      args: { source: TransactionSourceType, tx: outer.extrinsic, block_hash: h256 },
      result: result(ValidTransactionType, TransactionValidityErrorType),
      docs: "Whether a transaction may enter the pool, and what it depends on.",
      run: (ctx, { source, tx }) =>
        attempt(() => {
          const valid = answers.validate(ctx, tx, source);
          return { ...valid, requires: [...valid.requires], provides: [...valid.provides] };
        }),
    },
  });

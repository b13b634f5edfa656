import { fromHex, type Hex } from "@myelin/primitives/hex";
import type { ImplicitEnv } from "../extension.ts";
import { describeRuntime, extraType, type MetadataDescription } from "../metadata/describe.ts";
import { encodeMetadata, METADATA_VERSIONS, type MetadataVersion } from "../metadata/versions.ts";
import type { GenesisConfig } from "../pallet.ts";
import { EMPTY_STATE, type StateReader, type StorageKey } from "../state.ts";
import { Overlay } from "../storage/index.ts";
import type { BlockHeader } from "../system-interface.ts";
import {
  type CallValue,
  type DispatchErrorValue,
  EventRecord,
  type EventRecordValue,
  type Extrinsic,
  type Hash,
  type MultiAddressValue,
  type MultiSignatureValue,
  type OuterTypes,
  u64,
  vec,
  ZERO_HASH,
} from "../types/index.ts";
import { bindOuter, withOuter } from "../types/outer.ts";
import type { TransactionSource, ValidTransaction } from "../validity.ts";
import { ApiTable } from "./api-table.ts";
import { Applier } from "./apply.ts";
import { Assembly, crateOf, type RuntimeDefinition, sortPallets, type VersionInput } from "./assembly.ts";
import { BlockContext } from "./block-context.ts";
import { callNesting } from "./call-nesting.ts";
import { CODE_KEY, codeBlob, HEAP_PAGES_KEY } from "./code-blob.ts";
import { guarded } from "./errors.ts";
import { BlockExecutor, type ExecutorParts } from "./executor.ts";
import { ExtrinsicFormat, extrinsicType, type SignaturePayload } from "./extrinsic.ts";
import { initialiseBlock } from "./initialise.ts";
import { outerEnums, type PalletTypes, palletTypes } from "./outer-enums.ts";
import { standardApis } from "./standard-apis.ts";

/** Version of a runtime with its table of APIs: `[blake2_64(name), version]`. */
export interface RuntimeVersionInfo extends VersionInput {
  readonly apis: readonly (readonly [id: Hex, version: number])[];
}

/** The block whose state is read: its number and its parent. */
export interface BlockInfo {
  readonly number: number;
  readonly parentHash: Hash;
}

/** What a signature may depend on, as far as the node knows it; the runtime adds its version. */
export type SignatureEnv = Omit<ImplicitEnv, "specVersion" | "transactionVersion">;

/** Checks transactions against one state; keeps what it read. Made anew for every best block. */
export interface TransactionValidator {
  /** @throws {TransactionValidityError} */
  validate(extrinsic: Extrinsic, source: TransactionSource): ValidTransaction;
}

/** `:heappages` of a Substrate chain; read by nobody here. */
const HEAP_PAGES = 64n;

const eventRecords = vec(EventRecord);

/** An assembled runtime: everything the node asks of it. See {@link createRuntime}. */
export class Runtime {
  readonly version: RuntimeVersionInfo;
  readonly types: OuterTypes;
  readonly #assembly: Assembly;
  readonly #palletTypes: ReadonlyMap<string, PalletTypes>;
  readonly #format: ExtrinsicFormat;
  readonly #applier: Applier;
  readonly #apis: ApiTable;
  readonly #parts: ExecutorParts;
  readonly #metadata = new Map<MetadataVersion, Uint8Array>();
  #description: MetadataDescription | undefined;

  constructor(definition: RuntimeDefinition) {
    const pallets = sortPallets(definition.pallets);
    this.#palletTypes = new Map(pallets.map((pallet) => [pallet.name, palletTypes(pallet)]));
    const enums = outerEnums(crateOf(definition), pallets, this.#palletTypes);
    const nesting = callNesting(enums.call);
    this.#format = new ExtrinsicFormat(nesting.type.codec, nesting.deepest, definition.extensions);
    const extrinsic = extrinsicType(this.#format, nesting.type, extraType(definition.extensions));
    this.types = { ...enums, call: nesting.type, extrinsic };
    bindOuter(this.types);
    this.#assembly = new Assembly(definition, this.types);
    this.#applier = new Applier(this.#assembly);
    this.#parts = {
      assembly: this.#assembly,
      applier: this.#applier,
      format: this.#format,
      enter: (where, work) => this.#enter(where, work),
    };
    this.#apis = new ApiTable([...this.#standardApis(), ...pallets.flatMap((pallet) => pallet.apis ?? [])]);
    this.version = { ...definition.version, apis: this.#apis.versions() };
  }

  /** Metadata of a version, as clients decode it (magic number first). Made on first request. */
  metadata(version: MetadataVersion): Uint8Array {
    const known = this.#metadata.get(version);
    if (known) return known;
    const made = this.#enter("making metadata", () => {
      this.#description ??= describeRuntime(this.#assembly, this.#palletTypes, this.#apis.apis);
      return encodeMetadata(this.#description, version);
    });
    this.#metadata.set(version, made);
    return made;
  }

  /** Bytes for `:code`: they commit to version, configuration and metadata. */
  get codeBlob(): Uint8Array {
    const { version, config } = this.#assembly.definition;
    return codeBlob(version, config, this.metadata(15));
  }

  /** @throws {ExtrinsicDecodeError} `bytes` include the length prefix. */
  decodeExtrinsic(bytes: Uint8Array): Extrinsic {
    return this.#enter("decoding an extrinsic", () => this.#format.decode(bytes));
  }

  /** What a verifier checks; the runtime itself never checks signatures. */
  signaturePayload(extrinsic: Extrinsic, env: SignatureEnv): SignaturePayload {
    return this.#enter("a signature payload", () => this.#format.signaturePayload(extrinsic, this.#implicitEnv(env)));
  }

  /** The message to sign for a call; `extra` are the values of the extensions in order. */
  signingPayload(call: CallValue, extra: readonly unknown[], env: SignatureEnv): Uint8Array {
    return withOuter(this.types, () => this.#format.signingPayload(call, extra, this.#implicitEnv(env)));
  }

  encodeSigned(
    call: CallValue,
    address: MultiAddressValue,
    signature: MultiSignatureValue,
    extra: readonly unknown[],
  ): Uint8Array {
    return withOuter(this.types, () => this.#format.encodeSigned(call, address, signature, extra));
  }

  encodeBare(call: CallValue): Uint8Array {
    return withOuter(this.types, () => this.#format.encodeBare(call));
  }

  /** @throws {ScaleError} when the arguments do not fit their types, as all encoding does */
  encodeCall(call: CallValue): Uint8Array {
    return withOuter(this.types, () => this.types.call.codec.encode(call));
  }

  decodeCall(bytes: Uint8Array): CallValue {
    return withOuter(this.types, () => this.types.call.codec.decode(bytes));
  }

  /** Reads the value of `System.Events`. */
  decodeEvents(bytes: Uint8Array): EventRecordValue[] {
    return withOuter(this.types, () => eventRecords.codec.decode(bytes));
  }

  /** Pallet, name and sentence of a module error; undefined of other errors. */
  describeError(error: DispatchErrorValue): { pallet: string; name: string; docs: string | undefined } | undefined {
    if (error.type !== "Module") return undefined;
    const { index, error: code } = error.value;
    const pallet = this.#assembly.pallets.find((candidate) => candidate.index === index);
    const found = Object.values(pallet?.errors ?? {}).find((declared) => declared.index === code[0]);
    return found && { pallet: found.pallet, name: found.errorName, docs: found.docs };
  }

  /** A validator of pool transactions on top of the state after block `parent`. */
  validator(state: StateReader, parent: { readonly number: number; readonly hash: Hash }): TransactionValidator {
    const header = { number: parent.number + 1, parentHash: parent.hash, digest: [] };
    const ctx = this.#context(state, header);
    this.#enter("preparing validation", () => this.#assembly.definition.system.initialise(ctx, header));
    return {
      validate: (extrinsic, source) =>
        this.#enter("validating a transaction", () =>
          ctx.state.dryRun(() => this.#applier.validate(ctx, extrinsic, source)),
        ),
    };
  }

  /** {@link validator} for one transaction. */
  validateTransaction(
    state: StateReader,
    extrinsic: Extrinsic,
    source: TransactionSource,
    parent: { readonly number: number; readonly hash: Hash },
  ): ValidTransaction {
    return this.validator(state, parent).validate(extrinsic, source);
  }

  /** The first state: what the pallets make of the chain specification, with `:code` and `:heappages`. */
  buildGenesis(genesis: GenesisConfig): Map<StorageKey, Uint8Array> {
    const ctx = this.#context(EMPTY_STATE, { number: 0, parentHash: ZERO_HASH });
    return this.#enter("building genesis", () => {
      for (const { hooks } of this.#assembly.pallets) hooks?.genesis?.(ctx, genesis);
      ctx.state.set(CODE_KEY, this.codeBlob);
      ctx.state.set(HEAP_PAGES_KEY, u64.codec.encode(HEAP_PAGES));
      return ctx.state.changes() as Map<StorageKey, Uint8Array>;
    });
  }

  /** Begins a block on top of `state`. */
  startBlock(state: StateReader, header: BlockHeader): BlockExecutor {
    return new BlockExecutor(this.#parts, this.#context(state, header), header);
  }

  hasApi(method: string): boolean {
    return this.#apis.has(method);
  }

  /**
   * Calls a runtime API on the state after `block`; what it changes is dropped.
   *
   * @throws {UnknownApiError} {@link ApiArgumentsError} {@link RuntimePanic}
   */
  callApi(state: StateReader, method: string, input: Uint8Array, block: BlockInfo): Uint8Array {
    return this.#enter(method, () => this.#apis.call(this.#context(state, block), method, input));
  }

  /** Runs `work` with a context on a state; its changes are dropped. For questions no runtime API asks. */
  query<T>(state: StateReader, block: BlockInfo, work: (ctx: BlockContext) => T): T {
    return this.#enter("a query", () => work(this.#context(state, block)));
  }

  #context(state: StateReader, block: BlockInfo): BlockContext {
    return new BlockContext(this.#assembly, new Overlay(state), { number: block.number, parentHash: block.parentHash });
  }

  #enter<T>(where: string, work: () => T): T {
    return guarded(where, () => withOuter(this.types, work));
  }

  #implicitEnv(env: SignatureEnv): ImplicitEnv {
    const { specVersion, transactionVersion } = this.#assembly.definition.version;
    return { specVersion, transactionVersion, ...env };
  }

  #standardApis() {
    const mine = (ctx: unknown) => ctx as BlockContext;
    return standardApis({
      version: () => versionValue(this.version),
      metadata: (version) =>
        METADATA_VERSIONS.includes(version as MetadataVersion) ? this.metadata(version as MetadataVersion) : undefined,
      metadataVersions: () => METADATA_VERSIONS,
      initialise: (ctx, { number, parent_hash: parentHash, digest }) =>
        initialiseBlock(this.#assembly, mine(ctx), { number, parentHash, digest: digest.logs }),
      apply: (ctx, extrinsic) => ctx.transactional(() => this.#applier.apply(mine(ctx), extrinsic, 0)),
      inherents: (ctx, data) =>
        this.#assembly.pallets.flatMap(({ inherent }) => {
          const call = inherent?.create(ctx, data);
          return call ? [this.#format.decode(this.#format.encodeBare(call))] : [];
        }),
      validate: (ctx, extrinsic, source) => this.#applier.validate(mine(ctx), extrinsic, source),
    });
  }
}

/** A version as `Core_version` answers it. */
function versionValue(version: RuntimeVersionInfo) {
  return {
    spec_name: version.specName,
    impl_name: version.implName,
    authoring_version: version.authoringVersion,
    spec_version: version.specVersion,
    impl_version: version.implVersion,
    apis: version.apis.map(([id, number]): [Uint8Array, number] => [fromHex(id), number]),
    transaction_version: version.transactionVersion,
    system_version: version.systemVersion,
  };
}

/**
 * Assembles a runtime of pallets.
 *
 * ```ts
 * const runtime = createRuntime({ version, config, pallets: [system, balances], system: systemInterface, extensions });
 * const executor = runtime.startBlock(state, { number: 1, parentHash, digest: [] });
 * ```
 */
export function createRuntime(definition: RuntimeDefinition): Runtime {
  return new Runtime(definition);
}

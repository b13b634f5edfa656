import {
  type AppliedResult,
  type BlockExecutor,
  type DigestItemValue,
  type Extrinsic,
  RuntimePanic,
  type StateChanges,
  TransactionValidityError,
  ZERO_HASH,
} from "@myelin/frame";
import type { Hex } from "@myelin/primitives/hex";
import { toHex } from "@myelin/primitives/hex";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import type { StateDb, StateUpdate } from "../state/index.ts";
import { extrinsicsRootVersion, orderedRoot } from "../trie/index.ts";
import type { BlockInfo } from "./chain.ts";
import { encodeHeader } from "./header.ts";

/** A block whose effects are known and not yet written. */
export interface ExecutedBlock extends BlockInfo {
  /** Extrinsics with their length prefix, inherents first. */
  readonly body: readonly Uint8Array[];
  readonly results: readonly AppliedResult[];
  readonly events: Uint8Array;
  readonly changes: StateChanges;
  readonly update: StateUpdate;
}

/** A block in the making, on top of the head of a database. */
export class OpenBlock {
  readonly number: number;
  readonly executor: BlockExecutor;
  readonly body: Uint8Array[] = [];
  readonly results: AppliedResult[] = [];
  private readonly db: StateDb;
  private readonly parentHash: Hex;
  private readonly systemVersion: number;
  private bytes = 0;

  constructor(
    db: StateDb,
    runtime: { startBlock: StartBlock; readonly version: { readonly systemVersion: number } },
    digest: readonly DigestItemValue[],
  ) {
    const { number, hash } = db.head;
    this.db = db;
    this.number = number + 1;
    this.parentHash = hash;
    this.systemVersion = runtime.version.systemVersion;
    this.executor = runtime.startBlock(db.reader(), { number: this.number, parentHash: hash, digest });
  }

  /** Extrinsics so far, in bytes. */
  get length(): number {
    return this.bytes;
  }

  /**
   * Adds an extrinsic; what it throws left the block as it was.
   * @throws {TransactionValidityError} {@link RuntimePanic} {@link ExtrinsicDecodeError}
   */
  apply(extrinsic: Extrinsic | Uint8Array): AppliedResult {
    const result = this.executor.applyExtrinsic(extrinsic);
    const bytes = extrinsic instanceof Uint8Array ? extrinsic : extrinsic.bytes;
    this.body.push(bytes);
    this.bytes += bytes.length;
    this.results.push(result);
    return result;
  }

  /** Closes the block: executes what comes last, and computes its roots. */
  seal(): ExecutedBlock {
    const { changes, digest } = this.executor.finish();
    const update = this.db.computeRoot(changes);
    const info = encodeHeader({
      parent_hash: this.parentHash,
      number: this.number,
      state_root: update.root,
      extrinsics_root: toHex(orderedRoot(this.body, extrinsicsRootVersion(this.systemVersion))),
      digest: { logs: [...digest] },
    });
    const eventsKey = System.Events.key();
    const events = changes.get(eventsKey) ?? this.db.reader().get(eventsKey) ?? NO_EVENTS;
    return { ...info, body: this.body, results: this.results, events, changes, update };
  }
}

type StartBlock = (
  state: ReturnType<StateDb["reader"]>,
  header: { number: number; parentHash: Hex; digest: readonly DigestItemValue[] },
) => BlockExecutor;

const NO_EVENTS = Uint8Array.of(0);

/** Block 0 on a state root. */
export function genesisHeader(stateRoot: Hex, systemVersion: number): BlockInfo {
  return encodeHeader({
    parent_hash: ZERO_HASH,
    number: 0,
    state_root: stateRoot,
    extrinsics_root: toHex(orderedRoot([], extrinsicsRootVersion(systemVersion))),
    digest: { logs: [] },
  });
}

/** Whether an extrinsic must be left out of a block, as opposed to a failure of the node itself. */
export function isRefusal(error: unknown): error is TransactionValidityError | RuntimePanic {
  return error instanceof TransactionValidityError || error instanceof RuntimePanic;
}

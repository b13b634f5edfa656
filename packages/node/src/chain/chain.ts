import type { Hash, HeaderValue, Runtime, StateChanges, StateReader, StorageKey } from "@myelin/frame";
import type { PendingTransactions, StatusListener } from "../pool/status.ts";
import type { ChainSpec } from "./chain-spec.ts";

/** A block by its hash or its number. */
export type BlockId = Hash | number;

/** A committed block's header, decoded and as its SCALE bytes; `hash` is their blake2-256. */
export interface BlockInfo {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  readonly header: HeaderValue;
  readonly encodedHeader: Uint8Array;
}

/** What listeners learn of a block once it is committed. */
export interface BlockNotice extends BlockInfo {
  /** Extrinsics with their length prefix, inherents first. */
  readonly body: readonly Uint8Array[];
  /** The value of `System.Events`. */
  readonly events: Uint8Array;
  /** Changed storage; undefined means removed. */
  readonly changes: Readonly<StateChanges>;
}

/**
 * The chain as the rest of the node sees it: what is committed, and the way in for transactions. A committed block is never
 * taken back; it counts as final at once, unless the network stands in for one where finality follows (`Finality`).
 *
 * Methods that take a block throw `ChainError` CHAIN_UNKNOWN_BLOCK for one that does not exist and `StateError`
 * STATE_PRUNED for a state that is no longer kept. Without a block they speak of the head.
 */
export interface Chain {
  readonly spec: ChainSpec;
  readonly runtime: Runtime;
  readonly genesisHash: Hash;

  head(): BlockInfo;
  finalized(): BlockInfo;
  /** Lowest height whose state can be read. */
  readonly oldestState: number;
  /** Undefined where there is no such block. */
  header(id: BlockId): BlockInfo | undefined;
  body(id: BlockId): readonly Uint8Array[] | undefined;
  /** The value of `System.Events` of a block, kept even where the state is pruned. */
  events(id: BlockId): Uint8Array | undefined;

  /** The state after a block, virtual reads included; stays as it is when later blocks are committed. */
  readerAt(id?: BlockId): StateReader;
  /**
   * Calls a runtime API on the state after a block.
   * @throws {UnknownApiError} {@link ApiArgumentsError} {@link RuntimePanic}
   */
  callApi(method: string, args: Uint8Array, id?: BlockId): Uint8Array;
  /** Encoded trie nodes that prove the values of the keys, or their absence. */
  stateProof(keys: Iterable<StorageKey>, id?: BlockId): Uint8Array[];
  closestDescendantMerkleValue(key: StorageKey, id?: BlockId): Uint8Array | undefined;

  /**
   * Offers a signed extrinsic (with its length prefix) to the pool; resolves to its hash.
   * @throws {PoolError}
   */
  submit(extrinsic: Uint8Array): Promise<Hash>;
  /**
   * As {@link submit}, and tells `listener` what becomes of the extrinsic. A transaction that is in the pool already is
   * watched too. The listener is first called after the promise resolved.
   * @throws {PoolError}
   */
  watch(extrinsic: Uint8Array, listener: StatusListener): Promise<{ readonly hash: Hash; unwatch(): void }>;
  readonly pool: PendingTransactions;

  /** Calls `listener` after every commit, in order; returns what ends it. */
  onBlock(listener: (block: BlockNotice) => void): () => void;
  /** As {@link onBlock}, for blocks that have become final; called after it. */
  onFinalized(listener: (block: BlockInfo) => void): () => void;
}

import type { Hash, RuntimeVersionInfo } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import type { BlockInfo, Chain } from "../chain/chain.ts";
import { RpcError } from "./errors.ts";
import type { Subscription } from "./session.ts";

/** Finalized blocks named at the start, newest last (`sc_rpc_spec_v2::chain_head`, MAX_FINALIZED_BLOCKS). */
const INITIAL_BLOCKS = 16;
/** Blocks a client may leave pinned; then its subscription is stopped. */
const MAX_PINNED = 512;
/** Operations that wait for `chainHead_v1_continue`. */
const MAX_OPERATIONS = 16;
/** Items in one event. */
const ITEMS_PER_EVENT = 256;
/** Items sent before the client has to ask for more. */
const ITEMS_PER_TURN = 8192;

export const followErrors = {
  tooManyFollows: () => new RpcError(-32800, "Maximum number of chainHead_follow has been reached"),
  invalidBlock: () => new RpcError(-32801, "Invalid block hash"),
  noRuntime: () => new RpcError(-32802, "The runtime updates flag must be set"),
  invalidContinue: () => new RpcError(-32803, "Invalid continue"),
  duplicateHashes: () => new RpcError(-32804, "Received duplicate hashes for the `chainHead_unpin` method"),
} as const;

/** An operation that has more to say once the client asks for it. */
type Waiting = Iterator<object, void>;

/**
 * One `chainHead_v1_follow`: the blocks it reported and the client has not unpinned, and its operations. The chain
 * has no branches: every block is new and best as it comes, becomes finalized later or at once, and nothing is ever pruned.
 */
export class Follow {
  readonly withRuntime: boolean;
  readonly #chain: Chain;
  readonly #subscription: Subscription;
  readonly #pinned = new Set<Hash>();
  readonly #waiting = new Map<string, Waiting>();
  #operations = 0;

  constructor(chain: Chain, subscription: Subscription, withRuntime: boolean) {
    this.#chain = chain;
    this.#subscription = subscription;
    this.withRuntime = withRuntime;
    this.#begin();
    subscription.onEnd(chain.onBlock((block) => this.#report(block)));
    subscription.onEnd(chain.onFinalized(({ hash }) => this.#finalize(hash)));
  }

  isPinned(hash: Hash): boolean {
    return this.#pinned.has(hash);
  }

  /** @throws {RpcError} -32801 where one of them is not pinned, -32804 where one is named twice; then none is unpinned. */
  unpin(hashes: readonly Hash[]): void {
    if (new Set(hashes).size !== hashes.length) throw followErrors.duplicateHashes();
    if (!hashes.every((hash) => this.#pinned.has(hash))) throw followErrors.invalidBlock();
    for (const hash of hashes) this.#pinned.delete(hash);
  }

  /** An id for a new operation; undefined while too many others wait for the client. */
  newOperation(): string | undefined {
    if (this.#waiting.size >= MAX_OPERATIONS) return undefined;
    this.#operations += 1;
    return this.#operations.toString();
  }

  /** Sends the single event that `work` makes, or why it failed. */
  finish(operationId: string, work: () => object): void {
    try {
      this.#subscription.push({ ...work(), operationId });
    } catch (error) {
      this.#fail(operationId, error);
    }
  }

  /** Sends items in portions; stops after a while until the client wants more. */
  stream(operationId: string, items: Iterator<object, void>): void {
    try {
      if (this.#turn(operationId, items)) this.#subscription.push({ event: "operationStorageDone", operationId });
      else {
        this.#waiting.set(operationId, items);
        this.#subscription.push({ event: "operationWaitingForContinue", operationId });
      }
    } catch (error) {
      this.#fail(operationId, error);
    }
  }

  isWaiting(operationId: string): boolean {
    return this.#waiting.has(operationId);
  }

  resume(operationId: string): void {
    const items = this.#waiting.get(operationId);
    this.#waiting.delete(operationId);
    if (items) this.stream(operationId, items);
  }

  stopOperation(operationId: string): void {
    this.#waiting.delete(operationId);
  }

  /** A state that is no longer kept is beyond the client's reach. A defect of the node is reported further. */
  #fail(operationId: string, error: unknown): void {
    if (!(error instanceof MyelinError)) {
      this.#subscription.push({ event: "operationError", operationId, error: "Internal error" });
      throw error;
    }
    if (error.code === "STATE_PRUNED") this.#subscription.push({ event: "operationInaccessible", operationId });
    else this.#subscription.push({ event: "operationError", operationId, error: error.message });
  }

  /** Whether the items came to their end. */
  #turn(operationId: string, source: Iterator<object, void>): boolean {
    for (let sent = 0; sent < ITEMS_PER_TURN; sent += ITEMS_PER_EVENT) {
      const items: object[] = [];
      while (items.length < ITEMS_PER_EVENT) {
        const next = source.next();
        if (next.done) break;
        items.push(next.value);
      }
      if (items.length > 0) this.#subscription.push({ event: "operationStorageItems", operationId, items });
      if (items.length < ITEMS_PER_EVENT) return true;
    }
    return false;
  }

  #begin(): void {
    const { number } = this.#chain.finalized();
    const finalizedBlockHashes: Hash[] = [];
    for (let height = Math.max(0, number - INITIAL_BLOCKS + 1); height <= number; height++) {
      const block = this.#chain.header(height);
      if (block) finalizedBlockHashes.push(block.hash);
    }
    for (const hash of finalizedBlockHashes) this.#pinned.add(hash);
    const runtime = this.withRuntime ? { finalizedBlockRuntime: runtimeJson(this.#chain.runtime.version) } : {};
    this.#subscription.push({ event: "initialized", finalizedBlockHashes, ...runtime });
    const best = this.#chain.head();
    for (let height = number + 1; height <= best.number; height++) this.#announce(this.#chain.header(height)!);
    this.#subscription.push({ event: "bestBlockChanged", bestBlockHash: best.hash });
  }

  #report(block: BlockInfo): void {
    if (this.#pinned.size >= MAX_PINNED) {
      this.#subscription.push({ event: "stop" });
      this.#subscription.end();
      return;
    }
    this.#announce(block);
    this.#subscription.push({ event: "bestBlockChanged", bestBlockHash: block.hash });
  }

  #announce({ hash, parentHash }: BlockInfo): void {
    this.#pinned.add(hash);
    const runtime = this.withRuntime ? { newRuntime: null } : {};
    this.#subscription.push({ event: "newBlock", blockHash: hash, parentBlockHash: parentHash, ...runtime });
  }

  #finalize(hash: Hash): void {
    this.#subscription.push({ event: "finalized", finalizedBlockHashes: [hash], prunedBlockHashes: [] });
  }
}

function runtimeJson({ specName, implName, specVersion, implVersion, transactionVersion, apis }: RuntimeVersionInfo) {
  const spec = { specName, implName, specVersion, implVersion, transactionVersion, apis: Object.fromEntries(apis) };
  return { type: "valid", spec };
}

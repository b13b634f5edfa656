import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, RpcError } from "@myelin/client/errors";
import type { Hash } from "@myelin/frame";
import { type ChainSpec, specHash } from "../chain/chain-spec.ts";
import { ChainError } from "../chain/errors.ts";
import type { ExecutedBlock } from "../chain/executed-block.ts";
import { importBlock } from "../chain/replay.ts";
import { Slices } from "../chain/slices.ts";
import type { Parts } from "../node/parts.ts";
import { BlockHashes } from "../pool/block-hashes.ts";
import type { SyncStatus } from "../rpc/handler.ts";
import { badBlock, FollowError, otherHistory, otherNetwork } from "./errors.ts";
import { Heads } from "./heads.ts";
import { Preparation, type PreparedBlock } from "./preparation.ts";
import { Source } from "./source.ts";

/** Blocks of one request, and requests under way beside the blocks being executed. */
const WINDOW = 64;
const WINDOWS_AHEAD = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** What becomes of following, for people and for programs. */
export type FollowEvent =
  | { readonly event: "following"; readonly url: string; readonly head: number; readonly behind: number }
  /** The head of the followed node is reached: after `blocks` blocks in `seconds`. */
  | { readonly event: "synced"; readonly head: number; readonly blocks: number; readonly seconds: number }
  | { readonly event: "outage"; readonly url: string; readonly reason: string };

export interface FollowerOptions {
  readonly url: string;
  readonly spec: ChainSpec;
  readonly parts: Parts;
  /** A block was verified and committed. */
  readonly onBlock: (block: ExecutedBlock) => void;
  /** A connection was made, and the network there is the right one. */
  readonly onSource: (source: Source) => void;
  readonly onEvent: (event: FollowEvent) => void;
  /** Following has ended for good. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Follows another node: fetches its blocks, executes them again and compares every root. It needs no trust in that node:
 * a bad block ends it. When the node cannot be reached it tries again, after pauses that grow.
 */
export class Follower {
  private readonly options: FollowerOptions;
  private readonly hashes: BlockHashes;
  private readonly stopping = new AbortController();
  private readonly startingBlock: number;
  private source: Source | undefined;
  private highest: number;
  private pauseMs = FIRST_PAUSE_MS;
  private isAway = false;
  private running: Promise<void> = Promise.resolve();

  constructor(options: FollowerOptions) {
    const { db } = options.parts;
    this.options = options;
    this.hashes = new BlockHashes(db);
    this.startingBlock = this.highest = db.head.number;
  }

  start(): void {
    this.running = this.run();
  }

  /** Finishes the block that is being executed. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error("the node is stopping"));
    await this.running;
  }

  get status(): SyncStatus {
    const { startingBlock, highest, source } = this;
    const highestBlock = Math.max(highest, this.head.number);
    return { connected: source !== undefined && !source.lost.aborted, startingBlock, highestBlock };
  }

  private get head(): { readonly number: number; readonly hash: Hash } {
    return this.options.parts.db.head;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.connectAndFollow();
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        if (!isOutage(error)) return this.fail(error);
        await this.pause(error);
      }
    }
  }

  private fail(error: unknown): void {
    const { url, onFailure, parts } = this.options;
    const isBad = error instanceof ChainError && error.code === "CHAIN_INVALID_BLOCK";
    const failure = isBad ? badBlock(url, error) : error;
    parts.log.fatal({ err: failure }, "the network is followed no more");
    onFailure(failure);
  }

  private async pause(error: Error): Promise<void> {
    const { url, onEvent, parts } = this.options;
    if (!this.isAway) onEvent({ event: "outage", url, reason: error.message });
    parts.log.warn({ err: error, pause: this.pauseMs }, "the followed node cannot be reached");
    this.isAway = true;
    const { signal } = this.stopping;
    await sleep(this.pauseMs, undefined, { signal }).catch(() => {});
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }

  private async connectAndFollow(): Promise<never> {
    const source = await Source.open(this.options.url, this.stopping.signal);
    try {
      await this.ensureSameNetwork(source);
      this.source = source;
      this.pauseMs = FIRST_PAUSE_MS;
      this.isAway = false;
      this.options.onSource(source);
      return await this.follow(source);
    } finally {
      this.source = undefined;
      await source.close();
    }
  }

  /** @throws {FollowError} FOLLOW_OTHER_NETWORK, FOLLOW_OTHER_HISTORY, FOLLOW_NOT_MYELIN */
  private async ensureSameNetwork(source: Source): Promise<void> {
    const { spec, parts } = this.options;
    await ensureSource(source, spec, parts);
    const { number, hash } = this.head;
    const theirs = await source.blockHash(number);
    if (theirs !== null && theirs !== hash) throw otherHistory(source.url, number);
  }

  private async follow(source: Source): Promise<never> {
    const heads = new Heads();
    const ended = AbortSignal.any([source.lost, this.stopping.signal]);
    const first = heads.next(ended);
    first.catch(() => {}); // the subscription fails too
    await source.onHead(
      (head) => heads.tell(head),
      () => {},
    );
    await first;
    const began = { at: performance.now(), head: this.head.number };
    const { onEvent } = this.options;
    onEvent({ event: "following", url: source.url, head: began.head, behind: heads.newest!.number - began.head });
    await this.catchUp(source, heads, ended);
    const seconds = (performance.now() - began.at) / 1_000;
    onEvent({ event: "synced", head: this.head.number, blocks: this.head.number - began.head, seconds });
    for (;;) {
      await heads.next(ended);
      await this.catchUp(source, heads, ended);
    }
  }

  /** Executes all blocks up to the newest head, which may rise meanwhile. */
  private async catchUp(source: Source, heads: Heads, ended: AbortSignal): Promise<void> {
    this.ensureOwnHistory(source, heads);
    const preparation = this.preparation();
    const windows: Promise<PreparedBlock[]>[] = [];
    let asked = this.head.number;
    let last: Promise<unknown> = Promise.resolve();
    for (;;) {
      this.highest = heads.newest!.number;
      while (windows.length < WINDOWS_AHEAD && asked < this.highest) {
        const count = Math.min(WINDOW, this.highest - asked);
        const window = inTurn(last, source.blocks(asked + 1, count), (blocks) => preparation.take(blocks));
        windows.push(window);
        last = window;
        asked += count;
      }
      const window = windows.shift();
      if (window === undefined) return;
      await this.execute(await window, preparation, ended);
    }
  }

  private preparation(): Preparation {
    const { spec, parts } = this.options;
    const { runtime, verifier } = parts;
    return new Preparation(
      { runtime, verifier, hashes: this.hashes, hashCount: spec.config.blockHashCount },
      this.head,
    );
  }

  private async execute(
    prepared: readonly PreparedBlock[],
    preparation: Preparation,
    ended: AbortSignal,
  ): Promise<void> {
    const { parts, onBlock } = this.options;
    const slices = new Slices();
    for (const { block, extrinsics, checked } of prepared) {
      ended.throwIfAborted();
      await slices.breathe();
      await checked;
      onBlock(await importBlock(parts.db, parts.runtime, block, extrinsics));
      preparation.settled(block.number);
    }
  }

  /** A head at or below ours must stand on our blocks. */
  private ensureOwnHistory(source: Source, heads: Heads): void {
    const { number, parentHash } = heads.newest!;
    if (number === 0 || number - 1 > this.head.number) return;
    if (this.options.parts.db.header(number - 1)?.hash !== parentHash) throw otherHistory(source.url, number - 1);
  }
}

/** @throws {FollowError} FOLLOW_OTHER_NETWORK or FOLLOW_NOT_MYELIN where the node there is not of our network */
export async function ensureSource(source: Source, spec: ChainSpec, { db, runtime }: Parts): Promise<void> {
  const genesis = await source.genesisHash();
  if (genesis !== db.genesisHash) {
    throw otherNetwork(source.url, genesis, db.genesisHash, "Join it with a folder of its own.");
  }
  const specVersion = await source.specVersion();
  const own = runtime.version.specVersion;
  if (specVersion !== own || specHash(await source.spec()) !== specHash(spec)) {
    const message = `The node at ${source.url} runs the network by other rules than this node: runtime ${specVersion}, here ${own}, or another configuration. Use the version of Myelin that it uses.`;
    throw new FollowError("FOLLOW_OTHER_NETWORK", message);
  }
}

/** Fetches may end in any order; what they brought is taken one after the other. */
async function inTurn<T, U>(before: Promise<unknown>, fetched: Promise<T>, take: (value: T) => U): Promise<U> {
  fetched.catch(() => {});
  const window = (async () => {
    await before;
    return take(await fetched);
  })();
  window.catch(() => {}); // told to whoever waits for its turn
  return await window;
}

/** Whether another attempt may help: the node is away, too busy, or failed on a question. */
function isOutage(error: unknown): error is ConnectionError | RpcError {
  return error instanceof ConnectionError || error instanceof RpcError;
}

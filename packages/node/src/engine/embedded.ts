import type { Application } from "./application.ts";
import type { EngineStatus, Sealing, TimeControl } from "./control.ts";
import { EngineError } from "./errors.ts";
import { Schedule } from "./schedule.ts";

export interface EmbeddedEngineOptions {
  /** `interval` unless told otherwise. */
  readonly sealing?: Sealing;
  /** Milliseconds between two blocks of interval sealing. */
  readonly blockTime: number;
  /** Whether time may be controlled. */
  readonly development: boolean;
  /** Most bytes of transactions in a block. */
  readonly maxTxBytes: number;
  /** For instant sealing: calls back whenever a transaction became ready, and tells how many are. */
  readonly pool: { onReady(listener: () => void): () => void; ready(): number };
  /** Blocks of the subnet's last and next epoch; undefined where none will be. */
  readonly epochs: (netuid: number) => { readonly last: number; readonly next: number } | undefined;
  /** A block could not be made; the engine has stopped. */
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Share of the block time for taking transactions into a block; the rest is for everything else. */
const BUDGET_SHARE = 0.5;
/** Milliseconds for taking transactions into a block that is made on demand. */
const BUDGET_ON_DEMAND = 2_000;
const LONGEST_BLOCK_TIME = 24 * 60 * 60 * 1000;
/** Most blocks of one step or jump. */
const MOST_BLOCKS = 1_000_000;

/**
 * A consensus engine inside the process: one validator, which decides its own proposals at once.
 *
 * It walks through the steps of a height as any engine does. Blocks are made one after the other, whoever asks for them.
 */
export class EmbeddedEngine implements TimeControl {
  private readonly app: Application;
  private readonly options: EmbeddedEngineOptions;
  private readonly clock: () => number;
  private readonly sealing: Sealing;
  private readonly schedule: Schedule;
  private last: Promise<unknown> = Promise.resolve();
  private paused = false;
  private sealRequested = false;
  private stopped: { readonly cause?: unknown } | undefined;
  private stopListening: (() => void) | undefined;

  constructor(app: Application, options: EmbeddedEngineOptions) {
    this.app = app;
    this.options = options;
    this.clock = options.clock ?? Date.now;
    this.sealing = options.sealing ?? "interval";
    this.schedule = new Schedule(options.blockTime, () => this.makeQuietly(this.budget), this.clock);
  }

  /** Begins to make blocks. */
  async start(): Promise<void> {
    await this.app.initChain({ chainId: "", initialHeight: 1 });
    if (this.sealing === "instant") this.stopListening = this.options.pool.onReady(() => this.sealSoon());
    this.run();
  }

  /** Ends after the block that is being made. */
  async stop(): Promise<void> {
    this.stopped ??= {};
    this.schedule.stop();
    this.stopListening?.();
    await this.last;
  }

  status(): EngineStatus {
    const { sealing, paused } = this;
    return { sealing, paused, blockTime: this.schedule.milliseconds, head: this.head };
  }

  async pause(): Promise<EngineStatus> {
    this.ensureControl("pause");
    this.paused = true;
    this.schedule.stop();
    await this.last;
    return this.status();
  }

  resume(): EngineStatus {
    this.ensureControl("resume");
    this.paused = false;
    this.run();
    return this.status();
  }

  async step(count = 1): Promise<number> {
    this.ensureControl("step");
    if (!Number.isSafeInteger(count) || count < 1 || count > MOST_BLOCKS) {
      throw new EngineError("ENGINE_BAD_REQUEST", `Step by 1 to ${MOST_BLOCKS} blocks; ${count} is no such number.`);
    }
    return this.makeUntil(() => this.head + count);
  }

  async jumpToBlock(block: number): Promise<number> {
    this.ensureControl("jump");
    if (!Number.isSafeInteger(block) || block <= this.head || block > this.head + MOST_BLOCKS) {
      throw new EngineError(
        "ENGINE_BAD_REQUEST",
        `Jump to a block after ${this.head}, ${MOST_BLOCKS} further at most; ${block} is not.`,
      );
    }
    return this.makeUntil(() => block);
  }

  async jumpToEpoch(netuid: number): Promise<number> {
    this.ensureControl("jump");
    return this.exclusively(async () => {
      const epochs = this.options.epochs(netuid);
      if (epochs === undefined || epochs.next > this.head + MOST_BLOCKS) {
        const reason = "there is no such subnet, or its tempo is 0";
        throw new EngineError("ENGINE_NO_EPOCH", `Subnet ${netuid} has no next epoch: ${reason}.`);
      }
      while (this.options.epochs(netuid)?.last === epochs.last) await this.make(BUDGET_ON_DEMAND);
      return this.head;
    });
  }

  setBlockTime(milliseconds: number): EngineStatus {
    this.ensureControl("change the block time");
    if (!Number.isSafeInteger(milliseconds) || milliseconds < 1 || milliseconds > LONGEST_BLOCK_TIME) {
      throw new EngineError(
        "ENGINE_BAD_REQUEST",
        `Give a block time of 1 to ${LONGEST_BLOCK_TIME} milliseconds; ${milliseconds} is not.`,
      );
    }
    this.schedule.change(milliseconds);
    return this.status();
  }

  private get head(): number {
    return this.app.info().lastBlockHeight;
  }

  private get budget(): number {
    return this.schedule.milliseconds * BUDGET_SHARE;
  }

  private run(): void {
    if (this.stopped || this.paused) return;
    if (this.sealing === "interval") this.schedule.start();
    if (this.sealing === "instant" && this.sealRequested) void this.sealNow();
  }

  /** One block for all that becomes ready in the same turn of the event loop. */
  private sealSoon(): void {
    if (this.sealRequested) return;
    this.sealRequested = true;
    setImmediate(() => void this.sealNow());
  }

  private async sealNow(): Promise<void> {
    if (this.paused || this.stopped) return;
    this.sealRequested = false;
    const { pool } = this.options;
    const before = pool.ready();
    await this.makeQuietly(BUDGET_ON_DEMAND);
    // those that no block takes now do not ask for another one
    if (pool.ready() > 0 && pool.ready() < before) this.sealSoon();
  }

  /** Makes blocks until the head is at `target`, which is asked once blocks under way are done. */
  private makeUntil(target: () => number): Promise<number> {
    return this.exclusively(async () => {
      const end = target();
      while (this.head < end) await this.make(BUDGET_ON_DEMAND);
      return this.head;
    });
  }

  /** Makes a block nobody waits for. A failure has been told already. */
  private async makeQuietly(budget: number): Promise<void> {
    await this.exclusively(() => this.make(budget)).catch(() => undefined);
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** One height: the steps of ABCI for a validator that is alone. */
  private async make(budget: number): Promise<void> {
    if (this.stopped) {
      throw new EngineError("ENGINE_STOPPED", "The engine has stopped; start the node again.", this.stopped);
    }
    const { app } = this;
    const height = this.head + 1;
    const time = this.clock();
    try {
      const { maxTxBytes } = this.options;
      const { txs } = await app.prepareProposal({ height, time, maxTxBytes, budget });
      const block = { height, time, txs };
      const verdict = await app.processProposal(block);
      if (!verdict.accept) throw new EngineError("ENGINE_PROPOSAL_REFUSED", `Block ${height}: ${verdict.reason}.`);
      await app.extendVote(block);
      await app.finalizeBlock(block);
      await app.commit();
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private fail(error: unknown): void {
    if (this.stopped) return;
    this.stopped = { cause: error };
    this.schedule.stop();
    this.stopListening?.();
    this.options.onFailure(error);
  }

  private ensureControl(what: string): void {
    if (this.stopped) {
      throw new EngineError(
        "ENGINE_STOPPED",
        `Cannot ${what}: the engine has stopped. Start the node again.`,
        this.stopped,
      );
    }
    if (this.options.development) return;
    throw new EngineError(
      "ENGINE_NOT_DEVELOPMENT",
      `Cannot ${what}: time is controlled on development networks only, and this is none.`,
    );
  }
}

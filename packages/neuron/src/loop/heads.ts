import type { ChainView } from "../chain/chain-view.ts";
import { pause } from "./pause.ts";

export interface HeadOptions {
  signal: AbortSignal;
  /** Without a block for this long the node is asked whether it is there, milliseconds. */
  stallMs: number;
  onOutage: (reason: string) => void;
}

/**
 * Calls `onBlock` for new blocks until the signal aborts, through outages of the node. While one call runs, blocks are
 * skipped except the newest: a neuron that was slow or away looks at the present only.
 */
export async function followHeads(
  chain: ChainView,
  onBlock: (block: number) => Promise<void>,
  { signal, stallMs, onOutage }: HeadOptions,
): Promise<void> {
  const newest = new Newest(onBlock);
  while (!signal.aborted) {
    try {
      newest.offer(await chain.head());
      await subscribed(chain, newest, signal, stallMs);
    } catch (error) {
      if (signal.aborted) break;
      onOutage((error as Error).message);
      await pause(Math.min(1_000, stallMs), signal);
    }
  }
  await newest.idle();
}

/** Lives as long as one subscription; returns when it has to be made anew, rejects when the node is away. */
async function subscribed(chain: ChainView, newest: Newest, signal: AbortSignal, stallMs: number): Promise<void> {
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal.addEventListener("abort", stop, { once: true });
  let failure: Error | undefined;
  let seen = true;
  const unsubscribe = await chain.onHead(
    (block) => {
      seen = true;
      newest.offer(block);
    },
    (error) => {
      failure = error;
      stop();
    },
  );
  try {
    while (seen && !ended.signal.aborted) {
      seen = false;
      await pause(stallMs, ended.signal);
    }
    if (failure !== undefined) throw failure;
  } finally {
    signal.removeEventListener("abort", stop);
    await unsubscribe().catch(() => {});
  }
}

/** Works on one value at a time, the newest offered. */
class Newest {
  readonly #work: (value: number) => Promise<void>;
  #pending: number | undefined;
  #running: Promise<void> | undefined;

  constructor(work: (value: number) => Promise<void>) {
    this.#work = work;
  }

  offer(value: number): void {
    this.#pending = value;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#pending !== undefined) {
      const value = this.#pending;
      this.#pending = undefined;
      await this.#work(value);
    }
  }
}

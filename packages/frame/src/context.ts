import type { Config } from "./config.ts";
import type { Origin } from "./origin.ts";
import type { Overlay } from "./storage/index.ts";
import type { CallValue, EventValue, Hash } from "./types/index.ts";
import type { DispatchInfo, PostDispatchInfo } from "./weight.ts";

/** How a nested call is dispatched. */
export interface DispatchOptions {
  /** Skips the runtime's and the origin's filter (`dispatch_bypass_filter`). Root is never filtered. */
  readonly bypassFilter?: boolean;
}

/** What pallets work with: the state, the block and the way to other calls. Passed to everything. */
export interface Context {
  readonly state: Overlay;
  readonly config: Config;
  readonly block: {
    /** Number of the block under execution. */
    readonly number: number;
    readonly parentHash: Hash;
  };
  depositEvent(event: EventValue): void;
  /** Runs `work`; its storage changes and events are rolled back if it throws. */
  transactional<T>(work: () => T): T;
  /**
   * Dispatches a call: filters (a refused call fails with `System.CallFiltered`), dispatch guards, then the call itself in its own transaction.
   * @throws {DispatchFailure} when it fails; its `error` is complete and its `post` tells the weight used
   */
  dispatch(origin: Origin, call: CallValue, options?: DispatchOptions): PostDispatchInfo;
  /** What is known of a call before it runs. */
  dispatchInfo(call: CallValue): DispatchInfo;
  /** Index of a pallet in this runtime. */
  palletIndex(name: string): number;
  /** Scratch space that lives as long as the block. Must never change results. */
  readonly memo: Map<string, unknown>;
}

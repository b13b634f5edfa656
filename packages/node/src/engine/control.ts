/** How blocks come about: at intervals, whenever a transaction is ready, or only when asked. */
export type Sealing = "interval" | "instant" | "manual";

export interface EngineStatus {
  readonly sealing: Sealing;
  readonly paused: boolean;
  /** Milliseconds between two blocks of interval sealing. */
  readonly blockTime: number;
  readonly head: number;
}

/**
 * Control of time. All but `status` are refused with `EngineError` ENGINE_NOT_DEVELOPMENT on a network that is not a
 * development network. Every block on the way is executed as any other, and its timestamp is at least a slot later.
 */
export interface TimeControl {
  status(): EngineStatus;
  /** No block is made until {@link resume}; a block under way is finished first. Steps and jumps still work. */
  pause(): Promise<EngineStatus>;
  resume(): EngineStatus;
  /** Makes `count` blocks at once; resolves to the head's number. */
  step(count?: number): Promise<number>;
  /** Makes blocks up to number `block`. */
  jumpToBlock(block: number): Promise<number>;
  /** Makes blocks up to and including the one that runs the subnet's next epoch. */
  jumpToEpoch(netuid: number): Promise<number>;
  /** Milliseconds between two blocks from now on. The slot of the chain stays as it is. */
  setBlockTime(milliseconds: number): EngineStatus;
}

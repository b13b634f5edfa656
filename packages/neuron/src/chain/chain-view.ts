import type { Metagraph, Neuron } from "@myelin/client";
import type { Keypair } from "@myelin/primitives";

/** A neuron of the subnet as others see it. Hotkeys and coldkeys are SS58 addresses, as on the wire. */
export type Peer = Neuron;

/** A subnet at one block, its accounts written as SS58 addresses. */
export type { Metagraph } from "@myelin/client";

/**
 * What a neuron needs of the chain. `clientView` makes one of a client; tests use one in memory. Every call may reject
 * while the node is away; the loops try again.
 */
export interface ChainView {
  /** Hash of the first block, as the node gives it now: it names the chain. */
  genesis(): Promise<string>;
  /** Number of the newest block. */
  head(): Promise<number>;
  /** Calls back with each new block's number. `onError` means that no more will come. Returns how to stop. */
  onHead(onHead: (block: number) => void, onError: (error: Error) => void): Promise<() => Promise<void>>;
  metagraph(netuid: number): Promise<Metagraph>;
  /** Publishes where the neuron serves; resolves once it is in a finalized block. */
  serveAxon(hotkey: Keypair, address: { netuid: number; ip: string; port: number }, signal: AbortSignal): Promise<void>;
  /** Sets weights by uid, any non-negative numbers; resolves with the block they are in. */
  setWeights(
    hotkey: Keypair,
    netuid: number,
    weights: ReadonlyMap<number, number>,
    versionKey: bigint,
    signal: AbortSignal,
  ): Promise<number>;
  close(): Promise<void>;
}

/** Opens the way to a chain. Rejects while the node is away. */
export type ChainConnector = (signal: AbortSignal) => Promise<ChainView>;

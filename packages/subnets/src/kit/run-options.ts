import type { NeuronEvent } from "@myelin/neuron";
import type { Keypair } from "@myelin/primitives";
import type { Board, SubnetChain } from "./chain.ts";
import { type Chance, systemChance } from "./chance.ts";

/** What a neuron tells its supervisor: what all neurons tell, and a validator's scores of each round. */
export type SubnetEvent = NeuronEvent | { event: "scores"; round: number; scores: readonly RoundScore[] };

export interface RoundScore {
  readonly uid: number;
  readonly hotkey: string;
  /** Status of the answer; 200 where it came. */
  readonly status: number;
  readonly score: number;
  /** Why an answer counted for nothing. */
  readonly problem?: string;
}

/** How a miner or a validator is run on a network. */
export interface RunOptions {
  readonly hotkey: Keypair;
  /** `ws://…` of a node. */
  readonly url: string;
  readonly netuid: number;
  /** Folder for its state. */
  readonly dir: string;
  /** The author's own options, from `--set name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly port?: number;
  readonly externalIp?: string;
  readonly signal: AbortSignal;
  readonly report?: (event: SubnetEvent) => void;
  /** Another way to the chain than the node at `url`, for tests. */
  readonly chain?: SubnetChain;
}

/** Where a miner or a validator lives, given to the function that makes it. */
export interface Place {
  /** Address of its hotkey. */
  readonly hotkey: string;
  readonly netuid: number;
  /** A folder of its own; it may not exist yet. */
  readonly dir: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly board: Board;
  /** Unforeseeable on a network, the same in every test. */
  readonly random: Chance;
  /** Aborts when it is to stop. */
  readonly signal: AbortSignal;
  /** Shows numbers and short texts to whoever runs it. */
  report(figures: Readonly<Record<string, number | string>>): void;
}

/** What the loops of neurons need of the options. */
export function neuronOptions(options: RunOptions, chain: SubnetChain) {
  const { hotkey, netuid, host, port, externalIp, report } = options;
  return { hotkey, netuid, node: chain.connect, serve: { host, port, announceIp: externalIp }, report };
}

export function placeOf({ hotkey, netuid, dir, settings = {}, signal, report }: RunOptions, board: Board): Place {
  return {
    hotkey: hotkey.address,
    netuid,
    dir,
    settings,
    board,
    random: systemChance,
    signal,
    report: (figures) => report?.({ event: "figures", ...figures }),
  };
}

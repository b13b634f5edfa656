/** Who lives on the network of `myelin up`. */

export type Member = Validator | Miner;

interface Neuron {
  /** Name of its process, of its wallet and of its folder. */
  readonly name: string;
  /** What it is, for people. */
  readonly role: string;
}

export interface Validator extends Neuron {
  readonly kind: "validator";
  /** TAO it stakes to itself, in rao. */
  readonly stake: bigint;
}

export interface Miner extends Neuron {
  readonly kind: "miner";
  readonly model: string;
  /** Share of one core it may train on. */
  readonly cpu: number;
  /** It is killed now and then and comes back later. */
  readonly mortal?: boolean;
}

const TAO = 1_000_000_000n;

export const OWNER = "owner";
/** Pays the lock of the subnet (1,000 τ) and fees. */
export const OWNER_FUNDS = 1_100n * TAO;
/** Pays a registration and fees, on top of what a validator stakes. */
export const NEURON_FUNDS = 100n * TAO;

/** Three validators, none with most of the stake; two architectures, a miner that never learns, one that comes and goes. */
export const MEMBERS: readonly Member[] = [
  { kind: "validator", name: "validator-1", role: "validator", stake: 100n * TAO },
  { kind: "miner", name: "miner-gpt", role: "gpt-small", model: "gpt-small", cpu: 0.3 },
  { kind: "validator", name: "validator-2", role: "validator", stake: 100n * TAO },
  { kind: "miner", name: "miner-gru", role: "gru", model: "gru", cpu: 0.3 },
  { kind: "validator", name: "validator-3", role: "validator", stake: 100n * TAO },
  { kind: "miner", name: "miner-mortal", role: "gru, dies, returns", model: "gru", cpu: 0.15, mortal: true },
  { kind: "miner", name: "miner-still", role: "gru, never learns", model: "gru", cpu: 0 },
];

/** How long a mortal miner lives and stays away, in milliseconds: it misses a few epochs. */
export const MORTAL_LIVES_MS = 180_000;
export const MORTAL_IS_AWAY_MS = 60_000;

/** Bytes that any validator may teach before shares count: some four finished chunks. */
const FREE_BYTES = 2 ** 16;
/** Bytes that the memory spans: beyond it what was taught counts half. */
const MEMORY_BYTES = 2 ** 20;
/** A validator that taught nothing for so long leaves its share to the others. */
const SILENCE_MS = 120_000;
/** A validator may teach so many times its share of the stake: stake is never quite even, and text comes in lumps. */
const LENIENCY = 2;

export interface SharesOptions {
  /** Stake of a hotkey, in any unit; all count alike while all have none. */
  readonly stakeOf?: (hotkey: string) => number;
  /** Milliseconds. */
  readonly now?: () => number;
}

/**
 * How much of what a miner learns may come from each validator: in proportion to stake, as its votes count. A validator of little stake
 * may flood a miner with questions, and with whatever text is in them, but not its model.
 */
export class Shares {
  readonly #stakeOf: (hotkey: string) => number;
  readonly #now: () => number;
  readonly #taught = new Map<string, { bytes: number; at: number }>();

  constructor({ stakeOf = () => 1, now = () => performance.now() }: SharesOptions = {}) {
    this.#stakeOf = stakeOf;
    this.#now = now;
  }

  /** Whether `bytes` more may be learned from a validator. Asking shows that it is there. */
  allows(validator: string, bytes: number): boolean {
    const own = this.#of(validator);
    own.at = this.#now();
    const present = [...this.#taught].filter(([, { at }]) => own.at - at < SILENCE_MS);
    const total = present.reduce((sum, [, taught]) => sum + taught.bytes, bytes);
    const stakes = present.map(([hotkey]) => this.#stakeOf(hotkey));
    const stake = stakes.reduce((sum, each) => sum + each, 0);
    const share = stake > 0 ? this.#stakeOf(validator) / stake : 1 / present.length;
    return own.bytes + bytes <= FREE_BYTES + LENIENCY * share * total;
  }

  /** Counts bytes that were learned. */
  add(validator: string, bytes: number): void {
    this.#of(validator).bytes += bytes;
    const total = [...this.#taught.values()].reduce((sum, taught) => sum + taught.bytes, 0);
    if (total > MEMORY_BYTES) for (const taught of this.#taught.values()) taught.bytes /= 2;
  }

  #of(validator: string): { bytes: number; at: number } {
    const known = this.#taught.get(validator) ?? { bytes: 0, at: this.#now() };
    this.#taught.set(validator, known);
    return known;
  }
}

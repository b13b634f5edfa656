/** Nonces as Bittensor's dendrite makes them: Unix time in nanoseconds, here never the same twice. */
export class NonceClock {
  readonly #now: () => number;
  #last = 0n;

  /** @param now Unix time in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  next(): bigint {
    const time = BigInt(this.#now()) * 1_000_000n;
    this.#last = time > this.#last ? time : this.#last + 1n;
    return this.#last;
  }
}

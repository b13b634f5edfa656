/** Addresses remembered; beyond that, the one that asked nothing for longest is forgotten. */
const MAX_REMEMBERED = 10_000;

/** Requests by address: `perSecond` on average, and twice that at once (a token bucket). */
export class Allowances {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();

  /** No limit with 0 requests a second. `now` in milliseconds. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Takes one request; false when there is none left. */
  take(address: string): boolean {
    if (this.#perSecond === 0) return true;
    const bucket = this.#fill(address);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  #fill(address: string): { tokens: number } {
    const now = this.#now();
    const burst = 2 * this.#perSecond;
    const bucket = this.#buckets.get(address);
    const passed = bucket ? now - bucket.filledAt : Number.POSITIVE_INFINITY;
    const tokens = Math.min(burst, (bucket?.tokens ?? burst) + (passed / 1000) * this.#perSecond);
    const filled = { tokens, filledAt: now };
    // Put in anew, so that the addresses are in the order of their last request.
    this.#buckets.delete(address);
    this.#buckets.set(address, filled);
    if (this.#buckets.size > MAX_REMEMBERED) this.#forgetOldest();
    return filled;
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}

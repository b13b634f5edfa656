/** Addresses remembered; beyond that, those with a full allowance are forgotten first. */
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
    if (!bucket) {
      if (this.#buckets.size >= MAX_REMEMBERED) this.#forget(now);
      const fresh = { tokens: burst, filledAt: now };
      this.#buckets.set(address, fresh);
      return fresh;
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * this.#perSecond);
    bucket.filledAt = now;
    return bucket;
  }

  /** Two seconds fill any bucket: older ones say nothing. If all are newer, the oldest goes. */
  #forget(now: number): void {
    for (const [address, { filledAt }] of this.#buckets) if (now - filledAt > 2000) this.#buckets.delete(address);
    const oldest = this.#buckets.keys().next();
    if (this.#buckets.size >= MAX_REMEMBERED && !oldest.done) this.#buckets.delete(oldest.value);
  }
}

import { Recent } from "@myelin/primitives/keys/recent";
import { Refusal } from "../errors.ts";

/**
 * Remembers which requests were seen, as long as their nonces stay fresh.
 *
 * Two generations of entries, turned over once per window: what the older one forgets is too old to be accepted anyway.
 * Order does not matter, so that one caller may use many connections at once.
 */
export class ReplayGuard {
  readonly #windowMs: number;
  readonly #limit: number;
  #current = new Set<string>();
  #previous = new Set<string>();
  #turnAt = 0;

  /** @param windowMs longest time from the earliest to the latest moment at which one nonce is fresh. */
  constructor(windowMs: number, limit = 200_000) {
    this.#windowMs = windowMs;
    this.#limit = limit;
  }

  /** @throws {Refusal} 401 if the request was seen, 503 if the memory for this window is full. */
  admit(hotkey: string, uuid: string, nonce: string, nowMs: number): void {
    if (nowMs >= this.#turnAt) this.#turn(nowMs);
    const key = `${nonce}.${uuid}.${hotkey}`;
    if (this.#current.has(key) || this.#previous.has(key)) {
      throw new Refusal(401, "This request was already received: sign it anew with a new nonce.");
    }
    if (this.#current.size >= this.#limit) throw new Refusal(503, "Too many requests at this moment: try again later.");
    this.#current.add(key);
  }

  /** Entries held now. */
  get size(): number {
    return this.#current.size + this.#previous.size;
  }

  #turn(nowMs: number): void {
    const idle = nowMs >= this.#turnAt + this.#windowMs;
    this.#previous = idle ? new Set() : this.#current;
    this.#current = new Set();
    this.#turnAt = nowMs + this.#windowMs;
  }
}

/** The original's rule: the nonces of one dendrite only grow. Knows the last 100,000 dendrites. */
export class NonceOrder {
  readonly #last = new Recent<string, bigint>(100_000);

  last(hotkey: string, uuid: string): bigint | undefined {
    return this.#last.get(`${hotkey}:${uuid}`);
  }

  remember(hotkey: string, uuid: string, nonce: bigint): void {
    this.#last.set(`${hotkey}:${uuid}`, nonce);
  }
}

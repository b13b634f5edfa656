/** Resolves after `ms`, or at once when the signal aborts: whoever waits looks at the signal itself. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Pauses that double from `first` to `longest`, and start over after a success. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #next: number;

  constructor(first: number, longest: number) {
    this.#first = first;
    this.#longest = longest;
    this.#next = first;
  }

  next(): number {
    const now = this.#next;
    this.#next = Math.min(2 * now, this.#longest);
    return now;
  }

  reset(): void {
    this.#next = this.#first;
  }
}

import { Refusal } from "../errors.ts";

interface Waiting {
  priority: number;
  open: () => void;
  refuse: (reason: Refusal) => void;
}

/** A fixed number of places; those who wait enter by priority, then by arrival. */
export class PriorityGate {
  readonly #maxWaiting: number;
  readonly #waiting: Waiting[] = [];
  #free: number;

  constructor(places: number, maxWaiting: number) {
    this.#free = places;
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Resolves when a place is free; call {@link PriorityGate.leave} once afterwards.
   * @throws {Refusal} 503 if the queue is full of requests at least as urgent, 408 when the signal aborts before.
   */
  enter(priority: number, signal: AbortSignal): Promise<void> | void {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    return new Promise((resolve, reject) => {
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(new Refusal(408, "The request's time was over before it was its turn."));
      };
      const settled = () => signal.removeEventListener("abort", aborted);
      const entry: Waiting = {
        priority,
        open() {
          settled();
          resolve();
        },
        refuse(reason) {
          settled();
          reject(reason);
        },
      };
      signal.addEventListener("abort", aborted, { once: true });
      this.#insert(entry);
      if (this.#waiting.length > this.#maxWaiting) {
        this.#waiting.pop()!.refuse(new Refusal(503, "This axon is busy: try again later."));
      }
    });
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next.open();
  }

  #insert(entry: Waiting): void {
    let at = this.#waiting.length;
    while (at > 0 && this.#waiting[at - 1].priority < entry.priority) at--;
    this.#waiting.splice(at, 0, entry);
  }
}

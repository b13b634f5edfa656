import { isLast, type StatusListener, type TransactionStatus } from "../pool/status.ts";

/**
 * Which blocks are final, and who waits for it.
 *
 * A block of this node is final as it is made. A network that stands in for one with GRANDPA may let its clients learn so
 * `lag` blocks later, as they would there: scripts wait for finality, and take their pace from it.
 */
export class Finality {
  readonly lag: number;
  readonly #held = new Set<() => void>();
  #height = 0;

  /** @param lag blocks between a block and the news that it is final */
  constructor(lag: number) {
    this.lag = lag;
  }

  /** Height of the last final block under a head. */
  under(head: number): number {
    return Math.max(0, head - this.lag);
  }

  /** Blocks up to `height` are final: those who were held back learn it. */
  advance(height: number): void {
    this.#height = height;
    for (const tell of [...this.#held]) tell();
  }

  /** Passes everything on at once but `finalized`, which waits for its block; `drop` ends it. */
  hold(listener: StatusListener): { readonly listener: StatusListener; drop(): void } {
    if (this.lag === 0) return { listener, drop() {} };
    let last: Extract<TransactionStatus, { type: "finalized" }> | undefined;
    const tell = () => {
      if (last === undefined || last.number > this.#height) return;
      this.#held.delete(tell);
      listener(last);
    };
    const held = (status: TransactionStatus) => {
      if (status.type === "finalized") {
        last = status;
        tell();
      } else {
        if (isLast(status)) this.#held.delete(tell);
        listener(status);
      }
    };
    this.#held.add(tell);
    return { listener: held, drop: () => void this.#held.delete(tell) };
  }
}

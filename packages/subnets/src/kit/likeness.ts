/** A sum over rounds whose weights fade, and the sum of the weights. */
interface Fading {
  readonly sum: number;
  readonly weight: number;
}

export interface LikenessOptions {
  /** Miners whose answers lie nearer than this on average count as one… */
  readonly near: number;
  /** …those farther apart than this as two, and between there is no step to be placed on. */
  readonly far: number;
  /** What a round counts for after one more round, 0 to 1. Default 0.97. */
  readonly memory?: number;
}

/**
 * How alike the answers of each two miners have been lately, so that a hundred copies of one miner earn no more than one.
 *
 * @example
 * likeness.record(answers, (a, b) => Math.abs(a.value - b.value));
 * book.pay((a, b) => likeness.of(a, b));
 */
export class Likeness {
  readonly #options: LikenessOptions;
  readonly #distances = new Map<string, Fading>();

  constructor(options: LikenessOptions, saved: readonly (readonly [string, Fading])[] = []) {
    this.#options = options;
    for (const [pair, fading] of saved) this.#distances.set(pair, fading);
  }

  /** Compares the answers of a round, by hotkey. */
  record<A>(answers: ReadonlyMap<string, A>, distance: (a: A, b: A) => number): void {
    const { memory = 0.97 } = this.#options;
    const all = [...answers];
    for (const [i, [hotkey, answer]] of all.entries()) {
      for (const [other, otherAnswer] of all.slice(0, i)) {
        const pair = pairOf(hotkey, other);
        const { sum, weight } = this.#distances.get(pair) ?? { sum: 0, weight: 0 };
        this.#distances.set(pair, { sum: memory * sum + distance(answer, otherAnswer), weight: memory * weight + 1 });
      }
    }
  }

  /** 1 for miners that answer the same, 0 for unlike ones. */
  of(a: string, b: string): number {
    const fading = this.#distances.get(pairOf(a, b));
    if (fading === undefined) return 0;
    const { near, far } = this.#options;
    return Math.min(1, Math.max(0, (far - fading.sum / fading.weight) / (far - near)));
  }

  keep(hotkeys: ReadonlySet<string>): void {
    for (const pair of this.#distances.keys()) {
      if (!pair.split(" ").every((hotkey) => hotkeys.has(hotkey))) this.#distances.delete(pair);
    }
  }

  toJSON(): [string, Fading][] {
    return [...this.#distances];
  }
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

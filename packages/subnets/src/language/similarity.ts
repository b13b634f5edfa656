import { VALUES, WHOLE } from "./distribution.ts";

/**
 * Mean total-variation distances, in [0, 1]: miners nearer than NEAR count as one, miners farther apart than FAR as two, and between
 * them there is no step to be placed on. Two networks of one architecture, trained on the same text from different seeds, stay beyond
 * FAR. Whoever spreads clones apart by noise pays for it in bits and, for each of them, the price of a registration.
 */
const NEAR = 0.05;
const FAR = 0.1;
const MEMORY = 0.92;
/** Lanes on which answers are compared in a round. */
const COMPARED = 16;

/** A sum over rounds whose weights fade, and the sum of the weights. */
interface Fading {
  readonly sum: number;
  readonly weight: number;
}

/** Mean total-variation distance of two answers over some lanes. */
export function distance(a: Uint16Array, b: Uint16Array, lanes: readonly number[]): number {
  let sum = 0;
  for (const lane of lanes) {
    for (let i = lane * VALUES; i < (lane + 1) * VALUES; i++) sum += Math.abs(a[i]! - b[i]!);
  }
  return sum / (2 * WHOLE * lanes.length);
}

/** How alike the answers of each two miners have been lately. */
export class Similarity {
  readonly #distances = new Map<string, Fading>();

  /** Compares the usable answers of a round on lanes drawn by `random`, which miners must not foresee. */
  record(answers: ReadonlyMap<string, Uint16Array>, random: () => number): void {
    const all = [...answers];
    const lanes = lanesDrawn((all[0]?.[1].length ?? 0) / VALUES, random);
    for (let i = 0; i < all.length; i++) {
      for (let j = 0; j < i; j++) {
        const now = distance(all[i]![1], all[j]![1], lanes);
        const pair = pairOf(all[i]![0], all[j]![0]);
        const { sum, weight } = this.#distances.get(pair) ?? { sum: 0, weight: 0 };
        this.#distances.set(pair, { sum: MEMORY * sum + now, weight: MEMORY * weight + 1 });
      }
    }
  }

  /** 1 for miners that answer the same, 0 for unlike ones, without a step between them. */
  of(a: string, b: string): number {
    const fading = this.#distances.get(pairOf(a, b));
    if (fading === undefined) return 0;
    return Math.min(1, Math.max(0, (FAR - fading.sum / fading.weight) / (FAR - NEAR)));
  }

  keep(hotkeys: ReadonlySet<string>): void {
    for (const pair of this.#distances.keys()) {
      if (!pair.split(" ").every((hotkey) => hotkeys.has(hotkey))) this.#distances.delete(pair);
    }
  }

  toJSON(): [string, Fading][] {
    return [...this.#distances];
  }

  static from(saved: readonly [string, Fading][]): Similarity {
    const similarity = new Similarity();
    for (const [pair, value] of saved) similarity.#distances.set(pair, value);
    return similarity;
  }
}

function pairOf(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

function lanesDrawn(count: number, random: () => number): number[] {
  return Array.from({ length: Math.min(COMPARED, count) }, () => Math.floor(random() * count));
}

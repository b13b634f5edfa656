import { addGains, type FadingGains, type Standing as GainStanding, noGains, standingOf } from "../kit/fading-gains.ts";
import { FLOOR_BITS, isDistribution, VALUES, WHOLE } from "./distribution.ts";

/** Bits of a byte whose answer is late, missing, malformed, not normalised or of a probability under 2^-16: none can cost more. */
export const WORST_BITS = FLOOR_BITS;

/** What each lane's byte costs under an answer, in bits. `undefined` stands for no usable answer. */
export function answerBits(answer: Uint16Array | undefined, actual: Uint8Array): Float64Array {
  const bits = new Float64Array(actual.length).fill(WORST_BITS);
  if (answer === undefined) return bits;
  for (let lane = 0; lane < actual.length; lane++) {
    if (isDistribution(answer, lane)) bits[lane] = -Math.log2(answer[lane * VALUES + actual[lane]!]! / WHOLE);
  }
  return bits;
}

/** Memory of the scores: what a round counts for after one more round. Twelve rounds, so to say. */
const MEMORY = 0.92;
/** Standard errors below the mean at which the gain must still be positive: one chance in a hundred. */
const CONFIDENCE = 2.33;

interface Sums extends FadingGains {
  bits: number;
}

/** How a miner has done lately; gains are bits a byte that it saved over the order-0 model, the bound has 99 % confidence. */
export interface Standing extends GainStanding {
  /** Mean bits a byte. */
  readonly bits: number;
}

/** Standings by hotkey, fading: a neuron that takes over a uid starts with nothing. */
export class ScoreBook {
  readonly #sums = new Map<string, Sums>();

  get hotkeys(): string[] {
    return [...this.#sums.keys()];
  }

  /** Counts one round of a miner: bits of every lane under its answer and under the order-0 model. */
  record(hotkey: string, bits: Float64Array, orderZero: Float64Array): void {
    const sums = this.#sums.get(hotkey) ?? { ...noGains(), bits: 0 };
    sums.bits = bits.reduce((sum, each) => sum + each, sums.bits * MEMORY);
    addGains(
      sums,
      bits.map((each, lane) => orderZero[lane]! - each),
      MEMORY,
    );
    this.#sums.set(hotkey, sums);
  }

  standing(hotkey: string): Standing | undefined {
    const sums = this.#sums.get(hotkey);
    if (sums === undefined) return undefined;
    return { bits: sums.bits / sums.weight, ...standingOf(sums, CONFIDENCE) };
  }

  /** Forgets all but these hotkeys. */
  keep(hotkeys: ReadonlySet<string>): void {
    for (const hotkey of this.hotkeys) if (!hotkeys.has(hotkey)) this.#sums.delete(hotkey);
  }

  toJSON(): [string, Sums][] {
    return [...this.#sums];
  }

  static from(saved: readonly [string, Sums][]): ScoreBook {
    const book = new ScoreBook();
    for (const [hotkey, sums] of saved) book.#sums.set(hotkey, { ...sums });
    return book;
  }
}

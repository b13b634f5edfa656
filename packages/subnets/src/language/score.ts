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

/** Sums over bytes with fading weights. */
interface Sums {
  /** Of the weights and of their squares. */
  weight: number;
  weightSquared: number;
  bits: number;
  gain: number;
  gainSquared: number;
}

/** How a miner has done lately. */
export interface Standing {
  /** Mean bits a byte. */
  readonly bits: number;
  /** Mean bits a byte that it saved over the order-0 model. */
  readonly gain: number;
  /** The gain it has with 99 % confidence. */
  readonly bound: number;
}

/** Standings by hotkey, fading: a neuron that takes over a uid starts with nothing. */
export class ScoreBook {
  readonly #sums = new Map<string, Sums>();

  get hotkeys(): string[] {
    return [...this.#sums.keys()];
  }

  /** Counts one round of a miner: bits of every lane under its answer and under the order-0 model. */
  record(hotkey: string, bits: Float64Array, orderZero: Float64Array): void {
    const sums = this.#sums.get(hotkey) ?? { weight: 0, weightSquared: 0, bits: 0, gain: 0, gainSquared: 0 };
    sums.weight *= MEMORY;
    sums.weightSquared *= MEMORY * MEMORY;
    sums.bits *= MEMORY;
    sums.gain *= MEMORY;
    sums.gainSquared *= MEMORY;
    for (let lane = 0; lane < bits.length; lane++) {
      const gain = orderZero[lane]! - bits[lane]!;
      sums.bits += bits[lane]!;
      sums.gain += gain;
      sums.gainSquared += gain * gain;
    }
    sums.weight += bits.length;
    sums.weightSquared += bits.length;
    this.#sums.set(hotkey, sums);
  }

  standing(hotkey: string): Standing | undefined {
    const sums = this.#sums.get(hotkey);
    if (sums === undefined) return undefined;
    const gain = sums.gain / sums.weight;
    const variance = Math.max(0, sums.gainSquared / sums.weight - gain * gain);
    const effective = (sums.weight * sums.weight) / sums.weightSquared;
    return { bits: sums.bits / sums.weight, gain, bound: gain - CONFIDENCE * Math.sqrt(variance / effective) };
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

/**
 * Lanes: many places in one part of a text, read a byte a round, all at once. Bytes of several lanes are always packed lane after lane.
 */

/**
 * Bytes per lane that are sent at once: as opening of a part, unasked and unscored; as whole context for a miner that holds none; as
 * a finished chunk.
 */
export const WINDOW = 64;

/** One part being read. A round asks about the byte at `position` of every lane. */
export class Lanes {
  readonly count: number;
  /** Bytes of each lane: a whole number of windows. */
  readonly length: number;
  readonly #text: Uint8Array;
  #position: number;

  /** @param position Where reading goes on; a new part begins after its opening window. */
  constructor(text: Uint8Array, maxLanes: number, position: number = WINDOW) {
    this.count = Math.min(maxLanes, Math.floor(text.length / (2 * WINDOW)));
    this.length = WINDOW * Math.floor(text.length / this.count / WINDOW);
    this.#text = text;
    this.#position = position;
  }

  /** Bytes of each lane that are known to all; what lies further has not been sent to anybody. */
  get position(): number {
    return this.#position;
  }

  /** True when every byte has been asked about. */
  get ended(): boolean {
    return this.#position >= this.length;
  }

  /** Bytes from `start` to `end` of every lane, of which none may lie beyond what is known. */
  known(start: number, end: number): Uint8Array {
    if (start < 0 || end > this.#position) throw new RangeError(`bytes ${start} to ${end} are not known yet`);
    return this.#slice(start, end);
  }

  /** The byte of every lane that this round is about. For the scores alone: it must not leave the validator before {@link Lanes.advance}. */
  secret(): Uint8Array {
    return this.#slice(this.#position, this.#position + 1);
  }

  /** Makes this round's bytes known. */
  advance(): void {
    this.#position++;
  }

  #slice(start: number, end: number): Uint8Array {
    const width = end - start;
    const result = new Uint8Array(this.count * width);
    for (let lane = 0; lane < this.count; lane++) {
      result.set(this.#text.subarray(lane * this.length + start, lane * this.length + end), lane * width);
    }
    return result;
  }
}

/** The bytes of one lane in a packing of `count` lanes. */
export function laneOf(packed: Uint8Array, count: number, lane: number): Uint8Array {
  const width = packed.length / count;
  return packed.subarray(lane * width, (lane + 1) * width);
}

import { Intervals } from "./intervals.ts";
import { laneOf } from "./lanes.ts";

/** Bytes that continue a stream; of one lane, here. */
export interface LaneText {
  readonly stream: string;
  readonly bytes: Uint8Array;
}

/** Names one part of one validator's text. */
export function placeOf(validator: string, { corpus, part }: { corpus: string; part: number }): string {
  return `${validator}/${corpus}/${part}`;
}

/** Places remembered; beyond that the oldest is forgotten. */
const MOST_PLACES = 4096;

interface PlaceRead {
  readonly covered: Intervals;
  /** Where the last bytes ended, and the name of the streams they went to. */
  end: number;
  streams: string;
}

/**
 * What a miner has read of every part, so that text which comes twice, by round and by chunk, is learned once, and text on the two
 * sides of a gap is never joined.
 */
export class Reading {
  readonly #places = new Map<string, PlaceRead>();

  /** Takes `packed`, the bytes of `lanes` lanes from `start` on, and returns those that are new. */
  take(place: string, lanes: number, start: number, packed: Uint8Array): LaneText[] {
    const width = packed.length / lanes;
    const read = this.#place(place);
    return read.covered.add(start, start + width).flatMap((fresh) => {
      if (fresh.start !== read.end) read.streams = `${place}@${fresh.start}`;
      read.end = fresh.end;
      return Array.from({ length: lanes }, (_, lane) => ({
        stream: `${read.streams}/${lane}`,
        bytes: laneOf(packed, lanes, lane).slice(fresh.start - start, fresh.end - start),
      }));
    });
  }

  /** Whether every lane of the place has been read from `start` to `end`. */
  covers(place: string, start: number, end: number): boolean {
    return this.#places.get(place)?.covered.covers(start, end) ?? false;
  }

  toJSON(): [string, Intervals][] {
    return [...this.#places].map(([place, { covered }]) => [place, covered]);
  }

  static from(saved: readonly [string, ConstructorParameters<typeof Intervals>[0]][]): Reading {
    const reading = new Reading();
    for (const [place, covered] of saved) {
      reading.#places.set(place, { covered: new Intervals(covered), end: -1, streams: "" });
    }
    return reading;
  }

  #place(name: string): PlaceRead {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const fresh = { covered: new Intervals(), end: -1, streams: "" };
    const [oldest] = this.#places.keys();
    if (oldest !== undefined && this.#places.size >= MOST_PLACES) this.#places.delete(oldest);
    this.#places.set(name, fresh);
    return fresh;
  }
}

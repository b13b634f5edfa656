import { concat, fromHex, type Hex, toHex, utf8 } from "@myelin/primitives";
import { blake2b256 } from "@myelin/primitives/hash";
import { type Archive, type Day, YEAR } from "./archive.ts";
import { SeasonError } from "./errors.ts";
import { Generator } from "./generator.ts";

/** Days of a season that are shown before the first question. */
export const OPENING = 60;
/** All days of a season. */
export const DAYS = 180;

/** What makes a season: with it everyone computes the same days. */
export interface SeasonSeed {
  readonly number: number;
  /** 32 random bytes, secret until the season is over. */
  readonly seed: Hex;
  readonly lanes: number;
  /** Id of the archive that it is drawn from. */
  readonly archive: string;
}

/**
 * The weather of one season in several lanes: places taken in turn, each beginning on a day of its own. Which day follows which is
 * decided by hashes of the seed, so no number that was shown tells anything about a later draw.
 */
export class Season {
  readonly of: SeasonSeed;
  readonly #generators: readonly Generator[];
  readonly #seed: Uint8Array;
  /** Indices of the archive's days, a list for each lane. */
  readonly #lanes: number[][];

  /** @throws {SeasonError} where it was drawn from another archive. */
  constructor(of: SeasonSeed, archive: Archive, generators = archive.places.map((place) => new Generator(place))) {
    if (of.archive !== archive.id) {
      throw new SeasonError(`Season ${of.number} was drawn from archive ${of.archive}, not from ${archive.id}.`);
    }
    this.of = of;
    this.#seed = fromHex(of.seed);
    this.#generators = generators;
    this.#lanes = Array.from({ length: of.lanes }, (_, lane) => [
      Math.floor(this.#draw(lane, 0) * this.#generatorOf(lane).starts),
    ]);
  }

  /** Number of the lane's place in the archive. */
  placeOf(lane: number): number {
    return lane % this.#generators.length;
  }

  /** The weather of a day, counted from 0. */
  day(lane: number, day: number): Day {
    return this.#generatorOf(lane).day(this.#indices(lane, day)[day]!);
  }

  /** The day of the year that a day is: the lane's first counted on, so that it tells nothing of what was drawn. */
  dayOfYear(lane: number, day: number): number {
    return (this.day(lane, 0).dayOfYear + day) % YEAR;
  }

  /** Values of `count` days that end before day `until`: lane, day, variable. */
  window(until: number, count: number): number[][][] {
    return this.#lanes.map((_, lane) =>
      Array.from({ length: count }, (_, i) => [...this.day(lane, until - count + i).values]),
    );
  }

  #indices(lane: number, day: number): number[] {
    const indices = this.#lanes[lane]!;
    const generator = this.#generatorOf(lane);
    const first = generator.day(indices[0]!).dayOfYear;
    while (indices.length <= day) {
      const today = (first + indices.length - 1) % YEAR;
      indices.push(generator.next(indices.at(-1)!, today, this.#draw(lane, indices.length)));
    }
    return indices;
  }

  #generatorOf(lane: number): Generator {
    return this.#generators[this.placeOf(lane)]!;
  }

  /** Uniform in [0, 1), from the seed alone. */
  #draw(lane: number, day: number): number {
    const hash = blake2b256(concat(this.#seed, utf8(`${lane}/${day}`)));
    return new DataView(hash.buffer, hash.byteOffset).getUint32(0, true) / 2 ** 32;
  }
}

const MAGIC = utf8("mwx1");
const COMMITMENT_BYTES = MAGIC.length + 4 + 32;

/** What a validator publishes on chain before the first question of a season: 40 bytes that fix all of its days and show none. */
export function commitmentTo({ number, seed, lanes, archive }: SeasonSeed): Uint8Array {
  const bytes = new Uint8Array(COMMITMENT_BYTES);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(4, number, true);
  bytes.set(blake2b256(concat(fromHex(seed), utf8(`${number}/${lanes}/${archive}`))), 8);
  return bytes;
}

/** The number of the season that these bytes commit to, or undefined where they are something else. */
export function committedSeason(bytes: Uint8Array): number | undefined {
  if (bytes.length !== COMMITMENT_BYTES || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
}

/**
 * Checks a revealed season against the commitment of its block, and the days that questions showed against the season.
 *
 * @param shown days as questions showed them: the first day's number, and values by lane, day, variable.
 * @throws {SeasonError} that names what does not fit.
 *
 * @example
 * const { seasons } = await (await fetch(`http://${axon.ip}:${axon.port}/seasons`)).json();
 * checkSeason(seasons[0], commitmentAtItsBlock, await loadArchive());
 */
export function checkSeason(
  revealed: SeasonSeed,
  commitment: Uint8Array,
  archive: Archive,
  shown: readonly { readonly from: number; readonly values: readonly (readonly (readonly number[])[])[] }[] = [],
): Season {
  if (toHex(commitmentTo(revealed)) !== toHex(commitment)) {
    throw new SeasonError(`The seed of season ${revealed.number} is not the one that was committed to.`);
  }
  const season = new Season(revealed, archive);
  for (const { from, values } of shown) {
    for (const [lane, days] of values.entries()) {
      for (const [i, day] of days.entries()) {
        const drawn = season.day(lane, from + i).values;
        if (day.every((value, v) => value === drawn[v])) continue;
        throw new SeasonError(
          `Day ${from + i} of lane ${lane} was shown otherwise than season ${revealed.number} has it.`,
          {
            lane,
            day: from + i,
          },
        );
      }
    }
  }
  return season;
}

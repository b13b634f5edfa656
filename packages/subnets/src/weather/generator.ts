import { apart, type Day, type Place } from "./archive.ts";

/** Days of the archive that may follow are those after days at most this far from today in the year… */
const SEASON_DAYS = 30;
/** …and like today: of so many nearest, one is drawn. */
const NEAREST = 15;

/**
 * A weather generator: each day is followed by a day that in the archive followed one of the days most like it at that time of the
 * year (nearest-neighbour resampling: Rajagopalan and Lall, "A k-nearest-neighbor simulator for daily precipitation and other weather
 * variables", Water Resources Research 35, 1999). Every day it gives was observed, with all its values; their order is new.
 *
 * What really followed today is never drawn, so that knowing the archive tells what is likely, and never what will be. Only sums,
 * products, quotients and square roots: the same on every machine.
 */
export class Generator {
  readonly place: Place;
  readonly #points: readonly (readonly number[])[];
  readonly #byDayOfYear = new Map<number, readonly number[]>();

  constructor(place: Place) {
    this.place = place;
    this.#points = standardized(place.days);
  }

  day(index: number): Day {
    return this.place.days[index]!;
  }

  /** Days in which the weather may begin: all but the last, which nothing follows. */
  get starts(): number {
    return this.place.days.length - 1;
  }

  /** Index of the day drawn to follow the weather at `index` when that is the weather of `today`. @param u uniform in [0, 1). */
  next(index: number, today: number, u: number): number {
    const followers = this.followers(index, today);
    return followers[Math.floor(u * followers.length)]!;
  }

  /** Indices of all days that may follow, each as likely as the others. */
  followers(index: number, today: number): number[] {
    const candidates = this.#around(today)
      .filter((i) => i !== index && i + 1 !== index)
      .map((i) => ({ index: i, distance: squaredDistance(this.#points[i]!, this.#points[index]!) }));
    candidates.sort((a, b) => a.distance - b.distance || a.index - b.index);
    return candidates.slice(0, NEAREST).map((candidate) => candidate.index + 1);
  }

  /** Days of the archive at about that time of the year which another day follows. */
  #around(dayOfYear: number): readonly number[] {
    const known = this.#byDayOfYear.get(dayOfYear);
    if (known !== undefined) return known;
    const all = Array.from({ length: this.starts }, (_, i) => i);
    const found = all.filter((i) => apart(this.day(i).dayOfYear, dayOfYear) <= SEASON_DAYS);
    this.#byDayOfYear.set(dayOfYear, found);
    return found;
  }
}

/** Variables on one scale; precipitation by its root, for its few large values would drown all else. */
function standardized(days: readonly Day[]): number[][] {
  const raw = days.map(({ values: [precipitation, ...others] }) => [Math.sqrt(precipitation!), ...others]);
  const scales = raw[0]!.map((_, v) => {
    const mean = raw.reduce((sum, point) => sum + point[v]!, 0) / raw.length;
    return Math.sqrt(raw.reduce((sum, point) => sum + (point[v]! - mean) * (point[v]! - mean), 0) / raw.length) || 1;
  });
  return raw.map((point) => point.map((value, v) => value / scales[v]!));
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let v = 0; v < a.length; v++) sum += (a[v]! - b[v]!) * (a[v]! - b[v]!);
  return sum;
}

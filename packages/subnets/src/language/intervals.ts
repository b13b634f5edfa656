export interface Interval {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** A set of whole numbers kept as sorted, disjoint intervals. */
export class Intervals {
  #all: Interval[];

  constructor(all: readonly Interval[] = []) {
    this.#all = [...all];
  }

  /** Adds `start` to `end` and returns what of it was new. */
  add(start: number, end: number): Interval[] {
    const fresh: Interval[] = [];
    let next = start;
    for (const covered of this.#all) {
      if (covered.end <= next || covered.start >= end) continue;
      if (covered.start > next) fresh.push({ start: next, end: covered.start });
      next = covered.end;
    }
    if (next < end) fresh.push({ start: next, end });
    this.#all = merged([...this.#all, ...fresh]);
    return fresh;
  }

  /** Whether all of `start` to `end` is in the set. */
  covers(start: number, end: number): boolean {
    return this.#all.some((interval) => interval.start <= start && end <= interval.end);
  }

  toJSON(): Interval[] {
    return this.#all;
  }
}

function merged(intervals: Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of intervals.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && last.end >= interval.start) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, interval.end) };
    } else result.push(interval);
  }
  return result;
}

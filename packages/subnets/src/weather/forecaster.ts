import { VARIABLES, YEAR } from "./archive.ts";
import { LEVELS, quantilesOf } from "./crps.ts";

/** Days of the past that a forecast looks at. */
export const PAST = 30;
/** Days that are remembered, of all lanes together. */
const MEMORY = 8_000;
/** Remembered days that make a forecast. */
const ANALOGS = 120;
/** Strength of the prior that all coefficients are 0. */
const RIDGE = 1;
/** What is remembered is put in order anew when this part of it is new. */
const RENEW_AFTER = 0.02;
const COUNT = VARIABLES.length;
const FEATURES = 5 + 4 * COUNT;

/**
 * A forecaster that learns from every day it is shown: ridge regression gives what to expect of each variable, and the outcomes of the
 * remembered days for which most nearly the same was expected give the quantiles. So the forecast is skewed where the weather is, and
 * rain has a chance of being none.
 */
export class Forecaster {
  #regression = new Ridge(FEATURES, COUNT);
  /** Remembered days, the oldest overwritten: features, and what came. */
  readonly #features: Float64Array[] = [];
  readonly #outcomes: Float64Array[] = [];
  #next = 0;
  /** The remembered days in order of what was expected, by variable, made anew when enough was learned since. */
  #ordered: readonly Ordered[] = [];
  #learned = 0;
  #orderedAt = 0;

  /** Days learned from that are still remembered. */
  get remembered(): number {
    return this.#outcomes.length;
  }

  /** Learns that `values` came after `past`, at least {@link PAST} days. @param dayOfYear of the day that came. */
  learn(past: readonly (readonly number[])[], dayOfYear: number, values: readonly number[]): void {
    const features = featuresOf(past, dayOfYear);
    const outcome = Float64Array.from(values, eased);
    this.#regression.learn(features, outcome);
    this.#features[this.#next] = features;
    this.#outcomes[this.#next] = outcome;
    this.#next = (this.#next + 1) % MEMORY;
    this.#learned++;
  }

  /** Quantiles at the levels of the score, by variable, for each lane's next day. */
  forecast(lanes: readonly { past: readonly (readonly number[])[]; dayOfYear: number }[]): number[][][] {
    if (this.#learned - this.#orderedAt >= RENEW_AFTER * this.remembered) this.#order();
    return lanes.map(({ past, dayOfYear }) => {
      const expected = this.#regression.expect(featuresOf(past, dayOfYear));
      return VARIABLES.map((_, v) => analogs(this.#ordered[v], expected[v]!, v));
    });
  }

  #order(): void {
    const all = this.#features.map((features) => this.#regression.expect(features));
    this.#ordered = VARIABLES.map((_, v) => {
      const order = [...all.keys()].sort((a, b) => all[a]![v]! - all[b]![v]!);
      return {
        expected: Float64Array.from(order, (i) => all[i]![v]!),
        came: Float64Array.from(order, (i) => this.#outcomes[i]![v]!),
      };
    });
    this.#orderedAt = this.#learned;
  }

  toJSON(): SavedForecaster {
    const order = [...this.#outcomes.keys()].map((i) => (this.remembered < MEMORY ? i : (this.#next + i) % MEMORY));
    const texts = (rows: Float64Array[]) => order.map((i) => [...rows[i]!].map((x) => Number(x.toPrecision(6))));
    return { features: texts(this.#features), outcomes: texts(this.#outcomes) };
  }

  /** @throws {TypeError} where the days do not have the form of those that are saved. */
  static from({ features, outcomes }: SavedForecaster): Forecaster {
    const forecaster = new Forecaster();
    const fits = (rows: number[][], width: number) =>
      rows.every((row) => row.length === width && row.every(Number.isFinite));
    if (features.length !== outcomes.length || !fits(features, FEATURES) || !fits(outcomes, COUNT)) {
      throw new TypeError("not a saved forecaster");
    }
    for (const [i, row] of features.entries()) {
      forecaster.#features.push(Float64Array.from(row));
      forecaster.#outcomes.push(Float64Array.from(outcomes[i]!));
      forecaster.#regression.learn(forecaster.#features[i]!, forecaster.#outcomes[i]!);
    }
    forecaster.#next = features.length % MEMORY;
    forecaster.#learned = features.length;
    return forecaster;
  }
}

/** Days as saved, oldest first. What was learned is learned again from them. */
export interface SavedForecaster {
  readonly features: number[][];
  readonly outcomes: number[][];
}

/** What was expected, ascending, and what came each time. */
interface Ordered {
  readonly expected: Float64Array;
  readonly came: Float64Array;
}

/** Quantiles of what came when nearly the same was expected; temperatures are moved by the difference. */
function analogs(known: Ordered | undefined, expected: number, variable: number): number[] {
  if (known === undefined || known.came.length === 0) return LEVELS.map(() => restored(expected, variable));
  const count = known.came.length;
  const from = Math.max(0, Math.min(lowerBound(known.expected, expected) - ANALOGS / 2, count - ANALOGS));
  const moved = TEMPERATURES.has(variable) ? 1 : 0;
  const sample: number[] = [];
  for (let i = from; i < Math.min(count, from + ANALOGS); i++) {
    sample.push(known.came[i]! + moved * (expected - known.expected[i]!));
  }
  return quantilesOf(sample).map((value) => restored(value, variable));
}

/** Index of the first of ascending values that is not below `value`. */
function lowerBound(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Variables that may be below zero, and whose errors do not depend on their size. */
const TEMPERATURES = new Set([VARIABLES.indexOf("temp_max"), VARIABLES.indexOf("temp_min")]);

/** Rain and wind by their roots: their large values are rare, and would decide the regression. */
function eased(value: number, variable: number): number {
  return TEMPERATURES.has(variable) ? value : Math.sqrt(Math.max(0, value));
}

/** The inverse of {@link eased}, to two decimals. */
function restored(value: number, variable: number): number {
  const real = TEMPERATURES.has(variable) ? value : Math.max(0, value) ** 2;
  return Math.round(real * 100) / 100;
}

/** The season as two waves; the last day, the one before it, and the means of seven and of thirty days. All near one. */
function featuresOf(past: readonly (readonly number[])[], dayOfYear: number): Float64Array {
  const angle = (2 * Math.PI * dayOfYear) / YEAR;
  const waves = [1, Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)];
  const scale = (value: number, v: number) => eased(value, v) / (TEMPERATURES.has(v) ? 10 : 2);
  const day = (back: number) => past[past.length - back]!.map(scale);
  const meanOf = (days: number) => {
    const sums = new Array<number>(COUNT).fill(0);
    for (let back = 1; back <= days; back++) for (const [v, value] of day(back).entries()) sums[v]! += value / days;
    return sums;
  };
  return Float64Array.from([...waves, ...day(1), ...day(2), ...meanOf(7), ...meanOf(PAST)]);
}

/** Ridge regression of several outputs, brought up to date with each case (recursive least squares). */
class Ridge {
  readonly #size: number;
  readonly #outputs: number;
  /** Inverse of the sum of outer products of the features, and the ridge. */
  readonly #inverse: Float64Array;
  readonly #weights: Float64Array;

  constructor(size: number, outputs: number) {
    this.#size = size;
    this.#outputs = outputs;
    this.#inverse = new Float64Array(size * size);
    for (let i = 0; i < size; i++) this.#inverse[i * size + i] = 1 / RIDGE;
    this.#weights = new Float64Array(size * outputs);
  }

  expect(features: Float64Array): Float64Array {
    const outputs = this.#outputs;
    const expected = new Float64Array(outputs);
    for (let i = 0; i < this.#size; i++) {
      for (let o = 0; o < outputs; o++) expected[o]! += features[i]! * this.#weights[i * outputs + o]!;
    }
    return expected;
  }

  /** The update of Sherman and Morrison. */
  learn(features: Float64Array, outcome: Float64Array): void {
    const size = this.#size;
    const inverse = this.#inverse;
    const gain = new Float64Array(size);
    let spread = 1;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += inverse[i * size + j]! * features[j]!;
      gain[i] = sum;
      spread += features[i]! * sum;
    }
    const expected = this.expect(features);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) inverse[i * size + j]! -= (gain[i]! * gain[j]!) / spread;
      for (let o = 0; o < this.#outputs; o++) {
        this.#weights[i * this.#outputs + o]! += (gain[i]! / spread) * (outcome[o]! - expected[o]!);
      }
    }
  }
}

import { apart, type Day, type Place, VARIABLES, YEAR } from "./archive.ts";
import { crps, quantilesOf } from "./crps.ts";

/** Days before and after a day of the year that tell what is usual then. */
const WINDOW = 15;

/** What is usual at a place on one day of the year, a forecast for each variable. */
export interface Usual {
  /** Quantiles by variable. */
  readonly quantiles: readonly (readonly number[])[];
  /** What this forecast costs on average, by variable: its mean score over the days it is made of. */
  readonly cost: readonly number[];
}

/** The reference to beat: the quantiles of all years of the archive around the same day of the year, which is more than miners are shown. */
export class Climatology {
  readonly #days: readonly Day[];
  /** By day of the year, as far as it was asked for. */
  readonly #usual: (Usual | undefined)[] = new Array(YEAR);

  constructor({ days }: Place) {
    this.#days = days;
  }

  on(dayOfYear: number): Usual {
    const usual = this.#usual[dayOfYear] ?? this.#compute(dayOfYear);
    this.#usual[dayOfYear] = usual;
    return usual;
  }

  #compute(dayOfYear: number): Usual {
    const near = this.#days.filter((day) => apart(day.dayOfYear, dayOfYear) <= WINDOW);
    const samples = VARIABLES.map((_, v) => near.map(({ values }) => values[v]!));
    const quantiles = samples.map((sample) => quantilesOf([...sample]));
    const cost = samples.map((sample, v) => mean(sample.map((value) => crps(quantiles[v]!, value))));
    return { quantiles, cost };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { defineTask, float, int, list } from "../kit.ts";
import { VARIABLES } from "./archive.ts";
import type { Usual } from "./climatology.ts";
import { crps, QUANTILES } from "./crps.ts";

/** Days of each lane that a question shows, the newest last. */
export const SHOWN = 60;
/** No weather is beyond this, in any of the units. */
const LARGEST = 1_000;

/** What only the validator knows when it asks: the day that comes, and what is usual on it, for each lane. */
export interface Truth {
  readonly values: readonly (readonly number[])[];
  readonly usual: readonly Usual[];
}

/** Forecast the next day of each lane: {@link QUANTILES} quantiles, ascending, for each variable. */
export const task = defineTask({
  name: "Forecast",
  question: {
    season: int,
    /** Number of the day asked for. */
    day: int,
    /** Which day of the year that is in each lane, 0 to 364. */
    daysOfYear: list(int),
    /** Lane, day, variable: the {@link SHOWN} days before. */
    observed: list(list(list(float))),
  },
  /** Lane, variable, quantile. */
  answer: { quantiles: list(list(list(float))) },
  score: ({ quantiles }, truth: Truth) => mean(gainsOf(quantiles, truth)),
});

/**
 * How much better than climatology a forecast was, lane by lane: the score saved, in parts of what climatology costs at that place and
 * season, so that millimetres and degrees count alike; the mean over the variables. 1 is perfect, 0 as good as climatology. What
 * climatology costs is known before the day is, so this is affine in the score, and as proper.
 *
 * @throws {RangeError} for a forecast of another form.
 */
export function gainsOf(quantiles: readonly (readonly (readonly number[])[])[], { values, usual }: Truth): number[] {
  if (quantiles.length !== values.length) {
    throw new RangeError(`${quantiles.length} lanes where ${values.length} were asked for`);
  }
  return values.map((day, lane) => {
    const forecast = quantiles[lane]!;
    if (forecast.length !== day.length) throw new RangeError(`lane ${lane} needs ${VARIABLES.join(", ")}`);
    const gains = day.map((value, v) => {
      requireQuantiles(forecast[v]!, `${VARIABLES[v]} of lane ${lane}`);
      const { quantiles: reference, cost } = usual[lane]!;
      return cost[v]! > 0 ? (crps(reference[v]!, value) - crps(forecast[v]!, value)) / cost[v]! : 0;
    });
    return mean(gains);
  });
}

function requireQuantiles(quantiles: readonly number[], what: string): void {
  if (quantiles.length !== QUANTILES) throw new RangeError(`${what} needs ${QUANTILES} quantiles`);
  for (let i = 0; i < QUANTILES; i++) {
    const value = quantiles[i]!;
    if (!(Math.abs(value) <= LARGEST)) throw new RangeError(`${what} holds ${value}, which is no weather`);
    if (i > 0 && value < quantiles[i - 1]!) throw new RangeError(`the quantiles of ${what} do not ascend`);
  }
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

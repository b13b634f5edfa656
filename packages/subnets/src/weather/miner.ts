import { join } from "node:path";
import { defineMiner, Refusal, StateFile } from "../kit.ts";
import { VARIABLES, YEAR } from "./archive.ts";
import { Forecaster, PAST, type SavedForecaster } from "./forecaster.ts";
import { SHOWN, task } from "./task.ts";

const SAVE_EVERY_MS = 60_000;

/** Up to which day of which season of a validator it has learned. */
interface Learned {
  season: number;
  day: number;
}

interface State {
  readonly forecaster: Forecaster;
  readonly learned: [string, Learned][];
}

/** A miner that learns from every day that questions show, and forecasts with what it has learned. */
export default defineMiner(task, async ({ dir, report }) => {
  const file = new StateFile<State>(join(dir, "forecaster.json"), parse);
  const saved = await file.load((aside) =>
    report({ state: `what was learned could not be read; it is kept as ${aside}` }),
  );
  const forecaster = saved?.forecaster ?? new Forecaster();
  const learned = new Map(saved?.learned);
  let savedAt = performance.now();

  const save = async () => {
    savedAt = performance.now();
    await file.save({ forecaster, learned: [...learned] });
  };

  return {
    async answer({ season, day, daysOfYear, observed }, { hotkey }) {
      requireShape(observed, daysOfYear);
      const before = learned.get(hotkey);
      const from = before?.season === season ? before.day + 1 : 0;
      for (const [lane, days] of observed.entries()) {
        for (let i = Math.max(PAST, from - (day - SHOWN)); i < SHOWN; i++) {
          const dayOfYear = (daysOfYear[lane]! + YEAR - (SHOWN - i)) % YEAR;
          forecaster.learn(days.slice(i - PAST, i), dayOfYear, days[i]!);
        }
      }
      learned.set(hotkey, { season, day: Math.max(day - 1, from - 1) });
      const lanes = observed.map((days, lane) => ({ past: days.slice(-PAST), dayOfYear: daysOfYear[lane]! }));
      const quantiles = forecaster.forecast(lanes);
      if (performance.now() - savedAt > SAVE_EVERY_MS) {
        report({ season, day, "days learned": forecaster.remembered });
        await save();
      }
      return { quantiles };
    },
    close: save,
  };
});

function requireShape(observed: readonly (readonly (readonly number[])[])[], daysOfYear: readonly number[]): void {
  const whole = observed.every((days) => days.length === SHOWN && days.every((day) => day.length === VARIABLES.length));
  const dated = daysOfYear.every((day) => day >= 0 && day < YEAR);
  if (whole && dated && observed.length === daysOfYear.length && observed.length <= 256) return;
  throw new Refusal(422, `A question shows ${SHOWN} days of ${VARIABLES.length} values in each of at most 256 lanes.`);
}

function parse(value: unknown): State {
  const { forecaster, learned } = value as { forecaster: SavedForecaster; learned: State["learned"] };
  return { forecaster: Forecaster.from(forecaster), learned };
}

import { expect, test } from "vitest";
import { loadArchive } from "./archive.ts";
import { crps, QUANTILES } from "./crps.ts";
import { Forecaster, PAST } from "./forecaster.ts";

const { days } = (await loadArchive()).places[0]!;
const values = days.map((day) => [...day.values]);

function learned(from: number, until: number): Forecaster {
  const forecaster = new Forecaster();
  for (let i = from; i < until; i++) forecaster.learn(values.slice(i - PAST, i), days[i]!.dayOfYear, values[i]!);
  return forecaster;
}
const lanesAt = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, i) => ({
    past: values.slice(from + i - PAST, from + i),
    dayOfYear: days[from + i]!.dayOfYear,
  }));

test("a forecaster that has learned three years beats yesterday on the fourth, which it has not seen", () => {
  const forecasts = learned(PAST, 1095).forecast(lanesAt(1095, 1461));
  let own = 0;
  let yesterday = 0;
  for (const [i, forecast] of forecasts.entries()) {
    for (const [v, quantiles] of forecast.entries()) {
      expect(quantiles).toHaveLength(QUANTILES);
      expect([...quantiles].sort((a, b) => a - b)).toEqual(quantiles);
      if (v !== 1) continue;
      own += crps(quantiles, values[1095 + i]![v]!);
      yesterday += Math.abs(values[1094 + i]![v]! - values[1095 + i]![v]!);
    }
  }
  expect(own).toBeLessThan(0.8 * yesterday);
});

test("it answers before it has learned anything, never with negative rain", () => {
  const [forecast] = new Forecaster().forecast(lanesAt(PAST, PAST + 1));
  expect(forecast!.flat().every(Number.isFinite)).toBe(true);
  expect(
    learned(PAST, 100)
      .forecast(lanesAt(100, 200))
      .every((each) => each[0]!.every((q) => q >= 0)),
  ).toBe(true);
});

test("it goes on after it was saved", () => {
  const forecaster = learned(PAST, 400);
  const back = Forecaster.from(JSON.parse(JSON.stringify(forecaster)));
  expect(back.remembered).toBe(forecaster.remembered);
  const [before, after] = [forecaster, back].map((each) => each.forecast(lanesAt(400, 410)).flat(2));
  for (const [i, value] of before!.entries()) expect(after![i]).toBeCloseTo(value, 1);
  expect(() => Forecaster.from({ features: [[1]], outcomes: [[1]] })).toThrow(TypeError);
});

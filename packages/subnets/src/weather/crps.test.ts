import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crps, LEVELS, QUANTILES, quantilesOf } from "./crps.ts";

const ensemble = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), {
  minLength: QUANTILES,
  maxLength: QUANTILES,
});
const value = fc.double({ min: -60, max: 60, noNaN: true });

/** The energy form of the score of an ensemble: E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007, equation 21). */
function energyForm(members: readonly number[], actual: number): number {
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
  const spread = mean(members.flatMap((a) => members.map((b) => Math.abs(a - b))));
  return mean(members.map((member) => Math.abs(member - actual))) - spread / 2;
}

describe("the score", () => {
  test("is that of the ensemble which the quantiles are", () => {
    fc.assert(
      fc.property(ensemble, value, (members, actual) => {
        members.sort((a, b) => a - b);
        expect(crps(members, actual)).toBeCloseTo(energyForm(members, actual), 8);
      }),
    );
  });

  test("of one number is its absolute error", () => {
    expect(crps(new Array<number>(QUANTILES).fill(12), 15)).toBeCloseTo(3, 12);
    expect(crps(new Array<number>(QUANTILES).fill(12), 12)).toBe(0);
  });

  test("is proper: nobody expects less than who gives the quantiles that are true", () => {
    const possible = Array.from({ length: 400 }, (_, i) => ((i * 7919) % 400) ** 1.5 / 100);
    const cost = (quantiles: number[]) => possible.reduce((sum, actual) => sum + crps(quantiles, actual), 0);
    const honest = quantilesOf([...possible]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 20, maxLength: 20 }), (shifts) => {
        const other = honest.map((quantile, i) => quantile + shifts[i]!).sort((a, b) => a - b);
        expect(cost(other)).toBeGreaterThanOrEqual(cost(honest) - 1e-9);
      }),
    );
  });

  test("takes quantiles from a sample at its levels", () => {
    const sample = Array.from({ length: 1000 }, (_, i) => i + 0.5).reverse();
    for (const [i, quantile] of quantilesOf(sample).entries()) expect(quantile).toBeCloseTo(1000 * LEVELS[i]!, 9);
    expect(quantilesOf([3])).toEqual(new Array(QUANTILES).fill(3));
  });
});

import { I32F32 } from "@myelin/primitives/fixed";
import { describe, expect, test } from "vitest";
import { epoch } from "./epoch.ts";
import { quietInput } from "./epoch-input.fixture.ts";
import { alphaOf, liquidAlpha, readAscending } from "./liquid-alpha.ts";
import type { StoredRow } from "./types.ts";

const defaults = liquidAlpha({ alphaLow: 45_875, alphaHigh: 58_982, alphaSigmoidSteepness: 1_000 });

// Raw bits measured with the original alpha_sigmoid.
test.each([
  [0, 0, 0, 3012258989n],
  [0.5, 0.5, 0.5, 3012258989n],
  [0.25, 0.75, 0.5, 3436006604n],
  [0.25, 0.5, 0.75, 3071671555n],
  [0, 1, 0, 3859754218n],
  [1, 0, 1, 3859754218n],
])("consensus %d, weight %d, bond %d", (consensus, weight, bond, expected) => {
  const [c, w, b] = [consensus, weight, bond].map((value) => I32F32.fromFloat(value));
  expect(alphaOf(defaults, c!, w!, b!)).toBe(expected);
});

describe("row order", () => {
  test("a cursor misses smaller columns after larger ones", () => {
    const row = [2, 0, 3].map((column) => ({ column, value: BigInt(column) + 10n }));
    expect(readAscending(row, 4)).toEqual([0n, 0n, 12n, 13n]);
  });

  test("therefore the order of a weight row changes bonds with liquid alpha, and only then", () => {
    const ascending: StoredRow = [
      [1, 10_000],
      [2, 50_000],
    ];
    const bondOf = (row: StoredRow, liquid: boolean) => {
      const weights = [row, [], []];
      const bonds = [ascending.map(([uid]) => [uid, 60_000] as const), [], []];
      const alphaStake = [100n, 0n, 0n];
      const output = epoch(quietInput(3, { alphaStake, weights, bonds, yuma3: true, liquidAlpha: liquid }));
      return new Map(output.bonds[0]);
    };
    const descending = [...ascending].reverse();
    expect(bondOf(descending, false)).toEqual(bondOf(ascending, false));
    expect(bondOf(descending, true)).not.toEqual(bondOf(ascending, true));
  });
});

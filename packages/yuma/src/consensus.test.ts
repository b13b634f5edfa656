import { I32F32 } from "@myelin/primitives/fixed";
import fc from "fast-check";
import { expect, test } from "vitest";
import { clipToConsensus, weightedMedianOfColumns } from "./consensus.ts";
import { fromU16Proportion } from "./quantize.ts";
import { normalize, sum } from "./vector.ts";

const HALF = fromU16Proportion(32_767);

/** The definition, without quickselect: the first ascending score at which the stake up to it exceeds the minority. */
function medianByDefinition(votes: readonly bigint[], scores: readonly bigint[], kappa: bigint): bigint {
  const minority = sum(votes) - kappa;
  const ascending = [...new Set(scores)].sort((a, b) => (a < b ? -1 : 1));
  const upTo = (limit: bigint) => sum(votes.filter((_, voter) => scores[voter]! <= limit));
  return ascending.find((score) => upTo(score) > minority) ?? ascending.at(-1)!;
}

test("is the largest weight that the majority supports", () => {
  const voter = fc.record({ stake: fc.bigInt(1n, 2n ** 31n), score: fc.bigInt(0n, 20n) });
  fc.assert(
    fc.property(fc.array(voter, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 65_534 }), (voters, k) => {
      const stake = voters.map((one) => one.stake);
      const rows = voters.map((one) => [{ column: 0, value: one.score }]);
      const kappa = fromU16Proportion(k);
      const expected = medianByDefinition(
        normalize(stake),
        voters.map((one) => one.score),
        kappa,
      );
      expect(weightedMedianOfColumns(stake, rows, 1, kappa)).toEqual([expected]);
    }),
  );
});

test("absent entries vote for 0, rows without stake do not vote", () => {
  const half = I32F32.ONE >> 1n;
  const rows = [[{ column: 0, value: 9n }], [], [{ column: 0, value: 5n }]];
  expect(weightedMedianOfColumns([half + 99_999n, half - 99_999n, 0n], rows, 1, HALF)).toEqual([9n]);
  expect(weightedMedianOfColumns([half - 99_999n, half + 99_999n, 0n], rows, 1, HALF)).toEqual([0n]);
  expect(weightedMedianOfColumns([0n, 0n, 0n], rows, 1, HALF)).toEqual([0n]);
});

test("clipping keeps, cuts and drops", () => {
  const row = [3n, 3n, 3n, 0n].map((value, column) => ({ column, value }));
  expect(clipToConsensus([row], [5n, 2n, 0n, 0n])).toEqual([
    [
      { column: 0, value: 3n },
      { column: 1, value: 2n },
      { column: 3, value: 0n },
    ],
  ]);
});

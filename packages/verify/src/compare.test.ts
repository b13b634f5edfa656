import { describe, expect, it } from "vitest";
import { withAlteredWeight } from "./altered-weight.ts";
import { type Comparison, compare, describeDifference } from "./compare.ts";
import type { EpochFigures, StoredEpoch } from "./stored.ts";

const FIGURES: EpochFigures = {
  mechanisms: [
    {
      incentive: [0, 30_000, 35_535],
      bonds: [
        [
          [1, 7],
          [2, 9],
        ],
        [],
        [],
      ],
    },
  ],
  consensus: [0, 1, 2],
  dividends: [65_535, 0, 0],
  validatorTrust: [5, 0, 0],
  stakeWeight: [60_000, 5_000, 535],
  permits: [true, false, false],
  active: [true, true, false],
  emission: [10n, 5n, 5n],
};

function stored(change: Partial<StoredEpoch> = {}): StoredEpoch {
  return { ...FIGURES, places: [0, 1, 2], isTrimmed: false, mayForgetBonds: false, ...change };
}

function different({ fields }: Comparison): string[] {
  return fields.filter((field) => field.different > 0).map(({ field }) => field);
}

describe("a comparison", () => {
  it("counts every figure", () => {
    const comparison = compare(stored(), FIGURES);
    expect(comparison.first).toBeUndefined();
    expect(comparison.gone).toEqual([]);
    expect(comparison.fields.map(({ compared }) => compared)).toEqual([3, 3, 3, 3, 2, 3, 3, 3, 3]);
  });

  it.each([
    [{ emission: [10n, 5n, 6n] }, "emission of uid 2: chain 6, recomputed 5 (alpha rao)"],
    [{ permits: [false, false, false] }, "validator permit of uid 0: chain no, recomputed yes"],
    [{ consensus: [0, 1] }, "consensus of uid 2: chain none, recomputed 2 (parts of 65535)"],
    [
      {
        mechanisms: [
          {
            incentive: [0, 30_000, 35_535],
            bonds: [
              [
                [1, 7],
                [2, 8],
              ],
              [],
              [],
            ],
          },
        ],
      },
      "bond of uid 0 to uid 2: chain 8, recomputed 9 (parts of 65535)",
    ],
    [
      {
        mechanisms: [
          {
            incentive: [0, 30_000, 35_535],
            bonds: [
              [
                [1, 7],
                [2, 9],
              ],
              [[0, 1]],
              [],
            ],
          },
        ],
      },
      "bond of uid 1 to uid 0: chain 1, recomputed none (parts of 65535)",
    ],
    [
      { mechanisms: [{ incentive: [0, 30_000, 35_535], bonds: [[[1, 7]], [], []] }] },
      "bond of uid 0 to uid 2: chain none, recomputed 9 (parts of 65535)",
    ],
  ] as [Partial<StoredEpoch>, string][])("names the first difference: $1", (change, text) => {
    const { first } = compare(stored(change), FIGURES);
    expect(describeDifference(first!, 1)).toBe(text);
  });

  it("leaves out a neuron that was replaced in the epoch's own block; bonds to it stay", () => {
    const mechanisms = [
      {
        incentive: [0, 0, 35_535],
        bonds: [
          [
            [1, 7],
            [2, 9],
          ],
          [],
          [],
        ] as [number, number][][],
      },
    ];
    const replaced = stored({ places: [0, undefined, 2], mechanisms, emission: [10n, 0n, 5n], consensus: [0, 0, 2] });
    const comparison = compare(replaced, FIGURES);
    expect(comparison.gone).toEqual([1]);
    expect(different(comparison)).toEqual([]);
  });

  it("follows neurons that moved up when places were taken away", () => {
    const trimmed = stored({
      places: [0, undefined, 1],
      isTrimmed: true,
      mechanisms: [{ incentive: [0, 35_535], bonds: [[[1, 9]], []] }],
      ...{ consensus: [0, 2], dividends: [65_535, 0], validatorTrust: [5, 0], stakeWeight: [60_000, 535] },
      ...{ permits: [true, false], active: [true, false], emission: [10n, 5n] },
    });
    expect(different(compare(trimmed, FIGURES))).toEqual([]);
  });

  it("forgives bonds that all validators forgot, where the subnet lets them", () => {
    const mechanisms = [{ incentive: [0, 30_000, 35_535], bonds: [[[1, 7]], [], []] as [number, number][][] }];
    expect(different(compare(stored({ mechanisms, mayForgetBonds: true }), FIGURES))).toEqual([]);
    expect(different(compare(stored({ mechanisms }), FIGURES))).toEqual(["bonds"]);
  });
});

describe("an altered weight", () => {
  const input = { n: 3, weights: [[[1, 10]], [], []] } as unknown as Parameters<typeof withAlteredWeight>[0][number];

  it("replaces one, or is added behind the others, and leaves the input as it was", () => {
    const replaced = withAlteredWeight([input], { validator: 0, miner: 1, value: 0 });
    expect(replaced).toMatchObject({ was: 10, inputs: [{ weights: [[[1, 0]], [], []] }] });
    const added = withAlteredWeight([input], { validator: 0, miner: 2, value: 5 });
    expect(added.was).toBeUndefined();
    expect(added.inputs[0]!.weights[0]).toEqual([
      [1, 10],
      [2, 5],
    ]);
    expect(input.weights[0]).toEqual([[1, 10]]);
  });
});

import fc from "fast-check";
import type { EpochInput, StoredRow } from "./types.ts";

/** An input in which nothing is out of the ordinary: no stake, no weights, defaults of a new subnet. */
export function quietInput(n: number, overrides: Partial<EpochInput> = {}): EpochInput {
  const each = <T>(value: T): T[] => new Array<T>(n).fill(value);
  return {
    n,
    currentBlock: 1_000n,
    activityCutoff: 5_000n,
    lastTempoBlock: 640n,
    emission: 1_000_000_000n,
    alphaStake: each(0n),
    taoStake: each(0n),
    taoWeight: 0n,
    stakeThreshold: 0n,
    ownerUid: null,
    validatorPermits: each(true),
    maxAllowedValidators: n,
    lastUpdate: each(900n),
    blockAtRegistration: each(0n),
    commitBlocks: null,
    weights: each<StoredRow>([]),
    bonds: each<StoredRow>([]),
    kappa: 32_767,
    bondsPenalty: 65_535,
    bondsMovingAverage: 900_000n,
    yuma3: false,
    liquidAlpha: false,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1_000,
    ...overrides,
  };
}

/** Random subnets of 1 to 8 neurons with every switch in every position; weight rows are ascending. */
export const anyInput: fc.Arbitrary<EpochInput> = fc.integer({ min: 1, max: 8 }).chain((n) => {
  const each = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: n, maxLength: n });
  const u16 = fc.integer({ min: 0, max: 65_535 });
  const row = each(fc.option(u16, { freq: 3 })).map((values) =>
    values.flatMap((value, column): [number, number][] => (value === null ? [] : [[column, value]])),
  );
  const block = fc.bigInt(0n, 1_000n);
  return fc
    .record({
      emission: fc.bigInt(0n, 2n ** 62n),
      alphaStake: each(fc.bigInt(0n, 2n ** 60n)),
      taoStake: each(fc.bigInt(0n, 2n ** 60n)),
      taoWeight: fc.bigInt(0n, 2n ** 64n - 1n),
      stakeThreshold: fc.bigInt(0n, 2n ** 50n),
      ownerUid: fc.option(fc.integer({ min: 0, max: n - 1 })),
      validatorPermits: each(fc.boolean()),
      maxAllowedValidators: fc.integer({ min: 1, max: 8 }),
      activityCutoff: fc.bigInt(1n, 1_000n),
      lastUpdate: each(block),
      blockAtRegistration: each(block),
      commitBlocks: fc.option(each(block)),
      weights: each(row),
      bonds: each(row),
      kappa: u16,
      bondsPenalty: u16,
      bondsMovingAverage: fc.bigInt(0n, 1_000_000n),
      yuma3: fc.boolean(),
      liquidAlpha: fc.boolean(),
      alphaSigmoidSteepness: fc.integer({ min: 0, max: 10_000 }),
    })
    .map((drawn) => quietInput(n, drawn));
});

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

export interface Features {
  readonly yuma3: boolean;
  readonly liquidAlpha: boolean;
  readonly commitReveal: boolean;
  readonly owned: boolean;
}

/**
 * Random subnets of 1 to 10 neurons that leave nothing out: unsorted rows, columns twice or of nobody, no, equal, huge
 * and saturating stakes, limits of every parameter.
 */
export function unusualInput(features: Features): fc.Arbitrary<EpochInput> {
  const often = <T>(usual: fc.Arbitrary<T>, ...rare: T[]) =>
    fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: fc.constantFrom(...rare), weight: 1 });
  const u16 = often(fc.integer({ min: 0, max: 65_535 }), 0, 1, 32_767, 32_768, 65_534, 65_535);
  const u64 = fc.bigInt(0n, 2n ** 64n - 1n);
  const block = often(fc.bigInt(0n, 1_001n), 0n, 1_000n, 2n ** 64n - 1n);
  const stakes = [fc.bigInt(0n, 10n), fc.bigInt(0n, 2n ** 57n), u64, fc.constantFrom(0n, 10n ** 12n)] as const;
  return fc.tuple(fc.integer({ min: 1, max: 10 }), fc.constantFrom(...stakes)).chain(([n, stake]) => {
    const each = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: n, maxLength: n });
    const ascending = each(fc.option(u16, { freq: 3 })).map((values) =>
      values.flatMap((value, column): [number, number][] => (value === null ? [] : [[column, value]])),
    );
    const anyOrder = fc.array(fc.tuple(fc.integer({ min: 0, max: n }), u16), { maxLength: n + 2 });
    const row = fc.oneof({ arbitrary: ascending, weight: 3 }, { arbitrary: anyOrder, weight: 1 });
    return fc
      .record({
        emission: u64,
        alphaStake: each(stake),
        taoStake: each(stake),
        taoWeight: often(u64, 0n, 971_718_665_099_567_868n, 2n ** 64n - 1n),
        stakeThreshold: often(fc.constant(0n), 5n, 2n ** 50n, 2n ** 64n - 1n),
        ownerUid: features.owned ? fc.integer({ min: 0, max: n - 1 }) : fc.constant(null),
        validatorPermits: each(often(fc.constant(true), false)),
        maxAllowedValidators: fc.integer({ min: 0, max: 11 }),
        activityCutoff: often(fc.bigInt(1n, 1_000n), 5_000n),
        lastTempoBlock: block,
        lastUpdate: each(block),
        blockAtRegistration: each(often(fc.constant(0n), 500n, 1_000n, 2n ** 64n - 1n)),
        commitBlocks: features.commitReveal ? each(block) : fc.constant(null),
        weights: each(row),
        bonds: each(row),
        kappa: u16,
        bondsPenalty: u16,
        bondsMovingAverage: often(fc.bigInt(0n, 1_000_000n), 0n, 1_000_000n, 1_000_001n, 2n ** 63n, 2n ** 64n - 1n),
        alphaLow: u16,
        alphaHigh: u16,
        alphaSigmoidSteepness: often(fc.integer({ min: -32_768, max: 32_767 }), 0, 1, 100, 1_000),
      })
      .map((drawn) => quietInput(n, { ...drawn, yuma3: features.yuma3, liquidAlpha: features.liquidAlpha }));
  });
}

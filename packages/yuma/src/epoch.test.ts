import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyInput, quietInput } from "./epoch-input.fixture.ts";
import { EpochInputError, epoch, epochEngine } from "./index.ts";
import type { EpochInput, StoredRow } from "./types.ts";

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

describe("test_bonds of subtensor (pallets/subtensor/src/tests/epoch.rs): validators 0-3, servers 4-7", () => {
  const full: StoredRow = [
    [4, 16383],
    [5, 32767],
    [6, 49149],
    [7, 65535],
  ];
  const self = (uid: number): StoredRow => [[uid, 65535]];
  const toLast: StoredRow = [[7, 65535]];
  const stillFull = [full, full, full, full];
  const nobody: StoredRow[] = [[], [], [], []];

  /** One epoch per block, each with the weights of validators 0-3, the emissions and the bonds towards one server. */
  const blocks = [
    {
      weights: stillFull,
      emission: [49999998, 99999999, 150000000, 200000001, 49998779, 100000610, 149996337, 200004272],
      bonds: { towards: 4, values: [16383, 32767, 49151, 65535] },
    },
    {
      weights: [self(0), full, full, full],
      emission: [44998351, 101110561, 151667215, 202223870, 49998779, 100000610, 149996337, 200004272],
      bonds: { towards: 4, values: [14582, 32767, 49151, 65535] },
    },
    {
      weights: [self(0), self(1), full, full],
      emission: [40496805, 90999783, 157929636, 210573773, 49998779, 100000610, 149996337, 200004272],
      bonds: { towards: 4, values: [12603, 28321, 49151, 65535] },
    },
    {
      // Only a minority still weighs the servers: no consensus, the emission follows stake.
      weights: [self(0), self(1), self(2), full],
      emission: [99999999, 199999999, 299999999, 399999999, 0, 0, 0, 0],
      bonds: { towards: 7, values: [12602, 28320, 49150, 65535] },
    },
    {
      weights: [self(0), self(1), toLast, full],
      emission: [36443733, 81898628, 163565493, 218092144, 0, 0, 0, 500000000],
      bonds: { towards: 7, values: [10951, 24609, 49150, 65535] },
    },
    {
      weights: [self(0), self(1), toLast, full],
      emission: [32799427, 73706612, 168638129, 224855830, 0, 0, 0, 500000000],
      bonds: { towards: 7, values: [9559, 21482, 49150, 65535] },
    },
    {
      weights: [self(0), self(1), toLast, full],
      emission: [29518068, 66336137, 173203134, 230942659, 0, 0, 0, 500000000],
      bonds: { towards: 7, values: [8376, 18824, 49150, 65535] },
    },
  ];

  test("emissions and bonds of seven epochs", () => {
    let bonds: readonly StoredRow[] = [...nobody, ...nobody];
    blocks.forEach((block, index) => {
      const currentBlock = BigInt(index + 1);
      const output = epoch(
        quietInput(8, {
          currentBlock,
          lastTempoBlock: currentBlock - 1n,
          alphaStake: [1n, 2n, 3n, 4n, 0n, 0n, 0n, 0n],
          lastUpdate: [currentBlock, currentBlock, currentBlock, currentBlock, 0n, 0n, 0n, 0n],
          weights: [...block.weights, ...nobody],
          bonds,
        }),
      );
      bonds = output.bonds;
      const towards = [0, 1, 2, 3].map((uid) => new Map(output.bonds[uid]).get(block.bonds.towards));
      expect(output.combinedEmission.map(Number), `block ${currentBlock}`).toEqual(block.emission);
      expect(towards, `block ${currentBlock}`).toEqual(block.bonds.values);
    });
  });
});

describe("who counts", () => {
  const oneVote = (overrides: Partial<EpochInput>) =>
    epoch(
      quietInput(3, {
        alphaStake: [100n, 0n, 0n],
        weights: [
          [
            [0, 65535],
            [1, 65535],
          ],
          [],
          [],
        ],
        ...overrides,
      }),
    ).incentive;

  test("a self-weight counts for the owner alone", () => {
    expect(oneVote({})).toEqual([0, 65535, 0]);
    expect(oneVote({ ownerUid: 1 })).toEqual([0, 65535, 0]);
    expect(oneVote({ ownerUid: 0 })).toEqual([32767, 32767, 0]);
  });

  test("the owner votes without a permit and below the stake threshold", () => {
    const poor = { validatorPermits: [false, false, false], stakeThreshold: 1_000n };
    expect(oneVote(poor)).toEqual([0, 0, 0]);
    expect(oneVote({ ...poor, ownerUid: 0 })).toEqual([32767, 32767, 0]);
  });

  test("inactive neurons do not vote", () => {
    expect(oneVote({ lastUpdate: [900n, 0n, 0n], activityCutoff: 100n })).toEqual([0, 65535, 0]);
    expect(oneVote({ lastUpdate: [899n, 0n, 0n], activityCutoff: 100n })).toEqual([0, 0, 0]);
  });

  test("weights must be younger than their target's registration", () => {
    expect(oneVote({ blockAtRegistration: [0n, 899n, 0n] })).toEqual([0, 65535, 0]);
    expect(oneVote({ blockAtRegistration: [0n, 900n, 0n] })).toEqual([0, 0, 0]);
  });

  test("and so must their commit", () => {
    const registered = { blockAtRegistration: [0n, 800n, 0n] };
    expect(oneVote({ ...registered, commitBlocks: [800n, 0n, 0n] })).toEqual([0, 65535, 0]);
    expect(oneVote({ ...registered, commitBlocks: [799n, 0n, 0n] })).toEqual([0, 0, 0]);
  });

  test("among equal stakes the lower uid loses its permit", () => {
    const stakes = { alphaStake: [5n, 5n, 5n, 0n], maxAllowedValidators: 2 };
    expect(epoch(quietInput(4, stakes)).newValidatorPermits).toEqual([false, true, true, false]);
    const owned = epoch(quietInput(4, { ...stakes, ownerUid: 3 }));
    expect(owned.newValidatorPermits).toEqual([false, true, true, true]);
  });
});

describe("invariants", () => {
  test("never pays out more than the emission, and leaves at most rounding", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { serverEmission, validatorEmission, combinedEmission } = epoch(input);
        expect(sum(serverEmission) + sum(validatorEmission) <= input.emission).toBe(true);
        expect(sum(combinedEmission) <= input.emission).toBe(true);
        const hasStake = epoch(input).stakeWeight.some((share) => share > 0);
        const rounding = BigInt(input.n) * ((input.emission >> 32n) * 2n + 2n);
        if (hasStake) expect(input.emission - sum(combinedEmission) <= rounding).toBe(true);
      }),
    );
  });

  test("shares are proportions, and only permitted uids hold bonds", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const output = epoch(input);
        for (const shares of [output.stakeWeight, output.incentive, output.dividends]) {
          expect(shares.reduce((total, share) => total + share, 0)).toBeLessThanOrEqual(65535);
        }
        output.bonds.forEach((row, uid) => {
          if (!output.newValidatorPermits[uid]) expect(row).toEqual([]);
        });
      }),
    );
  });

  test("the unit in which a row of weights is given does not matter", () => {
    const scale = (rows: readonly StoredRow[], factor: number) =>
      rows.map((row) => row.map(([uid, value]) => [uid, (value % 1000) * factor] as const));
    fc.assert(
      fc.property(anyInput, fc.integer({ min: 2, max: 65 }), (input, factor) => {
        const one = epoch({ ...input, weights: scale(input.weights, 1) });
        expect(epoch({ ...input, weights: scale(input.weights, factor) })).toEqual(one);
      }),
    );
  });

  test("the numbering of neurons does not matter while stakes differ", () => {
    const reverse = <T>(values: readonly T[]) => [...values].reverse();
    fc.assert(
      fc.property(anyInput, (input) => {
        const last = input.n - 1;
        const renumber = (rows: readonly StoredRow[]) =>
          reverse(rows).map((row) => reverse(row.map(([uid, value]) => [last - uid, value] as const)));
        const mirrored: EpochInput = {
          ...input,
          alphaStake: reverse(input.alphaStake),
          taoStake: reverse(input.taoStake),
          ownerUid: input.ownerUid === null ? null : last - input.ownerUid,
          validatorPermits: reverse(input.validatorPermits),
          lastUpdate: reverse(input.lastUpdate),
          blockAtRegistration: reverse(input.blockAtRegistration),
          commitBlocks: input.commitBlocks && reverse(input.commitBlocks),
          weights: renumber(input.weights),
          bonds: renumber(input.bonds),
        };
        const original = epoch(input);
        const mirror = epoch(mirrored);
        const { stakeWeight } = original;
        fc.pre(new Set(stakeWeight).size === stakeWeight.length);
        expect(reverse(mirror.combinedEmission)).toEqual(original.combinedEmission);
        expect(reverse(mirror.consensusBits)).toEqual(original.consensusBits);
        expect(renumber(mirror.bonds)).toEqual(original.bonds);
      }),
    );
  });

  test("the input stays as it was", () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const copy = structuredClone(input);
        epoch(input);
        expect(input).toEqual(copy);
      }),
    );
  });
});

describe("errors", () => {
  test("vectors of the wrong length and unknown owners are named", () => {
    expect(() => epoch({ ...quietInput(3), lastUpdate: [1n] })).toThrow(/lastUpdate has 1 elements.*3 neurons/);
    expect(() => epoch(quietInput(3, { ownerUid: 3 }))).toThrow(EpochInputError);
    expect(() => epoch(quietInput(3, { commitBlocks: [] }))).toThrow(/commitBlocks/);
  });

  test("an unknown engine names the known ones", () => {
    expect(epochEngine("bigint")).toBe(epoch);
    expect(() => epochEngine("toString")).toThrow(/no epoch engine "toString".*bigint/);
  });

  test("a subnet without neurons has nothing to decide", () => {
    expect(epoch(quietInput(0)).combinedEmission).toEqual([]);
  });

  test("rows may still point to neurons that are gone", () => {
    const row: StoredRow = [
      [7, 65535],
      [1, 65535],
    ];
    const stale = [row, []];
    const output = epoch(quietInput(2, { alphaStake: [10n, 0n], weights: stale, bonds: stale }));
    expect(output.incentive).toEqual([0, 65535]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { palletContext } from "../../../testing/pallet-context.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import {
  doSetEmissionSplit,
  doSetMechanismCount,
  getMechanismStorageIndex,
  getNetuidAndSubid,
} from "../subnets/mechanism.ts";
import { splitEmissions } from "./mechanisms.ts";

function subnet(mechanisms: number) {
  const ctx = palletContext();
  S.NetworksAdded.set(ctx, 1, true);
  S.MechanismCountCurrent.set(ctx, 1, mechanisms);
  return ctx;
}

describe("split of emission between mechanisms", () => {
  it.each([
    [1, undefined, [1_000n]],
    [3, undefined, [334n, 333n, 333n]],
    [2, [32_768, 32_767], [501n, 499n]],
    [3, [65_535], [1_000n, 0n, 0n]],
  ])("of %i mechanisms with parts %j", (count, split, expected) => {
    const ctx = subnet(count);
    if (split !== undefined) S.MechanismEmissionSplit.set(ctx, 1, split);
    expect(splitEmissions(ctx, 1, 1_000n)).toEqual(expected);
  });

  it("hands out everything", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 16 }),
        fc.bigInt(0n, (1n << 64n) - 1n),
        fc.nat(65_535),
        (count, alpha, first) => {
          const ctx = subnet(count);
          S.MechanismEmissionSplit.set(ctx, 1, [first, 65_535 - first].slice(0, count));
          const parts = splitEmissions(ctx, 1, alpha);
          expect(parts).toHaveLength(count);
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(alpha);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("mechanisms of a subnet", () => {
  it("have keys of their own", () => {
    expect(getMechanismStorageIndex(1, 0)).toBe(1);
    expect(getMechanismStorageIndex(1, 2)).toBe(8193);
    expect(getNetuidAndSubid(subnet(3), 8193)).toEqual([1, 2]);
    expect(() => getNetuidAndSubid(subnet(2), 8193)).toThrow(Err.MechanismDoesNotExist().message);
    expect(() => getNetuidAndSubid(subnet(2), 2)).toThrow(Err.MechanismDoesNotExist().message);
  });

  it("lose what they stored when they are removed", () => {
    const ctx = subnet(2);
    S.MaxAllowedUids.set(ctx, 1, 128);
    S.MechanismEmissionSplit.set(ctx, 1, [65_535]);
    for (const index of [1, 4097]) {
      S.Weights.set(ctx, index, 0, [[1, 1]]);
      S.Bonds.set(ctx, index, 0, [[1, 1]]);
      S.LastUpdate.set(ctx, index, [5n]);
      S.Incentive.set(ctx, index, [5]);
    }
    doSetMechanismCount(ctx, 1, 1);
    expect([...S.Weights.keys(ctx)]).toEqual([[1, 0]]);
    expect([...S.Bonds.keys(ctx)]).toEqual([[1, 0]]);
    expect(S.LastUpdate.get(ctx, 4097)).toEqual([]);
    expect(S.Incentive.get(ctx, 1)).toEqual([5]);
    expect(S.MechanismEmissionSplit.get(ctx, 1)).toBeUndefined();
  });

  it.each([
    ["none", 0, Err.InvalidValue],
    ["more than the network allows", 3, Err.InvalidValue],
    ["more than their neurons leave room for", 2, Err.TooManyUIDsPerMechanism],
  ])("cannot be %s", (_, count, error) => {
    expect(() => doSetMechanismCount(subnet(1), 1, count)).toThrow(error().message);
  });

  it("share in parts of 65535, at most one each", () => {
    const ctx = subnet(2);
    doSetEmissionSplit(ctx, 1, [65_000, 535]);
    expect(S.MechanismEmissionSplit.get(ctx, 1)).toEqual([65_000, 535]);
    for (const split of [[], [1, 2], [65_535, 0, 0]]) {
      expect(() => doSetEmissionSplit(ctx, 1, split)).toThrow(Err.InvalidValue().message);
    }
    doSetEmissionSplit(ctx, 1, undefined);
    expect(S.MechanismEmissionSplit.get(ctx, 1)).toBeUndefined();
  });
});

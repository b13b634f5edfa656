import { U96F32 } from "@myelin/primitives/fixed";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addStake, numbered, startSubnet } from "../../../testing/emitting-subnet.ts";
import { palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import {
  calculateDividendDistribution,
  calculateDividendsAndIncentives,
  getParentChildDividendsDistribution,
} from "./dividends.ts";

const WHOLE = (1n << 64n) - 1n;
const HALF = 1n << 63n;
const [child, parent, childOwner, parentOwner] = [numbered(1), numbered(2), numbered(11), numbered(12)];

/** A child with 100 alpha of its own and a parent that lends it half of its 200. */
function family(owner = parentOwner) {
  const ctx = palletContext();
  startSubnet(ctx, 0);
  startSubnet(ctx, 1);
  S.Owner.set(ctx, child, childOwner);
  S.Owner.set(ctx, parent, owner);
  addStake(ctx, child, childOwner, 1, 100_000n);
  addStake(ctx, parent, owner, 1, 200_000n);
  S.ChildKeys.set(ctx, parent, 1, [[HALF, child]]);
  S.ParentKeys.set(ctx, child, 1, [[HALF, parent]]);
  return ctx;
}

describe("a dividend between a child and its parents", () => {
  it("follows the stake that earned it", () => {
    expect(getParentChildDividendsDistribution(family(), child, 1, 1_000_000n)).toEqual([
      [parent, 500_000n],
      [child, 500_000n],
    ]);
  });

  it("gives the parent only the dividend of stake it kept", () => {
    // The parent's own dividend: its children lent it nothing.
    expect(getParentChildDividendsDistribution(family(), parent, 1, 1_000n)).toEqual([[parent, 1_000n]]);
  });

  it("counts root stake at its weight, at the same proportions", () => {
    const ctx = family();
    S.TaoWeight.set(ctx, HALF);
    addStake(ctx, parent, parentOwner, 0, 400_000n);
    // Child 100; parent (200 + 400 / 2) / 2 = 200.
    const [[, toParent], [, toChild]] = getParentChildDividendsDistribution(ctx, child, 1, 900_000n) as [
      [string, bigint],
      [string, bigint],
    ];
    expect(Number(toParent)).toBeCloseTo(600_000, -1);
    expect(Number(toChild)).toBeCloseTo(300_000, -1);
  });

  it("pays the childkey take and the network's burn out of a foreign parent's part", () => {
    const ctx = family();
    S.ChildkeyTake.set(ctx, child, 1, 6_553);
    S.CKBurn.set(ctx, WHOLE / 10n);
    const before = S.SubnetAlphaOut.get(ctx, 1);
    const distribution = getParentChildDividendsDistribution(ctx, child, 1, 1_000_000n);
    const recycled = before - S.SubnetAlphaOut.get(ctx, 1);
    // 10 % of 500000 burned and 6553/65535 of it taken; floors lose single rao.
    expect(Number(recycled)).toBeCloseTo(50_000, -1);
    expect(Number(distribution[0]![1])).toBeCloseTo(400_004, -1);
    expect(Number(distribution[1]![1])).toBeCloseTo(549_996, -1);
  });

  it("takes nothing between hotkeys of one owner", () => {
    const ctx = family(childOwner);
    S.ChildkeyTake.set(ctx, child, 1, 6_553);
    S.CKBurn.set(ctx, WHOLE / 10n);
    expect(getParentChildDividendsDistribution(ctx, child, 1, 1_000_000n)).toEqual([
      [parent, 500_000n],
      [child, 500_000n],
    ]);
  });

  it("never pays out more than it was", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), fc.nat(65_535), fc.bigInt(0n, WHOLE), (dividend, take, burn) => {
        const ctx = family();
        S.ChildkeyTake.set(ctx, child, 1, take);
        S.CKBurn.set(ctx, burn);
        const paid = getParentChildDividendsDistribution(ctx, child, 1, dividend).reduce(
          (sum, [, part]) => sum + part,
          0n,
        );
        expect(paid).toBeLessThanOrEqual(dividend);
      }),
      { numRuns: 30 },
    );
  });
});

describe("incentives and dividends of a subnet", () => {
  it("add up by hotkey", () => {
    const { incentives, dividends } = calculateDividendsAndIncentives(family(), 1, [
      { hotkey: child, incentive: 3n, dividend: 1_000n },
      { hotkey: parent, incentive: 4n, dividend: 10n },
    ]);
    expect(incentives).toEqual(
      new Map([
        [child, 3n],
        [parent, 4n],
      ]),
    );
    expect(dividends).toEqual(
      new Map([
        [child, U96F32.fromNum(500n)],
        [parent, U96F32.fromNum(510n)],
      ]),
    );
  });

  it("divide both pots by the kind of stake that earned them", () => {
    const ctx = palletContext();
    startSubnet(ctx, 0);
    startSubnet(ctx, 1);
    S.TaoWeight.set(ctx, WHOLE);
    addStake(ctx, child, childOwner, 1, 300_000n);
    addStake(ctx, parent, parentOwner, 1, 100_000n);
    addStake(ctx, parent, parentOwner, 0, 300_000n);
    const dividends = new Map([
      [child, U96F32.fromNum(400n)],
      [parent, U96F32.fromNum(400n)],
    ]);
    const { alpha, root } = calculateDividendDistribution(ctx, 1, { validator: 1_000n, root: 500n }, dividends);
    // The parent's dividend is 100 alpha and 300 root.
    expect(alpha.map(([hotkey]) => hotkey)).toEqual([child, parent]);
    expect(alpha.map(([, bits]) => U96F32.toFloat(bits))).toEqual([expect.closeTo(800, 4), expect.closeTo(200, 4)]);
    expect(root.map(([, bits]) => U96F32.toFloat(bits))).toEqual([0, expect.closeTo(500, 4)]);
  });

  it("leave a pot without dividends undivided", () => {
    const { alpha, root } = calculateDividendDistribution(family(), 1, { validator: 1_000n, root: 500n }, new Map());
    expect([alpha, root]).toEqual([[], []]);
  });
});

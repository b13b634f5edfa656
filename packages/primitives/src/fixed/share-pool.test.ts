import fc from "fast-check";
import { expect, test } from "vitest";
import {
  canUpdateValueForOne,
  SafeFloat,
  type SharePool,
  updateValueForAll,
  updateValueForOne,
  valueOfShare,
} from "./index.ts";

/** A pool with the shares of its keys, driven like the tests of subtensor primitives/share-pool/src/lib.rs. */
class Stakes {
  pool: SharePool = { value: 0n, denominator: SafeFloat.ZERO };
  readonly shares = new Map<number, SafeFloat>();

  one(key: number, amount: bigint): void {
    const { share, ...pool } = updateValueForOne(this.pool, this.shares.get(key) ?? SafeFloat.ZERO, amount);
    this.pool = pool;
    this.shares.set(key, share);
  }

  all(amount: bigint): void {
    this.pool = updateValueForAll(this.pool, amount);
  }

  value(key: number): bigint {
    return valueOfShare(this.pool, this.shares.get(key)!);
  }
}

test("value splits by share", () => {
  const pool = { value: 100n, denominator: SafeFloat.fromU64(10n) };
  expect(valueOfShare(pool, SafeFloat.fromU64(3n))).toBe(30n);
  expect(valueOfShare(pool, SafeFloat.fromU64(7n))).toBe(70n);
  expect(valueOfShare({ value: 100n, denominator: SafeFloat.ZERO }, SafeFloat.fromU64(3n))).toBe(0n);
});

test("removal leaves the remainder", () => {
  const stakes = new Stakes();
  stakes.one(1, 1000n);
  expect(stakes.value(1)).toBe(1000n);
  stakes.one(1, -990n);
  stakes.one(2, 1000n);
  stakes.one(2, -990n);
  expect([stakes.value(1), stakes.value(2)]).toEqual([10n, 10n]);
});

test("precision survives huge emission between tiny stakes", () => {
  const stakes = new Stakes();
  stakes.one(1, 1n);
  stakes.one(2, 1n);
  stakes.all(999_999_999_999_998n);
  stakes.one(1, -499_999_999_999_990n);
  stakes.one(2, -499_999_999_999_990n);
  stakes.all(999_999_999_999_980n);
  stakes.one(1, 1_000_000_000_000n);
  stakes.one(2, 1_000_000_000_000n);
  for (const key of [1, 2]) {
    const error = stakes.value(key) - 501_000_000_000_000n;
    expect(error >= -1n && error <= 1n).toBe(true);
  }
});

test("an amount worth no share is refused in advance", () => {
  expect(canUpdateValueForOne({ value: 10n, denominator: SafeFloat.ZERO }, 1n)).toBe(true);
  expect(canUpdateValueForOne({ value: 0n, denominator: SafeFloat.fromU64(1n) }, 1n)).toBe(false);
  expect(canUpdateValueForOne({ value: 10n, denominator: SafeFloat.fromU64(1n) }, 1n)).toBe(true);
});

test("stakes never add up to more than the pool, and no update moves others by more than one rao", () => {
  const amount = fc.bigInt(1n, 10n ** 15n);
  const step = fc.tuple(fc.constantFrom(1, 2, 3), amount, fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
      const stakes = new Stakes();
      for (const [key, size, remove] of steps) {
        const others = [...stakes.shares.keys()].filter((other) => other !== key);
        const before = others.map((other) => stakes.value(other));
        const held = stakes.shares.has(key) ? stakes.value(key) : 0n;
        if (remove && held < size) continue;
        stakes.one(key, remove ? -size : size);
        others.forEach((other, i) => {
          const moved = stakes.value(other) - before[i]!;
          expect(moved >= -1n && moved <= 1n).toBe(true);
        });
        const total = [...stakes.shares.keys()].reduce((sum, other) => sum + stakes.value(other), 0n);
        expect(total <= stakes.pool.value + 3n).toBe(true);
      }
    }),
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SafeFloat, U64F64 } from "./index.ts";

// Rules and examples: subtensor primitives/share-pool/src/lib.rs.
const MAX = 10n ** 21n;
const float = (mantissa: bigint, exponent = 0n) => SafeFloat.of(mantissa, exponent)!;
const normalised = fc
  .tuple(fc.bigInt(0n, MAX), fc.bigInt(-30n, 30n))
  .map(([mantissa, exponent]) => float(mantissa, exponent));

test("normalises to 21 or 22 digits", () => {
  expect(float(1n)).toEqual({ mantissa: MAX, exponent: -21n });
  expect(float(0n, 5n)).toEqual({ mantissa: 0n, exponent: 0n });
  expect(float(10n ** 20n)).toEqual({ mantissa: MAX, exponent: -1n });
  expect(float(MAX)).toEqual({ mantissa: MAX, exponent: 0n });
  expect(SafeFloat.of(MAX + 1n)).toBeNull();
  expect(SafeFloat.of(1n, -(2n ** 63n))).toBeNull();
});

test.each([
  [1n, 0n, 1n, 0n, 2n * 10n ** 20n, -20n],
  [0n, 0n, 1n, -1n, MAX, -22n],
  [1n, -1000n, 1n, -1n, MAX, -22n],
  [MAX, 0n, MAX, 0n, (MAX * 2n) / 10n, 1n],
  [1n, 0n, 1n, 23n, MAX, 2n],
  [123n, 1n, 1n, 23n, 10n ** 20n + 1n, 3n],
  [MAX - 1n, 0n, 1n, 22n, 109_999_999_999_999_999_999n, 2n],
  [999_999n, 1n, 1n, 23n, 100_000_000_000_000_009_999n, 3n],
  [1n, 24n, 123_456_789_012_345_678_901n, 0n, 100_012_345_678_901_234_567n, 4n],
  [MAX - 1n, 22n, 1n, 22n, MAX, 22n],
])("%ie%i + %ie%i", (ma, ea, mb, eb, mantissa, exponent) => {
  expect(SafeFloat.add(float(ma, ea), float(mb, eb))).toEqual({ mantissa, exponent });
  expect(SafeFloat.add(float(mb, eb), float(ma, ea))).toEqual({ mantissa, exponent });
});

describe("sub", () => {
  test("saturates at 0, but 0 has nothing to give", () => {
    expect(SafeFloat.sub(float(1n), float(2n))).toEqual(SafeFloat.ZERO);
    expect(SafeFloat.sub(SafeFloat.ZERO, float(1n))).toBeNull();
    expect(SafeFloat.sub(SafeFloat.ZERO, SafeFloat.ZERO)).toEqual(SafeFloat.ZERO);
    expect(SafeFloat.sub(float(5n), float(2n))).toEqual(float(3n));
  });
});

describe("div and mulDiv", () => {
  test("by zero there is no result", () => {
    expect(SafeFloat.div(float(1n), SafeFloat.ZERO)).toBeNull();
    expect(SafeFloat.mulDiv(float(1n), float(1n), SafeFloat.ZERO)).toBeNull();
  });

  test("truncate after 21 digits", () => {
    expect(SafeFloat.div(float(1n), float(3n))).toEqual({ mantissa: 333_333_333_333_333_333_333n, exponent: -21n });
    expect(SafeFloat.mulDiv(float(2n), float(1n), float(3n))).toEqual({
      mantissa: 666_666_666_666_666_666_666n,
      exponent: -21n,
    });
  });

  test("results are normalised", () => {
    fc.assert(
      fc.property(normalised, normalised, normalised, (a, b, c) => {
        for (const result of [SafeFloat.div(a, c), SafeFloat.mulDiv(a, b, c), SafeFloat.add(a, b)]) {
          if (result === null || SafeFloat.isZero(result)) continue;
          expect(result.mantissa > MAX / 10n && result.mantissa <= MAX).toBe(true);
        }
      }),
    );
  });
});

test("u64 round trip, saturation and truncation", () => {
  fc.assert(fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => SafeFloat.toU64(SafeFloat.fromU64(value)) === value));
  expect(SafeFloat.toU64(float(1n, 30n))).toBe(2n ** 64n - 1n);
  expect(SafeFloat.toU64(float(19n, -1n))).toBe(1n);
  expect(SafeFloat.toU64(float(1n, -40n))).toBe(0n);
});

test("gt orders by value", () => {
  fc.assert(
    fc.property(normalised, normalised, (a, b) => {
      const scaled = ({ mantissa, exponent }: SafeFloat) => mantissa * 10n ** (exponent + 60n);
      fc.pre(!SafeFloat.isZero(a) && !SafeFloat.isZero(b));
      expect(SafeFloat.gt(a, b)).toBe(scaled(a) > scaled(b));
    }),
  );
});

test("legacy U64F64 shares convert to 21 digits", () => {
  expect(SafeFloat.fromU64F64(0n)).toEqual(SafeFloat.ZERO);
  expect(SafeFloat.fromU64F64(U64F64.fromFloat(12.5))).toEqual(float(125n, -1n));
  expect(SafeFloat.toU64(SafeFloat.fromU64F64(U64F64.MAX))).toBe(2n ** 64n - 1n);
});

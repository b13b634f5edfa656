import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FixedPointError, I32F32, I64F64, I96F32, U64F64, U96F32 } from "./index.ts";

const FORMATS = [I32F32, I64F64, I96F32, U64F64, U96F32];
const bitsOf = (format: (typeof FORMATS)[number]) => fc.bigInt({ min: format.MIN, max: format.MAX });

describe("ranges", () => {
  test("raw bits of each format fill its storage", () => {
    expect([I32F32.MIN, I32F32.MAX]).toEqual([-(2n ** 63n), 2n ** 63n - 1n]);
    expect([U64F64.MIN, U64F64.MAX]).toEqual([0n, 2n ** 128n - 1n]);
    expect(FORMATS.map(({ name }) => name)).toEqual(["I32F32", "I64F64", "I96F32", "U64F64", "U96F32"]);
  });
});

describe("conversion", () => {
  test("integers are exact and saturate", () => {
    expect(I32F32.fromNum(3n)).toBe(3n << 32n);
    expect(I32F32.fromNum(2n ** 40n)).toBe(I32F32.MAX);
    expect(U64F64.fromNum(-1n)).toBe(0n);
  });

  test("literals round to nearest, as measured with the crate", () => {
    expect(I96F32.fromFloat(0.000003)).toBe(12885n);
    expect(U64F64.fromFloat(1.26)).toBe(23242897532874035200n);
    expect(I32F32.fromFloat(-1.5)).toBe(-(3n << 31n));
    // Exactly half a unit: to the even neighbour.
    expect(I32F32.fromFloat(2 ** -33)).toBe(0n);
    expect(I32F32.fromFloat(3 * 2 ** -33)).toBe(2n);
    expect(() => I32F32.fromFloat(Number.NaN)).toThrow(FixedPointError);
  });

  test("numbers to integers floor and saturate", () => {
    expect(I32F32.toNum(I32F32.fromFloat(-0.5))).toBe(-1n);
    expect(I32F32.toUnsigned(I32F32.fromFloat(-0.5), 64)).toBe(0n);
    expect(I32F32.toUnsigned(I32F32.fromNum(70_000n), 16)).toBe(65535n);
    expect(I32F32.toFloat(I32F32.fromFloat(-2.25))).toBe(-2.25);
  });

  test("narrowing the fraction floors, narrowing the integer saturates", () => {
    expect(I32F32.from(-1n, I64F64)).toBe(-1n);
    expect(I32F32.from(I64F64.fromNum(2n ** 40n), I64F64)).toBe(I32F32.MAX);
    fc.assert(fc.property(bitsOf(I32F32), (bits) => I32F32.from(I64F64.from(bits, I32F32), I64F64) === bits));
  });

  test("round goes to the nearest integer, ties away from zero", () => {
    const rounded = [0.5, -0.5, 1.4999, -1.5, 2].map((x) => I32F32.toFloat(I32F32.round(I32F32.fromFloat(x))));
    expect(rounded).toEqual([1, -1, 1, -2, 2]);
  });

  test("floor and frac add up to the number", () => {
    fc.assert(
      fc.property(bitsOf(I32F32), (bits) => {
        expect(I32F32.floor(bits) + I32F32.frac(bits)).toBe(bits);
        expect(I32F32.frac(bits) >= 0n && I32F32.frac(bits) < I32F32.ONE).toBe(true);
      }),
    );
  });
});

describe("arithmetic", () => {
  test("multiplication floors, division truncates", () => {
    expect(I32F32.saturatingMul(-1n, 1n)).toBe(-1n);
    expect(I32F32.saturatingDiv(-1n, I32F32.fromNum(2n))).toBe(0n);
  });

  test("zero divisors", () => {
    expect(() => I32F32.saturatingDiv(1n, 0n)).toThrow(/division by zero/);
    expect(I32F32.checkedDiv(1n, 0n)).toBeNull();
    expect(I32F32.safeDiv(1n, 0n)).toBe(0n);
    expect(I32F32.safeDiv(1n, 0n, 7n)).toBe(7n);
  });

  test("safeDiv gives 0, not the maximum, on overflow", () => {
    expect(I32F32.safeDiv(I32F32.MAX, 1n)).toBe(0n);
    expect(I32F32.saturatingDiv(I32F32.MAX, 1n)).toBe(I32F32.MAX);
    expect(I32F32.saturatingDiv(I32F32.MIN, 1n)).toBe(I32F32.MIN);
  });

  test.each(FORMATS)(
    "$name: saturating, checked and wrapping agree inside the range and stay in it outside",
    (format) => {
      const operations = [
        [format.saturatingAdd, format.checkedAdd, format.wrappingAdd],
        [format.saturatingSub, format.checkedSub, format.wrappingSub],
        [format.saturatingMul, format.checkedMul, format.wrappingMul],
      ].map((family) => family.map((operation) => operation.bind(format)));
      fc.assert(
        fc.property(bitsOf(format), bitsOf(format), (a, b) => {
          for (const [saturating, checked, wrapping] of operations) {
            const exact = checked!(a, b);
            const clamped = saturating!(a, b)!;
            const wrapped = wrapping!(a, b)!;
            if (exact === null) expect([format.MIN, format.MAX]).toContain(clamped);
            else expect([clamped, wrapped]).toEqual([exact, exact]);
            expect(wrapped >= format.MIN && wrapped <= format.MAX).toBe(true);
          }
        }),
      );
    },
  );
});

describe("sqrt", () => {
  test("is within 4 units of the true root from 1 up", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: U64F64.ONE, max: U64F64.MAX >> 1n }), (bits) => {
        const root = U64F64.sqrt(bits)!;
        const low = root - 4n;
        const high = root + 4n;
        expect(low * low <= bits << 64n && high * high > bits << 64n).toBe(true);
      }),
    );
  });

  test("special values", () => {
    expect(I32F32.sqrt(0n)).toBe(0n);
    expect(I32F32.sqrt(I32F32.ONE)).toBe(I32F32.ONE);
    expect(I32F32.sqrt(-1n)).toBeNull();
    expect(I32F32.sqrt(1n)).toBeNull();
    expect(I32F32.sqrt(I32F32.fromFloat(0.25))).toBe(I32F32.fromFloat(0.5));
    expect(I32F32.sqrt(I32F32.fromNum(9n))).toBe(I32F32.fromNum(3n));
  });
});

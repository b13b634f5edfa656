import { describe, expect, test } from "vitest";
import { I32F32, I64F64, I96F32 } from "./index.ts";

// Expected raw bits were measured with substrate-fixed 0.6.0.

test("exp keeps the series' error for large inputs", () => {
  expect(I32F32.exp(0n)).toBe(I32F32.ONE);
  expect(I32F32.exp(I32F32.ONE)).toBe(11674931200n);
  expect(I32F32.exp(-I32F32.ONE)).toBe(1580030169n);
  expect(I32F32.exp(I32F32.fromNum(10n))).toBe(94602947905357n);
  expect(I32F32.exp(I32F32.fromNum(20n))).toBe(2066907302758576256n);
  expect(I32F32.exp(I32F32.fromNum(-20n))).toBe(8n);
  expect(I32F32.exp(-12345678901n)).toBe(242438205n);
  expect(I32F32.exp(1n)).toBe(4294967297n);
  expect(I32F32.exp(-1n)).toBe(4294967295n);
});

test("exp fails where a step overflows", () => {
  expect(I32F32.exp(I32F32.fromNum(100n))).toBeNull();
  expect(I32F32.exp(I32F32.MAX)).toBeNull();
  expect(I32F32.exp(I32F32.MIN)).toBeNull();
});

test.each([
  [1n, 18446724341754161508n],
  [7_200n, 18305219603617754201n],
  [100_000n, 16575416769611110483n],
  [934_866n, 6786177901268885275n],
  [5_000_000n, 87731680831227038n],
  [37_394_640n, 78n],
])("I64F64: lock decay exp(-%i / 934866)", (elapsed, expected) => {
  const ratio = I64F64.saturatingDiv(I64F64.fromNum(elapsed), I64F64.fromNum(934_866n));
  expect(I64F64.exp(-ratio)).toBe(expected);
});

test("ln", () => {
  expect(I32F32.ln(I32F32.fromNum(2n))).toBe(2977044511n);
  expect(I32F32.ln(I32F32.fromNum(3n))).toBe(4718503913n);
  expect(I32F32.ln(I32F32.fromFloat(0.5))).toBe(-2977044511n);
  expect(I32F32.ln(429496729n)).toBe(-9889527808n);
  expect(I32F32.ln(I32F32.ONE)).toBe(0n);
  expect(I32F32.ln(1n)).toBeNull();
  expect(I32F32.ln(0n)).toBeNull();
  expect(I32F32.ln(-1n)).toBeNull();
});

test("log2 is exact at powers of two", () => {
  for (const exponent of [0n, 1n, 5n, 20n]) {
    expect(I96F32.log2(I96F32.fromNum(1n << exponent))).toBe(I96F32.fromNum(exponent));
    expect(I96F32.log2(I96F32.ONE >> exponent)).toBe(I96F32.fromNum(-exponent));
  }
});

describe("pow", () => {
  test("special cases come before the logarithm", () => {
    expect(I32F32.pow(0n, 0n)).toBe(0n);
    expect(I32F32.pow(I32F32.fromNum(7n), 0n)).toBe(I32F32.ONE);
    expect(I32F32.pow(I32F32.fromNum(-7n), I32F32.ONE)).toBe(I32F32.fromNum(-7n));
    expect(I32F32.pow(I32F32.fromNum(-7n), I32F32.fromNum(2n))).toBeNull();
  });

  test("is exp(ln(base) * exponent)", () => {
    expect(I32F32.toFloat(I32F32.pow(I32F32.fromNum(2n), I32F32.fromNum(3n))!)).toBeCloseTo(8, 5);
    expect(I32F32.toFloat(I32F32.pow(I32F32.fromNum(9n), I32F32.fromFloat(0.5))!)).toBeCloseTo(3, 5);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, formatColumn, parseAmount } from "./amount.ts";

describe("amounts", () => {
  it.each([
    ["1", 1_000_000_000n],
    ["0.5", 500_000_000n],
    [".5", 500_000_000n],
    ["1,000.25", 1_000_250_000_000n],
    ["0.000000001", 1n],
  ])("%s TAO", (text, rao) => {
    expect(parseAmount(text)).toBe(rao);
  });

  it.each(["", ".", "-1", "1e3", "1,00", "0x10", "1 000", "NaN"])("%j is none", (text) => {
    expect(() => parseAmount(text)).toThrow();
  });

  it("are read as they are written", () => {
    fc.assert(fc.property(fc.bigInt(0n, 2n ** 64n), (rao) => parseAmount(formatAmount(rao, "")) === rao));
  });

  it("in columns have the same decimals and are never rounded up", () => {
    expect([1n, 999_999_999n, 1_234_500_000_000n].map((rao) => formatColumn(rao))).toEqual([
      "0.0000",
      "0.9999",
      "1,234.5000",
    ]);
    expect(formatColumn(1_999_999_999n, 0)).toBe("1");
  });
});

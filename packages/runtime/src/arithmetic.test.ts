import { describe, expect, it } from "vitest";
import {
  checkedAddU64,
  checkedDivU64,
  checkedSubU64,
  clampU64,
  perbillMul,
  safeDivU64,
  satAddU16,
  satAddU64,
  satMulU64,
  satSubU64,
  U64_MAX,
} from "./arithmetic.ts";

describe("saturating and checked arithmetic", () => {
  it("stays within u64", () => {
    expect(satAddU64(U64_MAX, 1n)).toBe(U64_MAX);
    expect(satSubU64(1n, 2n)).toBe(0n);
    expect(satMulU64(1n << 40n, 1n << 40n)).toBe(U64_MAX);
    expect(clampU64(-5n)).toBe(0n);
    expect(satAddU16(65_000, 1_000)).toBe(65_535);
  });

  it("says undefined where Rust says None", () => {
    expect(checkedAddU64(U64_MAX, 1n)).toBeUndefined();
    expect(checkedSubU64(1n, 2n)).toBeUndefined();
    expect(checkedDivU64(1n, 0n)).toBeUndefined();
    expect(safeDivU64(1n, 0n)).toBe(0n);
  });

  // substrate/primitives/arithmetic/src/per_things.rs: nearest, ties down
  it("rounds parts per billion to the nearest, ties down", () => {
    expect(perbillMul(500_000n, 108_157_000n)).toBe(54_078n);
    expect(perbillMul(500_000_000n, 3n)).toBe(1n);
    expect(perbillMul(500_000_001n, 3n)).toBe(2n);
  });
});

import { I64F64 } from "@myelin/primitives/fixed";
import { expect, test } from "vitest";
import { inheritedStake, totalStake } from "./stake.ts";

const U64_MAX = 2n ** 64n - 1n;

test("the default TAO weight counts root stake at 5.27 percent", () => {
  const bits = totalStake(0n, 1n, 971_718_665_099_567_868n);
  expect(bits).toBe(226_245_882n << 32n);
  expect(I64F64.toNum(totalStake(7n, 10n ** 12n, 971_718_665_099_567_868n))).toBe(52_676_974_337n);
});

test("a hotkey gives proportions to children and receives them from parents", () => {
  expect(inheritedStake(1_000n, [], [])).toBe(1_000n);
  expect(inheritedStake(1_000n, [U64_MAX], [])).toBe(0n);
  expect(inheritedStake(1_000n, [U64_MAX / 4n], [])).toBe(750n);
  expect(inheritedStake(0n, [], [{ stake: 1_000n, proportion: U64_MAX }])).toBe(1_000n);
});

test("children cannot take more than there is, and parents are added after that", () => {
  const parents = [{ stake: 500n, proportion: U64_MAX }];
  expect(inheritedStake(1_000n, [U64_MAX, U64_MAX], parents)).toBe(500n);
});

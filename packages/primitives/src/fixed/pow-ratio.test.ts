import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { powRatioScaled, U64F64 } from "./index.ts";

const SCALE = 10n ** 18n;
const pool = (bn: bigint, bd: bigint, en: bigint, ed: bigint) => powRatioScaled(bn, bd, en, ed, 256, SCALE);

test("published examples of safe-bigmath 0.4.1", () => {
  expect(pool(21n * 10n ** 15n, 28n * 10n ** 15n, 6n * 10n ** 17n, 4n * 10n ** 17n)).toBe(649519052838328985n);
});

test("degenerate ratios", () => {
  expect(pool(0n, 5n, 1n, 2n)).toBe(0n);
  expect(pool(5n, 7n, 0n, 2n)).toBe(SCALE);
  expect(pool(5n, 0n, 1n, 2n)).toBeNull();
  expect(pool(5n, 7n, 1n, 0n)).toBeNull();
});

test("equal weights floor the plain ratio", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 2n ** 64n), fc.bigInt(1n, 2n ** 64n), (bn, bd) => {
      expect(pool(bn, bd, SCALE / 2n, SCALE / 2n)).toBe((bn * SCALE) / bd);
    }),
  );
});

test("small exponents give the exact floor of the root", () => {
  const term = fc.bigInt(1n, 99n);
  fc.assert(
    fc.property(fc.bigInt(1n, 2n ** 64n), fc.bigInt(1n, 2n ** 64n), term, term, (bn, bd, en, ed) => {
      const root = pool(bn, bd, en, ed)!;
      const radicand = bn ** en * SCALE ** ed;
      expect(root ** ed * bd ** en <= radicand).toBe(true);
      expect((root + 1n) ** ed * bd ** en > radicand).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test("series and exact roots agree where they meet", () => {
  fc.assert(
    fc.property(fc.bigInt(10n ** 9n, 10n ** 15n), fc.bigInt(1n, 10n ** 9n), (reserve, delta) => {
      const exact = pool(reserve, reserve + delta, 2n, 3n)!;
      // 2/3 with a common offset far below the resolution of the result, but beyond the exact branch.
      const series = pool(reserve, reserve + delta, 2n * 10n ** 40n + 1n, 3n * 10n ** 40n)!;
      expect(exact - series <= 1n && series - exact <= 1n).toBe(true);
    }),
  );
});

/** A trade on the pool with fee 33 / 65535 (subtensor `pallets/swap/src/pallet/balancer.rs`). */
function trade(amount: bigint, reserveIn: bigint, reserveOut: bigint, weightIn: bigint, weightOut: bigint) {
  const rate = U64F64.safeDiv(U64F64.fromNum(33n), U64F64.fromNum(65535n));
  const fee = U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(amount), rate));
  const net = amount - fee;
  const power = powRatioScaled(reserveIn, reserveIn + net, weightIn, weightOut, 256, SCALE)!;
  const kept = U64F64.safeDiv(U64F64.fromNum(power), U64F64.fromNum(SCALE));
  const out = U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(reserveOut), U64F64.ONE - kept));
  return { fee, net, out };
}

describe("trades of 10^9 on the weighted pool", () => {
  const TRILLION = 10n ** 12n;

  test("equal reserves and weights", () => {
    expect(trade(10n ** 9n, TRILLION, TRILLION, SCALE / 2n, SCALE / 2n)).toEqual({
      fee: 503547n,
      net: 999496453n,
      out: 998498457n,
    });
  });

  test("quote weight 0.6, exact root", () => {
    const quote = 6n * 10n ** 17n;
    expect(trade(10n ** 9n, TRILLION, 2n * TRILLION, quote, SCALE - quote).out).toBe(2994747498n);
  });

  test("quote weight next to 0.6, series", () => {
    const quote = 6n * 10n ** 17n + 1n;
    expect(trade(10n ** 9n, 2n * TRILLION, TRILLION, SCALE - quote, quote).out).toBe(333026796n);
  });
});

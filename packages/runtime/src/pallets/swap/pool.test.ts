import { PalletError } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteWeightForAddedLiquidity, validQuoteWeight } from "./balancer.ts";
import { Err } from "./errors.ts";
import { feeOnGross, type Pool, poolPrice, type Side, swapOnPool } from "./pool.ts";

const TRILLION = 10n ** 12n;
const HALF = 5n * 10n ** 17n;
const NO_LIMIT = { buy: U64F64.MAX, sell: 0n };

const even: Pool = { x: TRILLION, y: TRILLION, quote: HALF, feeRate: 33 };

function trade(pool: Pool, side: Side, amount: bigint, limit = NO_LIMIT[side]) {
  return swapOnPool(pool, side, amount, limit, false);
}

function failure(run: () => unknown): PalletError {
  try {
    run();
  } catch (error) {
    if (error instanceof PalletError) return error;
    throw error;
  }
  throw new Error("did not fail");
}

/** The pool after a trade, as SubtensorModule books it. */
function after(
  pool: Pool,
  side: Side,
  { amountPaidIn, amountPaidOut }: { amountPaidIn: bigint; amountPaidOut: bigint },
): Pool {
  return side === "buy"
    ? { ...pool, x: pool.x - amountPaidOut, y: pool.y + amountPaidIn }
    : { ...pool, x: pool.x + amountPaidIn, y: pool.y - amountPaidOut };
}

describe("a trade on the weighted pool (pallets/swap/src/pallet/swap_step.rs)", () => {
  it.each(["buy", "sell"] as const)("gives the reference's amounts in an even pool: %s", (side) => {
    expect(trade(even, side, 10n ** 9n)).toEqual({
      amountPaidIn: 999_496_453n,
      amountPaidOut: 998_498_457n,
      feePaid: 503_547n,
      feeToBlockAuthor: 503_547n,
    });
  });

  it("gives the reference's amounts at uneven weights", () => {
    const pool: Pool = { x: 2n * TRILLION, y: TRILLION, quote: 6n * 10n ** 17n, feeRate: 33 };
    expect(trade(pool, "buy", 10n ** 9n).amountPaidOut).toBe(2_994_747_498n);
    const skewed: Pool = { ...pool, quote: 600_000_000_000_000_001n };
    expect(trade(skewed, "sell", 10n ** 9n).amountPaidOut).toBe(333_026_796n);
  });

  it("drops the fee on request", () => {
    const free = swapOnPool(even, "buy", 10n ** 9n, U64F64.MAX, true);
    expect(free.feePaid).toBe(0n);
    expect(free.amountPaidIn).toBe(10n ** 9n);
  });

  it("stops at the price limit and takes the fee of what it used", () => {
    const limit = (poolPrice(even) * 101n) / 100n;
    const result = trade(even, "buy", TRILLION, limit);
    // sqrt(1.01) - 1 of the TAO reserve
    expect(result.amountPaidIn).toBe(4_987_562_112n);
    expect(result.feePaid).toBe((result.amountPaidIn * 33n) / (65_535n - 33n));
    expect(poolPrice(after(even, "buy", result))).toBeLessThanOrEqual(limit);
  });

  it("refuses what the chain refuses, in its order", () => {
    expect(failure(() => trade(even, "buy", 1_002n * TRILLION)).is(Err.SwapInputTooLarge)).toBe(true);
    expect(failure(() => trade({ ...even, x: 999_999n }, "buy", 1_000n)).is(Err.ReservesTooLow)).toBe(true);
    expect(failure(() => trade(even, "buy", 1_000n, poolPrice(even))).is(Err.PriceLimitExceeded)).toBe(true);
    expect(failure(() => trade(even, "sell", 1_000n, poolPrice(even))).is(Err.PriceLimitExceeded)).toBe(true);
    const dear: Pool = { ...even, x: 1_000_000n };
    expect(failure(() => trade(dear, "buy", 10n)).is(Err.ReservesTooLow)).toBe(true);
  });

  it("takes the fee as floor(amount * (rate / 65535))", () => {
    expect(feeOnGross(33, 10n ** 9n)).toBe(503_547n);
    expect(feeOnGross(0, 10n ** 9n)).toBe(0n);
  });

  const pools = fc.record({
    x: fc.bigInt({ min: 10n ** 9n, max: 10n ** 16n }),
    y: fc.bigInt({ min: 10n ** 9n, max: 10n ** 16n }),
    quote: fc.bigInt({ min: 4n * 10n ** 17n, max: 6n * 10n ** 17n }),
    feeRate: fc.integer({ min: 0, max: 10_000 }),
  });

  it("moves the price against the trader and never gives a round trip for free", () => {
    fc.assert(
      fc.property(pools, fc.integer({ min: 1, max: 1_000 }), (pool, permille) => {
        const amount = (pool.y * BigInt(permille)) / 1_000n;
        const bought = trade(pool, "buy", amount);
        const middle = after(pool, "buy", bought);
        expect(poolPrice(middle)).toBeGreaterThanOrEqual(poolPrice(pool));
        fc.pre(bought.amountPaidOut > 10n ** 6n);
        const sold = trade(middle, "sell", bought.amountPaidOut);
        expect(sold.amountPaidOut).toBeLessThanOrEqual(amount);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the price when liquidity is added at shifted weights", () => {
    fc.assert(
      fc.property(
        pools,
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        fc.bigInt({ min: 0n, max: 10n ** 9n }),
        (pool, dx, dy) => {
          const quote = quoteWeightForAddedLiquidity(pool.quote, pool.x, pool.y, dx, dy);
          fc.pre(quote !== undefined);
          const before = U64F64.toFloat(poolPrice(pool));
          const now = U64F64.toFloat(poolPrice({ ...pool, x: pool.x + dx, y: pool.y + dy, quote }));
          expect(Math.abs(now / before - 1)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("holds the weights within one to ninety-nine percent", () => {
    expect(validQuoteWeight(10n ** 16n - 1n)).toBe(false);
    expect(validQuoteWeight(10n ** 16n)).toBe(true);
  });
});

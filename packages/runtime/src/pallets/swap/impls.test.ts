import { U64F64 } from "@myelin/primitives/fixed";
import { describe, expect, it } from "vitest";
import { addRoot, addSubnet, palletContext } from "../../testing/pallet-context.ts";
import { S as Subtensor } from "../subtensor/storage.ts";
import {
  adjustProtocolLiquidity,
  approxFeeAmount,
  clearProtocolLiquidity,
  currentAlphaPrice,
  getAlphaAmountForTao,
  MAX_PRICE,
  simSwap,
  swap,
  trySimSwap,
} from "./impls.ts";
import { SwapRuntimeApi } from "./queries.ts";
import { S } from "./storage.ts";

const TRILLION = 10n ** 12n;

function pools() {
  const ctx = palletContext();
  addRoot(ctx);
  addSubnet(ctx, 1, TRILLION, 2n * TRILLION);
  return ctx;
}

describe("pools of subnets (pallets/swap/src/pallet/impls.rs)", () => {
  it("prices alpha by the reserves, and root at one", () => {
    const ctx = pools();
    expect(currentAlphaPrice(ctx, 1)).toBe(U64F64.ONE / 2n);
    expect(currentAlphaPrice(ctx, 0)).toBe(U64F64.ONE);
    Subtensor.SubnetAlphaIn.set(ctx, 1, 0n);
    expect(currentAlphaPrice(ctx, 1)).toBe(0n);
  });

  it("sets the weights up at the first trade, never in a simulation", () => {
    const ctx = pools();
    const simulated = simSwap(ctx, 1, "buy", 10n ** 9n);
    expect(S.PalSwapInitialized.get(ctx, 1)).toBe(false);
    expect(swap(ctx, 1, "buy", 10n ** 9n, MAX_PRICE, false, false)).toEqual(simulated);
    expect(S.PalSwapInitialized.get(ctx, 1)).toBe(true);
  });

  it("exchanges one for one without a pool and gives nothing without a subnet", () => {
    const ctx = pools();
    expect(simSwap(ctx, 0, "sell", 5n)).toEqual({
      amountPaidIn: 5n,
      amountPaidOut: 5n,
      feePaid: 0n,
      feeToBlockAuthor: 0n,
    });
    expect(simSwap(ctx, 7, "sell", 5n).amountPaidOut).toBe(0n);
    expect(approxFeeAmount(ctx, 0, 10n ** 9n)).toBe(0n);
    expect(approxFeeAmount(ctx, 1, 10n ** 9n)).toBe(503_547n);
    expect(getAlphaAmountForTao(ctx, 1, 10n)).toBe(20n);
  });

  it("injects nothing where the weights would leave their range", () => {
    const ctx = pools();
    expect(adjustProtocolLiquidity(ctx, 1, 1_000n, 1_000n)).toEqual([1_000n, 1_000n]);
    const quote = S.SwapBalancer.get(ctx, 1).quote;
    expect(adjustProtocolLiquidity(ctx, 1, 200n * TRILLION, 0n)).toEqual([0n, 0n]);
    expect(S.SwapBalancer.get(ctx, 1).quote).toBe(quote);
  });

  it("forgets a cleared pool", () => {
    const ctx = pools();
    swap(ctx, 1, "buy", 10n ** 9n, MAX_PRICE, false, false);
    S.FeeRate.set(ctx, 1, 100);
    clearProtocolLiquidity(ctx, 1);
    expect([Subtensor.SubnetTAO.get(ctx, 1), Subtensor.SubnetAlphaIn.get(ctx, 1)]).toEqual([0n, 0n]);
    expect(S.PalSwapInitialized.contains(ctx, 1)).toBe(false);
    expect(S.FeeRate.get(ctx, 1)).toBe(33);
    expect(trySimSwap(ctx, 1, "buy", 1_000n)).toBeUndefined();
  });
});

describe("SwapRuntimeApi", () => {
  const ask = (name: string, args: Record<string, unknown>, ctx = pools()) =>
    SwapRuntimeApi.methods[name]!.run(ctx, args);

  it("tells prices in rao", () => {
    expect(ask("current_alpha_price", { netuid: 1 })).toBe(500_000_000n);
    expect(ask("current_alpha_price_all", {})).toEqual([
      { netuid: 0, price: 1_000_000_000n },
      { netuid: 1, price: 500_000_000n },
    ]);
  });

  it("simulates both directions with fee and slippage", () => {
    const bought = ask("sim_swap_tao_for_alpha", { netuid: 1, tao: 10n ** 9n }) as Record<string, bigint>;
    expect(bought).toMatchObject({ tao_amount: 999_496_453n, tao_fee: 503_547n, alpha_fee: 0n, tao_slippage: 0n });
    expect(bought.alpha_slippage).toBe(2n * 10n ** 9n - bought.alpha_amount!);
    const sold = ask("sim_swap_alpha_for_tao", { netuid: 1, alpha: 10n ** 9n }) as Record<string, bigint>;
    expect(sold).toMatchObject({ alpha_amount: 999_496_453n, alpha_fee: 503_547n, tao_fee: 0n });
    expect(sold.tao_slippage).toBe(500_000_000n - sold.tao_amount!);
  });

  it("gives zeros for a trade that would fail", () => {
    const ctx = pools();
    Subtensor.SubnetAlphaIn.set(ctx, 1, 999_999n);
    const nothing = ask("sim_swap_tao_for_alpha", { netuid: 1, tao: 10n ** 9n }, ctx) as Record<string, bigint>;
    expect(Object.values(nothing)).toEqual([0n, 0n, 0n, 0n, 0n, 0n]);
  });
});

import { type Context, runtimeApi, struct, u16, u64, type ValueOf, vec } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { S as Subtensor } from "../subtensor/storage.ts";
import { currentAlphaPrice, trySimSwap } from "./impls.ts";

const SimSwapResult = struct("pallet_subtensor_swap_runtime_api::SimSwapResult", {
  tao_amount: u64,
  alpha_amount: u64,
  tao_fee: u64,
  alpha_fee: u64,
  tao_slippage: u64,
  alpha_slippage: u64,
});
type SimSwapResult = ValueOf<typeof SimSwapResult>;

const SubnetPrice = struct("pallet_subtensor_swap_runtime_api::SubnetPrice", { netuid: u16, price: u64 });

const NOTHING: SimSwapResult = {
  tao_amount: 0n,
  alpha_amount: 0n,
  tao_fee: 0n,
  alpha_fee: 0n,
  tao_slippage: 0n,
  alpha_slippage: 0n,
};

const RAO_PER_TAO = U64F64.fromNum(1_000_000_000n);

/** floor(price * 10^9): rao for one alpha. */
function priceInRao(ctx: Context, netuid: number): bigint {
  return U64F64.toNum(U64F64.saturatingMul(currentAlphaPrice(ctx, netuid), RAO_PER_TAO));
}

function slippage(atCurrentPrice: bigint, paidOut: bigint): bigint {
  return atCurrentPrice > paidOut ? atCurrentPrice - paidOut : 0n;
}

/** Prices and simulated trades (`runtime/src/lib.rs`, `pallets/swap/runtime-api`). A trade that would fail gives zeros. */
export const SwapRuntimeApi = runtimeApi("SwapRuntimeApi", 1, {
  current_alpha_price: {
    args: { netuid: u16 },
    result: u64,
    run: (ctx, { netuid }) => priceInRao(ctx, netuid),
  },
  current_alpha_price_all: {
    args: {},
    result: vec(SubnetPrice),
    run: (ctx) => [...Subtensor.NetworksAdded.keys(ctx)].map((netuid) => ({ netuid, price: priceInRao(ctx, netuid) })),
  },
  sim_swap_tao_for_alpha: {
    args: { netuid: u16, tao: u64 },
    result: SimSwapResult,
    run: (ctx, { netuid, tao }) => {
      const result = trySimSwap(ctx, netuid, "buy", tao);
      if (!result) return NOTHING;
      const alpha = U64F64.toNum(U64F64.safeDiv(U64F64.fromNum(tao), currentAlphaPrice(ctx, netuid)));
      return {
        ...NOTHING,
        tao_amount: result.amountPaidIn,
        alpha_amount: result.amountPaidOut,
        tao_fee: result.feePaid,
        alpha_slippage: slippage(alpha, result.amountPaidOut),
      };
    },
  },
  sim_swap_alpha_for_tao: {
    args: { netuid: u16, alpha: u64 },
    result: SimSwapResult,
    run: (ctx, { netuid, alpha }) => {
      const result = trySimSwap(ctx, netuid, "sell", alpha);
      if (!result) return NOTHING;
      const tao = U64F64.toNum(U64F64.saturatingMul(U64F64.fromNum(alpha), currentAlphaPrice(ctx, netuid)));
      return {
        ...NOTHING,
        tao_amount: result.amountPaidOut,
        alpha_amount: result.amountPaidIn,
        alpha_fee: result.feePaid,
        tao_slippage: slippage(tao, result.amountPaidOut),
      };
    },
  },
});

/** What a new subnet costs (`pallets/subtensor/src/coinbase/root.rs`). Amounts in rao. */
import type { Context } from "@myelin/frame";
import { I64F64 } from "@myelin/primitives/fixed";
import { maxBig, safeDivU64, satMulU64, satSubU64 } from "../../../arithmetic.ts";
import { calculateBlockEmission } from "../coinbase/block_emission.ts";
import { S } from "../storage.ts";

const FULL_EMISSION = I64F64.fromNum(1_000_000_000n);

/** Block of the last registration of a subnet by anybody; 0 for none. */
function getNetworkLastLockBlock(ctx: Context): bigint {
  return S.LastRateLimitedBlock.get(ctx, { type: "NetworkLastRegistered" });
}

/** Blocks in which the cost falls by one last cost; shrinks with each halving of the emission. */
export function getLockReductionInterval(ctx: Context): bigint {
  const halving = I64F64.checkedDiv(I64F64.fromNum(calculateBlockEmission(ctx)), FULL_EMISSION) ?? 0n;
  const interval = I64F64.fromNum(S.NetworkLockReductionInterval.get(ctx));
  return I64F64.toUnsigned(I64F64.saturatingMul(interval, halving), 64);
}

/** Twice the last cost, falling by the block from then on, but never below the minimum. */
export function getNetworkLockCost(ctx: Context): bigint {
  const last = S.NetworkLastLockCost.get(ctx);
  const lastBlock = getNetworkLastLockBlock(ctx);
  const fallPerBlock = safeDivU64(last, getLockReductionInterval(ctx));
  const fall = satMulU64(fallPerBlock, satSubU64(BigInt(ctx.block.number), lastBlock));
  const start = satMulU64(last, lastBlock === 0n ? 1n : 2n);
  return maxBig(satSubU64(start, fall), S.NetworkMinLockCost.get(ctx));
}

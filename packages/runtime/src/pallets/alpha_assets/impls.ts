import type { Context } from "@myelin/frame";
import { satAddU64, satSubU64 } from "../../arithmetic.ts";
import { S } from "./storage.ts";

/** Counts newly minted alpha rao of a subnet (`pallets/alpha-assets/src/lib.rs` mint_alpha). */
export function mintAlpha(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  S.TotalAlphaIssuance.mutate(ctx, netuid, (total) => satAddU64(total, amount));
}

/** Counts burned alpha rao: out of use, still issued (`pallets/alpha-assets/src/lib.rs` burn_alpha). */
export function burnAlpha(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  S.AlphaBurned.mutate(ctx, netuid, (total) => satAddU64(total, amount));
}

/** Counts recycled alpha rao: out of use and no longer issued (`pallets/alpha-assets/src/lib.rs` recycle_alpha). */
export function recycleAlpha(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  S.AlphaRecycled.mutate(ctx, netuid, (total) => satAddU64(total, amount));
  S.TotalAlphaIssuance.mutate(ctx, netuid, (total) => satSubU64(total, amount));
}

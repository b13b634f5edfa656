/** Alpha into and out of being (`pallets/subtensor/src/coinbase/alpha.rs`). All amounts are alpha rao. */
import type { Context } from "@myelin/frame";
import { satAddU64, satSubU64 } from "../../../arithmetic.ts";
import * as alphaAssets from "../../alpha_assets/impls.ts";
import { S } from "../storage.ts";

/** Mints alpha into circulation (mint_alpha, then resolve_to_alpha_out). */
export function mintAlphaOut(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  alphaAssets.mintAlpha(ctx, netuid, amount);
  S.SubnetAlphaOut.mutate(ctx, netuid, (total) => satAddU64(total, amount));
}

/** Mints alpha into the pool's reserve (mint_alpha, then resolve_to_alpha_in). */
export function mintAlphaIn(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  alphaAssets.mintAlpha(ctx, netuid, amount);
  S.SubnetAlphaIn.mutate(ctx, netuid, (total) => satAddU64(total, amount));
}

/** Takes alpha out of use and out of the issuance. */
export function recycleSubnetAlpha(ctx: Context, netuid: number, amount: bigint): void {
  if (amount === 0n) return;
  S.SubnetAlphaOut.mutate(ctx, netuid, (total) => satSubU64(total, amount));
  alphaAssets.recycleAlpha(ctx, netuid, amount);
}

/** Takes alpha out of use; it stays issued and outstanding. */
export function burnSubnetAlpha(ctx: Context, netuid: number, amount: bigint): void {
  alphaAssets.burnAlpha(ctx, netuid, amount);
}

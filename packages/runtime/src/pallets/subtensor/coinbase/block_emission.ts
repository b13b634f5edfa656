import type { Context } from "@myelin/frame";
import { S } from "../storage.ts";
import { MAX_ISSUANCE } from "../types.ts";

/** Rao a block issues before the first halving; also the alpha of a new subnet. */
const FULL_EMISSION = 1_000_000_000n;

/**
 * Emission of one block at an issuance, in rao: 10^9 halved each time half of what is left to issue has been issued.
 *
 * The chain evaluates `floor(log2(1 / (1 - issuance / supply)))` in I96F32; that agrees with this integer rule at every
 * issuance (`pallets/subtensor/src/coinbase/block_emission.rs` get_block_emission_for_issuance).
 *
 * @example blockEmissionAt(10_500_000_000_000_000n) // 500_000_000n
 */
export function blockEmissionAt(issuance: bigint): bigint {
  if (issuance >= MAX_ISSUANCE) return 0n;
  let emission = FULL_EMISSION;
  for (let left = (MAX_ISSUANCE - issuance) << 1n; left <= MAX_ISSUANCE; left <<= 1n) emission >>= 1n;
  return emission;
}

/** {@link blockEmissionAt}, remembered in `BlockEmission` below the full supply, for TAO and alpha alike. */
export function getBlockEmissionForIssuance(ctx: Context, issuance: bigint): bigint {
  const emission = blockEmissionAt(issuance);
  if (issuance < MAX_ISSUANCE && S.BlockEmission.get(ctx) !== emission) S.BlockEmission.set(ctx, emission);
  return emission;
}

/** Rao this block issues. */
export function calculateBlockEmission(ctx: Context): bigint {
  return getBlockEmissionForIssuance(ctx, S.TotalIssuance.get(ctx));
}

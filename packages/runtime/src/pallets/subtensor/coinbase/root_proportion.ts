import type { Context } from "@myelin/frame";
import { U96F32 } from "@myelin/primitives/fixed";
import { getAlphaIssuance, getTaoWeight } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";

/**
 * Weight of root's TAO against a subnet's alpha issuance, U96F32 bits from 0 to 1
 * (`pallets/subtensor/src/coinbase/block_step.rs` root_proportion).
 */
export function rootProportion(ctx: Context, netuid: number): bigint {
  const alphaIssuance = U96F32.fromNum(getAlphaIssuance(ctx, netuid));
  const rootTao = U96F32.fromNum(S.SubnetTAO.get(ctx, ROOT_NETUID));
  const weighted = U96F32.saturatingMul(rootTao, getTaoWeight(ctx));
  return U96F32.safeDiv(weighted, U96F32.saturatingAdd(weighted, alphaIssuance));
}

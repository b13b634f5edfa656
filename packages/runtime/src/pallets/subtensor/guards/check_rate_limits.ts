/** Rate limits that are known before a call runs (`pallets/subtensor/src/guards/check_rate_limits.rs`). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getUidForNetAndHotkey } from "../subnets/uids.ts";
import { checkRateLimit } from "../subnets/weights.ts";
import { ROOT_NETUID } from "../types.ts";
import { passesRateLimit, registerNetworkLimit } from "../utils/rate_limiting.ts";

/** @throws SettingWeightsTooFast for a registered hotkey, where weights are set in the open */
export function checkWeightsRateLimit(ctx: Context, who: AccountId, netuid: number, mechanism: number): void {
  if (S.CommitRevealWeightsEnabled.get(ctx, netuid)) return;
  const uid = getUidForNetAndHotkey(ctx, netuid, who);
  ensure(uid === undefined || checkRateLimit(ctx, netuid, mechanism, uid), Err.SettingWeightsTooFast);
}

/** @throws NetworkTxRateLimitExceeded */
export function checkRegisterNetworkRateLimit(ctx: Context, who: AccountId): void {
  ensure(passesRateLimit(ctx, registerNetworkLimit, who, ROOT_NETUID), Err.NetworkTxRateLimitExceeded);
}

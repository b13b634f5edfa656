import { ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { checkRateLimit } from "../subnets/weights.ts";
import { ROOT_NETUID } from "../types.ts";
import { passesRateLimit, registerNetworkLimit } from "../utils/rate_limiting.ts";
import { guardOf } from "./guard.ts";

const COMMITS = ["commit_weights", "commit_mechanism_weights"] as const;
const SETS = ["set_weights", "set_mechanism_weights"] as const;

/**
 * Weights may be set or committed again, and a network registered again, only after some blocks.
 * Hotkeys that are not registered pass: the call itself refuses them.
 * Source: `pallets/subtensor/src/guards/check_rate_limits.rs`.
 */
export const checkRateLimits = guardOf(
  "CheckRateLimits",
  [...COMMITS, ...SETS, "register_network"],
  (ctx, who, call, args) => {
    if (call === "register_network") {
      ensure(passesRateLimit(ctx, registerNetworkLimit, who, ROOT_NETUID), Err.NetworkTxRateLimitExceeded);
      return;
    }
    const netuid = args["netuid"] as number;
    const sets = (SETS as readonly string[]).includes(call);
    if (sets && S.CommitRevealWeightsEnabled.get(ctx, netuid)) return;
    const uid = S.Uids.get(ctx, netuid, who);
    if (uid === undefined) return;
    const passes = checkRateLimit(ctx, netuid, (args["mecid"] ?? 0) as number, uid);
    ensure(passes, sets ? Err.SettingWeightsTooFast : Err.CommittingWeightsTooFast);
  },
);

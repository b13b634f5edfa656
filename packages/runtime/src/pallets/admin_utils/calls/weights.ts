/** How weights are set, and how neurons announce themselves. Limits in blocks. */
import { bool, ensure, u16, u64 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { Err as SubtensorErr } from "../../subtensor/errors.ts";
import { E } from "../../subtensor/events.ts";
import { S } from "../../subtensor/storage.ts";
import { NetUid } from "../../subtensor/types.ts";
import { ownerHyperparamLimit, setWeightsVersionKeyLimit } from "../../subtensor/utils/rate_limiting.ts";
import { subnetSetting } from "../setting.ts";

/** Bounds of the reveal period, in epochs (`pallets/subtensor/src/lib.rs`). */
const MIN_REVEAL_PERIOD = 1n;
const MAX_REVEAL_PERIOD = 100n;

export const sudo_set_serving_rate_limit = subnetSetting({
  index: 3,
  args: { netuid: NetUid, serving_rate_limit: u64 },
  weight: weight(28_633_000n, 4_212n, 4, 1),
  by: ownerHyperparamLimit("ServingRateLimit"),
  window: true,
  anySubnet: true,
  docs: "Sets the blocks between two announcements of an endpoint; 0 for no limit.",
  apply(ctx, { netuid, serving_rate_limit }) {
    S.ServingRateLimit.set(ctx, netuid, serving_rate_limit);
    ctx.depositEvent(E.ServingRateLimitSet(netuid, serving_rate_limit));
  },
});

export const sudo_set_weights_version_key = subnetSetting({
  index: 6,
  args: { netuid: NetUid, weights_version_key: u64 },
  weight: weight(34_204_000n, 4_383n, 5, 1),
  by: setWeightsVersionKeyLimit,
  window: true,
  docs: "Sets the lowest version that weights must carry; 0 for any.",
  apply(ctx, { netuid, weights_version_key }) {
    S.WeightsVersionKey.set(ctx, netuid, weights_version_key);
    ctx.depositEvent(E.WeightsVersionKeySet(netuid, weights_version_key));
  },
});

export const sudo_set_weights_set_rate_limit = subnetSetting({
  index: 7,
  args: { netuid: NetUid, weights_set_rate_limit: u64 },
  weight: weight(16_420_000n, 4_084n, 1, 1),
  by: "root",
  window: false,
  docs: "Sets the blocks between two settings of weights by one neuron.",
  apply(ctx, { netuid, weights_set_rate_limit }) {
    S.WeightsSetRateLimit.set(ctx, netuid, weights_set_rate_limit);
    ctx.depositEvent(E.WeightsSetRateLimitSet(netuid, weights_set_rate_limit));
  },
});

export const sudo_set_min_allowed_weights = subnetSetting({
  index: 14,
  args: { netuid: NetUid, min_allowed_weights: u16 },
  weight: weight(34_664_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("MinAllowedWeights"),
  window: true,
  docs: "Sets the fewest weights a validator sets at once.",
  apply(ctx, { netuid, min_allowed_weights }) {
    S.MinAllowedWeights.set(ctx, netuid, min_allowed_weights);
    ctx.depositEvent(E.MinAllowedWeightSet(netuid, min_allowed_weights));
  },
});

export const sudo_set_commit_reveal_weights_enabled = subnetSetting({
  index: 49,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(34_544_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("CommitRevealEnabled"),
  window: true,
  docs: "Lets weights be committed before they are revealed, or set in the open.",
  apply(ctx, { netuid, enabled }) {
    S.CommitRevealWeightsEnabled.set(ctx, netuid, enabled);
    ctx.depositEvent(E.CommitRevealEnabled(netuid, enabled));
  },
});

export const sudo_set_commit_reveal_weights_interval = subnetSetting({
  index: 57,
  args: { netuid: NetUid, interval: u64 },
  weight: weight(34_654_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("WeightCommitInterval"),
  window: true,
  docs: "Sets the epochs between a commit and its reveal, 1 to 100.",
  apply(ctx, { netuid, interval }) {
    ensure(interval <= MAX_REVEAL_PERIOD, SubtensorErr.RevealPeriodTooLarge);
    ensure(interval >= MIN_REVEAL_PERIOD, SubtensorErr.RevealPeriodTooSmall);
    S.RevealPeriodEpochs.set(ctx, netuid, interval);
    ctx.depositEvent(E.CommitRevealPeriodsSet(netuid, interval));
  },
});

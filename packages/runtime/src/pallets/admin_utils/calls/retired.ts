/** Settings of the retired registration by proof of work and of the retired issuance counter. Stored, and told to whoever asks. */
import { bool, call, u16, u64 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { E } from "../../subtensor/events.ts";
import { S } from "../../subtensor/storage.ts";
import { NetUid, TaoBalance } from "../../subtensor/types.ts";
import { ownerHyperparamLimit } from "../../subtensor/utils/rate_limiting.ts";
import { Err } from "../errors.ts";
import { subnetSetting } from "../setting.ts";

export const sudo_set_min_difficulty = subnetSetting({
  index: 4,
  args: { netuid: NetUid, min_difficulty: u64 },
  weight: weight(34_554_000n, 4_383n, 5, 1),
  by: "root",
  window: true,
  docs: "Sets the retired lowest difficulty.",
  apply(ctx, { netuid, min_difficulty }) {
    S.MinDifficulty.set(ctx, netuid, min_difficulty);
    ctx.depositEvent(E.MinDifficultySet(netuid, min_difficulty));
  },
});

export const sudo_set_max_difficulty = subnetSetting({
  index: 5,
  args: { netuid: NetUid, max_difficulty: u64 },
  weight: weight(34_704_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("MaxDifficulty"),
  window: true,
  docs: "Sets the retired highest difficulty.",
  apply(ctx, { netuid, max_difficulty }) {
    S.MaxDifficulty.set(ctx, netuid, max_difficulty);
    ctx.depositEvent(E.MaxDifficultySet(netuid, max_difficulty));
  },
});

export const sudo_set_difficulty = subnetSetting({
  index: 24,
  args: { netuid: NetUid, difficulty: u64 },
  weight: weight(34_434_000n, 4_383n, 5, 1),
  by: "root",
  window: true,
  docs: "Sets the retired difficulty.",
  apply(ctx, { netuid, difficulty }) {
    S.Difficulty.set(ctx, netuid, difficulty);
    ctx.depositEvent(E.DifficultySet(netuid, difficulty));
  },
});

export const sudo_set_adjustment_interval = subnetSetting({
  index: 8,
  args: { netuid: NetUid, adjustment_interval: u16 },
  weight: weight(16_320_000n, 4_084n, 1, 1),
  by: "root",
  window: false,
  docs: "Sets the retired interval of price adjustments.",
  apply(ctx, { netuid, adjustment_interval }) {
    S.AdjustmentInterval.set(ctx, netuid, adjustment_interval);
    ctx.depositEvent(E.AdjustmentIntervalSet(netuid, adjustment_interval));
  },
});

export const sudo_set_adjustment_alpha = subnetSetting({
  index: 9,
  args: { netuid: NetUid, adjustment_alpha: u64 },
  weight: weight(14_000_000n, 0n, 1, 1),
  by: ownerHyperparamLimit("AdjustmentAlpha"),
  window: true,
  docs: "Sets the retired smoothing of price adjustments.",
  apply(ctx, { netuid, adjustment_alpha }) {
    S.AdjustmentAlpha.set(ctx, netuid, adjustment_alpha);
    ctx.depositEvent(E.AdjustmentAlphaSet(netuid, adjustment_alpha));
  },
});

export const sudo_set_network_pow_registration_allowed = call({
  index: 20,
  args: { netuid: NetUid, registration_allowed: bool },
  weight: weight(14_000_000n, 0n, 0, 1),
  docs: "Always fails: nobody registers by proof of work any more.",
  run() {
    throw Err.POWRegistrationDisabled();
  },
});

export const sudo_set_total_issuance = call({
  index: 33,
  args: { total_issuance: TaoBalance },
  weight: weight(5_931_000n),
  docs: "Always fails: the issuance follows the balances.",
  run() {
    throw Err.Deprecated();
  },
});

/** How a subnet reaches consensus: tempo, bonds, liquid alpha, mechanisms. Shares in parts of 65535. */
import { bool, ensure, i16, option, u16, u64, vec } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { applyTempoWithCycleReset } from "../../subtensor/coinbase/epoch_schedule.ts";
import { Err as SubtensorErr } from "../../subtensor/errors.ts";
import { E as SubtensorE } from "../../subtensor/events.ts";
import { S } from "../../subtensor/storage.ts";
import { doSetEmissionSplit, doSetMechanismCount } from "../../subtensor/subnets/mechanism.ts";
import { MechId, NetUid } from "../../subtensor/types.ts";
import {
  mechanismCountUpdateLimit,
  mechanismEmissionLimit,
  ownerHyperparamLimit,
} from "../../subtensor/utils/rate_limiting.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { subnetSetting } from "../setting.ts";

/** Highest weight of old bonds an owner may set, millionths. */
const OWNER_MAX_BONDS_MOVING_AVERAGE = 975_000n;
/** Lowest bond rate of liquid alpha: one fortieth. */
const MIN_ALPHA = 1_638;

export const sudo_set_tempo = subnetSetting({
  index: 30,
  args: { netuid: NetUid, tempo: u16 },
  weight: weight(36_298_000n, 4_383n, 5, 2),
  by: "root",
  window: true,
  docs: "Sets the blocks between two epochs and begins a new cycle.",
  apply(ctx, { netuid, tempo }) {
    applyTempoWithCycleReset(ctx, netuid, tempo);
  },
});

export const sudo_set_kappa = subnetSetting({
  index: 16,
  args: { netuid: NetUid, kappa: u16 },
  weight: weight(16_301_000n, 4_084n, 1, 1),
  by: "root",
  window: false,
  docs: "Sets the share of stake that makes consensus.",
  apply(ctx, { netuid, kappa }) {
    S.Kappa.set(ctx, netuid, kappa);
    ctx.depositEvent(SubtensorE.KappaSet(netuid, kappa));
  },
});

export const sudo_set_rho = subnetSetting({
  index: 17,
  args: { netuid: NetUid, rho: u16 },
  weight: weight(31_268_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("Rho"),
  window: true,
  docs: "Sets the retired sharpness of trust.",
  apply(ctx, { netuid, rho }) {
    S.Rho.set(ctx, netuid, rho);
  },
});

export const sudo_set_activity_cutoff = subnetSetting({
  index: 18,
  args: { netuid: NetUid, activity_cutoff: u16 },
  weight: weight(35_165_000n, 4_383n, 6, 1),
  by: ownerHyperparamLimit("ActivityCutoff"),
  window: true,
  docs: "Sets the retired fixed activity cutoff, in blocks.",
  apply(ctx, { netuid, activity_cutoff }) {
    ensure(activity_cutoff >= S.MinActivityCutoff.get(ctx), SubtensorErr.ActivityCutoffTooLow);
    S.ActivityCutoff.set(ctx, netuid, activity_cutoff);
    ctx.depositEvent(SubtensorE.ActivityCutoffSet(netuid, activity_cutoff));
  },
});

export const sudo_set_bonds_moving_average = subnetSetting({
  index: 26,
  args: { netuid: NetUid, bonds_moving_average: u64 },
  weight: weight(34_495_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("BondsMovingAverage"),
  window: true,
  docs: "Sets the weight of old bonds in their average, in millionths.",
  apply(ctx, { netuid, bonds_moving_average }, owner) {
    const allowed = owner === undefined || bonds_moving_average <= OWNER_MAX_BONDS_MOVING_AVERAGE;
    ensure(allowed, Err.BondsMovingAverageMaxReached);
    S.BondsMovingAverage.set(ctx, netuid, bonds_moving_average);
    ctx.depositEvent(SubtensorE.BondsMovingAverageSet(netuid, bonds_moving_average));
  },
});

export const sudo_set_bonds_penalty = subnetSetting({
  index: 60,
  args: { netuid: NetUid, bonds_penalty: u16 },
  weight: weight(34_354_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("BondsPenalty"),
  window: true,
  docs: "Sets the share by which clipped weights lower bonds.",
  apply(ctx, { netuid, bonds_penalty }) {
    S.BondsPenalty.set(ctx, netuid, bonds_penalty);
    ctx.depositEvent(SubtensorE.BondsPenaltySet(netuid, bonds_penalty));
  },
});

export const sudo_set_bonds_reset_enabled = subnetSetting({
  index: 70,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(30_507_000n, 4_280n, 4, 1),
  by: ownerHyperparamLimit("BondsResetEnabled"),
  window: true,
  anySubnet: true,
  docs: "Lets commitments reset bonds, or not.",
  apply(ctx, { netuid, enabled }) {
    S.BondsResetOn.set(ctx, netuid, enabled);
    ctx.depositEvent(SubtensorE.BondsResetOnSet(netuid, enabled));
    ctx.depositEvent(E.BondsResetToggled({ netuid, enabled }));
  },
});

export const sudo_set_yuma3_enabled = subnetSetting({
  index: 69,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(28_583_000n, 4_280n, 4, 1),
  by: ownerHyperparamLimit("Yuma3Enabled"),
  window: true,
  anySubnet: true,
  docs: "Lets bonds follow the third version of Yuma Consensus, or the second.",
  apply(ctx, { netuid, enabled }) {
    S.Yuma3On.set(ctx, netuid, enabled);
    ctx.depositEvent(E.Yuma3EnableToggled({ netuid, enabled }));
  },
});

export const sudo_set_liquid_alpha_enabled = subnetSetting({
  index: 50,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(25_538_000n, 4_280n, 4, 1),
  by: ownerHyperparamLimit("LiquidAlphaEnabled"),
  window: true,
  anySubnet: true,
  docs: "Lets bond rates follow consensus, or not.",
  apply(ctx, { netuid, enabled }) {
    S.LiquidAlphaOn.set(ctx, netuid, enabled);
  },
});

export const sudo_set_alpha_values = subnetSetting({
  index: 51,
  args: { netuid: NetUid, alpha_low: u16, alpha_high: u16 },
  weight: weight(34_224_000n, 4_427n, 5, 1),
  by: ownerHyperparamLimit("AlphaValues"),
  window: true,
  anySubnet: true,
  docs: "Sets the lowest and highest bond rate of liquid alpha.",
  apply(ctx, { netuid, alpha_low, alpha_high }) {
    ensure(S.LiquidAlphaOn.get(ctx, netuid), SubtensorErr.LiquidAlphaDisabled);
    ensure(alpha_high >= MIN_ALPHA, SubtensorErr.AlphaHighTooLow);
    ensure(alpha_low >= MIN_ALPHA && alpha_low <= alpha_high, SubtensorErr.AlphaLowOutOfRange);
    S.AlphaValues.set(ctx, netuid, [alpha_low, alpha_high]);
  },
});

export const sudo_set_alpha_sigmoid_steepness = subnetSetting({
  index: 68,
  args: { netuid: NetUid, steepness: i16 },
  weight: weight(31_438_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("AlphaSigmoidSteepness"),
  window: true,
  docs: "Sets the steepness of liquid alpha, in hundredths; only root may set a negative one.",
  apply(ctx, { netuid, steepness }, owner) {
    ensure(owner === undefined || steepness >= 0, Err.NegativeSigmoidSteepness);
    S.AlphaSigmoidSteepness.set(ctx, netuid, steepness);
  },
});

export const sudo_set_mechanism_count = subnetSetting({
  index: 76,
  args: { netuid: NetUid, mechanism_count: MechId },
  weight: weight(15_000_000n, 0n, 1, 1),
  by: mechanismCountUpdateLimit,
  window: true,
  anySubnet: true,
  docs: "Sets the number of mechanisms of a subnet.",
  apply(ctx, { netuid, mechanism_count }) {
    doSetMechanismCount(ctx, netuid, mechanism_count);
  },
});

export const sudo_set_mechanism_emission_split = subnetSetting({
  index: 77,
  args: { netuid: NetUid, maybe_split: option(vec(u16)) },
  weight: weight(15_000_000n, 0n, 1, 1),
  by: mechanismEmissionLimit,
  window: true,
  anySubnet: true,
  docs: "Sets how the emission of a subnet is split between its mechanisms.",
  apply(ctx, { netuid, maybe_split }) {
    doSetEmissionSplit(ctx, netuid, maybe_split);
  },
});

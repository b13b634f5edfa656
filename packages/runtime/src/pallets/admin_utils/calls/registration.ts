/** Who may be on a subnet, and what it costs. Amounts in rao, periods in blocks. */
import { bool, ensure, u16, u64f64 } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { weight } from "../../../weights.ts";
import { Err as SubtensorErr } from "../../subtensor/errors.ts";
import { E as SubtensorE } from "../../subtensor/events.ts";
import { S } from "../../subtensor/storage.ts";
import { ensureMaxUidsOverAllMechanisms } from "../../subtensor/subnets/mechanism.ts";
import { trimToMaxAllowedUids } from "../../subtensor/subnets/trim_uids.ts";
import { NetUid, ROOT_NETUID, TaoBalance } from "../../subtensor/types.ts";
import { maxUidsTrimmingLimit, ownerHyperparamLimit } from "../../subtensor/utils/rate_limiting.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { subnetSetting } from "../setting.ts";

/** Bounds of the owner's neurons that are never pruned (`pallets/subtensor/src/lib.rs`). */
const MIN_IMMUNE_OWNER_UIDS = 1;
const MAX_IMMUNE_OWNER_UIDS = 10;
/** Longest half-life of the registration price. */
const MAX_BURN_HALF_LIFE = 36_100;
/** Highest factor of a registration on the price. */
const MAX_BURN_INCREASE = U64F64.fromNum(3n);
/** What the chain charges for settings it never measured. */
const UNMEASURED = weight(25_000_000n, 0n, 4, 1);

export const sudo_set_immunity_period = subnetSetting({
  index: 13,
  args: { netuid: NetUid, immunity_period: u16 },
  weight: weight(34_414_000n, 4_383n, 5, 1),
  by: ownerHyperparamLimit("ImmunityPeriod"),
  window: true,
  docs: "Sets the blocks a new neuron is pruned last.",
  apply(ctx, { netuid, immunity_period }) {
    S.ImmunityPeriod.set(ctx, netuid, immunity_period);
    ctx.depositEvent(SubtensorE.ImmunityPeriodSet(netuid, immunity_period));
  },
});

export const sudo_set_max_allowed_uids = subnetSetting({
  index: 15,
  args: { netuid: NetUid, max_allowed_uids: u16 },
  weight: weight(43_381_000n, 4_433n, 8, 1),
  by: ownerHyperparamLimit("MaxAllowedUids"),
  window: true,
  docs: "Sets the most neurons of a subnet.",
  apply(ctx, { netuid, max_allowed_uids: most }) {
    ensure(most >= S.MinAllowedUids.get(ctx, netuid), Err.MaxAllowedUidsLessThanMinAllowedUids);
    ensure(S.SubnetworkN.get(ctx, netuid) <= most, Err.MaxAllowedUIdsLessThanCurrentUIds);
    ensure(most <= ctx.config.initialMaxAllowedUids, Err.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
    ensureMaxUidsOverAllMechanisms(ctx, most, S.MechanismCountCurrent.get(ctx, netuid));
    S.MaxAllowedUids.set(ctx, netuid, most);
    ctx.depositEvent(SubtensorE.MaxAllowedUidsSet(netuid, most));
  },
});

export const sudo_set_min_allowed_uids = subnetSetting({
  index: 79,
  args: { netuid: NetUid, min_allowed_uids: u16 },
  weight: weight(37_890_000n, 4_383n, 7, 1),
  by: "root",
  window: true,
  docs: "Sets the neurons below which a subnet cannot be trimmed.",
  apply(ctx, { netuid, min_allowed_uids: fewest }) {
    ensure(fewest < S.MaxAllowedUids.get(ctx, netuid), Err.MinAllowedUidsGreaterThanMaxAllowedUids);
    ensure(fewest < S.SubnetworkN.get(ctx, netuid), Err.MinAllowedUidsGreaterThanCurrentUids);
    S.MinAllowedUids.set(ctx, netuid, fewest);
    ctx.depositEvent(SubtensorE.MinAllowedUidsSet(netuid, fewest));
  },
});

export const sudo_set_max_allowed_validators = subnetSetting({
  index: 25,
  args: { netuid: NetUid, max_allowed_validators: u16 },
  weight: weight(35_896_000n, 4_383n, 6, 1),
  by: "root",
  window: true,
  docs: "Sets the most validators of a subnet.",
  apply(ctx, { netuid, max_allowed_validators: most }) {
    ensure(most <= S.MaxAllowedUids.get(ctx, netuid), Err.MaxValidatorsLargerThanMaxUIds);
    S.MaxAllowedValidators.set(ctx, netuid, most);
    ctx.depositEvent(SubtensorE.MaxAllowedValidatorsSet(netuid, most));
  },
});

export const sudo_set_owner_immune_neuron_limit = subnetSetting({
  index: 72,
  args: { netuid: NetUid, immune_neurons: u16 },
  weight: weight(25_107_000n, 4_280n, 4, 1),
  by: ownerHyperparamLimit("ImmuneNeuronLimit"),
  window: true,
  anySubnet: true,
  docs: "Sets the most neurons of the owner that are never pruned, 1 to 10.",
  apply(ctx, { netuid, immune_neurons: limit }) {
    const allowed = limit >= MIN_IMMUNE_OWNER_UIDS && limit <= MAX_IMMUNE_OWNER_UIDS;
    ensure(allowed, SubtensorErr.InvalidValue);
    S.ImmuneOwnerUidsLimit.set(ctx, netuid, limit);
  },
});

export const sudo_set_min_non_immune_uids = subnetSetting({
  index: 84,
  args: { netuid: NetUid, min: u16 },
  weight: weight(6_783_000n, 0n, 0, 1),
  by: "root",
  window: false,
  anySubnet: true,
  docs: "Sets the neurons out of immunity that must remain prunable.",
  apply(ctx, { netuid, min }) {
    S.MinNonImmuneUids.set(ctx, netuid, min);
    ctx.depositEvent(SubtensorE.MinNonImmuneUidsSet(netuid, min));
  },
});

export const sudo_set_network_registration_allowed = subnetSetting({
  index: 19,
  args: { netuid: NetUid, registration_allowed: bool },
  weight: weight(7_113_000n, 0n, 0, 1),
  by: "root",
  window: false,
  anySubnet: true,
  docs: "Lets neurons register, or not; a subnet without registrations earns nothing.",
  apply(ctx, { netuid, registration_allowed }) {
    S.NetworkRegistrationAllowed.set(ctx, netuid, registration_allowed);
    ctx.depositEvent(SubtensorE.RegistrationAllowed(netuid, registration_allowed));
  },
});

export const sudo_set_target_registrations_per_interval = subnetSetting({
  index: 21,
  args: { netuid: NetUid, target_registrations_per_interval: u16 },
  weight: weight(34_103_000n, 4_383n, 5, 1),
  by: "root",
  window: true,
  docs: "Sets the registrations an interval aims at; a third of what root admits.",
  apply(ctx, { netuid, target_registrations_per_interval: target }) {
    S.TargetRegistrationsPerInterval.set(ctx, netuid, target);
    ctx.depositEvent(SubtensorE.RegistrationPerIntervalSet(netuid, target));
  },
});

export const sudo_set_max_registrations_per_block = subnetSetting({
  index: 27,
  args: { netuid: NetUid, max_registrations_per_block: u16 },
  weight: weight(34_604_000n, 4_383n, 5, 1),
  by: "root",
  window: true,
  docs: "Sets the most registrations of one block; root keeps to it.",
  apply(ctx, { netuid, max_registrations_per_block: most }) {
    S.MaxRegistrationsPerBlock.set(ctx, netuid, most);
    ctx.depositEvent(SubtensorE.MaxRegistrationsPerBlockSet(netuid, most));
  },
});

export const sudo_set_min_burn = subnetSetting({
  index: 22,
  args: { netuid: NetUid, min_burn: TaoBalance },
  weight: weight(37_780_000n, 4_385n, 6, 1),
  by: ownerHyperparamLimit("MinBurn"),
  window: true,
  docs: "Sets the lowest price of a registration, below 1 TAO and below the highest price.",
  apply(ctx, { netuid, min_burn }) {
    ensure(min_burn < ctx.config.minBurnUpperBound, Err.ValueNotInBounds);
    ensure(min_burn < S.MaxBurn.get(ctx, netuid), Err.ValueNotInBounds);
    S.MinBurn.set(ctx, netuid, min_burn);
    ctx.depositEvent(SubtensorE.MinBurnSet(netuid, min_burn));
  },
});

export const sudo_set_max_burn = subnetSetting({
  index: 23,
  args: { netuid: NetUid, max_burn: TaoBalance },
  weight: weight(36_949_000n, 4_410n, 6, 1),
  by: ownerHyperparamLimit("MaxBurn"),
  window: true,
  docs: "Sets the highest price of a registration, above 0.1 TAO and above the lowest price.",
  apply(ctx, { netuid, max_burn }) {
    ensure(max_burn > ctx.config.maxBurnLowerBound, Err.ValueNotInBounds);
    ensure(max_burn > S.MinBurn.get(ctx, netuid), Err.ValueNotInBounds);
    S.MaxBurn.set(ctx, netuid, max_burn);
    ctx.depositEvent(SubtensorE.MaxBurnSet(netuid, max_burn));
  },
});

export const sudo_set_burn_half_life = subnetSetting({
  index: 89,
  args: { netuid: NetUid, burn_half_life: u16 },
  weight: UNMEASURED,
  class: "operational",
  by: ownerHyperparamLimit("BurnHalfLife"),
  window: true,
  docs: "Sets the blocks in which the price of a registration halves, 1 to 36100.",
  apply(ctx, { netuid, burn_half_life }) {
    ensure(netuid !== ROOT_NETUID, Err.NotPermittedOnRootSubnet);
    ensure(burn_half_life > 0 && burn_half_life <= MAX_BURN_HALF_LIFE, Err.InvalidValue);
    S.BurnHalfLife.set(ctx, netuid, burn_half_life);
    ctx.depositEvent(E.BurnHalfLifeSet({ netuid, burn_half_life }));
  },
});

export const sudo_set_burn_increase_mult = subnetSetting({
  index: 90,
  args: { netuid: NetUid, burn_increase_mult: u64f64 },
  weight: UNMEASURED,
  class: "operational",
  by: ownerHyperparamLimit("BurnIncreaseMult"),
  window: true,
  docs: "Sets the factor by which a registration raises the price, 1 to 3.",
  apply(ctx, { netuid, burn_increase_mult }) {
    ensure(netuid !== ROOT_NETUID, Err.NotPermittedOnRootSubnet);
    const allowed = burn_increase_mult >= U64F64.ONE && burn_increase_mult <= MAX_BURN_INCREASE;
    ensure(allowed, Err.InvalidValue);
    S.BurnIncreaseMult.set(ctx, netuid, burn_increase_mult);
    ctx.depositEvent(E.BurnIncreaseMultSet({ netuid, burn_increase_mult }));
  },
});

export const sudo_set_rao_recycled = subnetSetting({
  index: 39,
  args: { netuid: NetUid, rao_recycled: TaoBalance },
  weight: weight(16_541_000n, 4_084n, 1, 1),
  by: "root",
  window: false,
  docs: "Sets the rao that registrations on a subnet count as having cost.",
  apply(ctx, { netuid, rao_recycled }) {
    S.RAORecycledForRegistration.set(ctx, netuid, rao_recycled);
    ctx.depositEvent(SubtensorE.RAORecycledForRegistrationSet(netuid, rao_recycled));
  },
});

export const sudo_trim_to_max_allowed_uids = subnetSetting({
  index: 78,
  args: { netuid: NetUid, max_n: u16 },
  weight: weight(38_302_000n, 4_398n, 8, 1),
  by: maxUidsTrimmingLimit,
  window: true,
  anySubnet: true,
  docs: "Sets the most neurons of a subnet and removes those that earn least beyond it.",
  apply(ctx, { netuid, max_n }) {
    trimToMaxAllowedUids(ctx, netuid, max_n);
  },
});

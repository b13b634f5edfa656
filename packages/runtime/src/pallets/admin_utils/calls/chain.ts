/** Settings of the whole chain. Limits and periods in blocks, takes and cuts in parts of 65535, amounts in rao. */
import { ensure, i96f32, u8, u16, u32, u64 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { Err as SubtensorErr } from "../../subtensor/errors.ts";
import { E } from "../../subtensor/events.ts";
import { clearSmallNominations, getNominatorMinRequiredStake } from "../../subtensor/staking/helpers.ts";
import { S } from "../../subtensor/storage.ts";
import { MAX_MECHANISM_COUNT_PER_SUBNET } from "../../subtensor/subnets/mechanism.ts";
import { MechId, TaoBalance } from "../../subtensor/types.ts";
import { Err } from "../errors.ts";
import { chainSetting } from "../setting.ts";

/** What the chain charges for settings it never measured. */
const UNMEASURED = weight(14_000_000n, 0n, 0, 1);

export const sudo_set_default_take = chainSetting({
  index: 1,
  args: { default_take: u16 },
  weight: weight(5_400_000n, 0n, 0, 1),
  docs: "Sets the highest delegate take.",
  apply(ctx, { default_take }) {
    S.MaxDelegateTake.set(ctx, default_take);
    ctx.depositEvent(E.MaxDelegateTakeSet(default_take));
  },
});

export const sudo_set_tx_rate_limit = chainSetting({
  index: 2,
  args: { tx_rate_limit: u64 },
  weight: weight(5_440_000n, 0n, 0, 1),
  docs: "Sets the blocks between two hotkey swaps; 0 for no limit.",
  apply(ctx, { tx_rate_limit }) {
    S.TxRateLimit.set(ctx, tx_rate_limit);
    ctx.depositEvent(E.TxRateLimitSet(tx_rate_limit));
  },
});

export const sudo_set_subnet_owner_cut = chainSetting({
  index: 28,
  args: { subnet_owner_cut: u16 },
  weight: UNMEASURED,
  docs: "Sets the owners' share of the alpha of their subnets.",
  apply(ctx, { subnet_owner_cut }) {
    S.SubnetOwnerCut.set(ctx, subnet_owner_cut);
    ctx.depositEvent(E.SubnetOwnerCutSet(subnet_owner_cut));
  },
});

export const sudo_set_network_rate_limit = chainSetting({
  index: 29,
  args: { rate_limit: u64 },
  weight: UNMEASURED,
  docs: "Sets the blocks between two registrations of subnets.",
  apply(ctx, { rate_limit }) {
    S.NetworkRateLimit.set(ctx, rate_limit);
    ctx.depositEvent(E.NetworkRateLimitSet(rate_limit));
  },
});

export const sudo_set_network_immunity_period = chainSetting({
  index: 35,
  args: { immunity_period: u64 },
  weight: UNMEASURED,
  docs: "Sets the blocks a new subnet cannot be pruned.",
  apply(ctx, { immunity_period }) {
    S.NetworkImmunityPeriod.set(ctx, immunity_period);
    ctx.depositEvent(E.NetworkImmunityPeriodSet(immunity_period));
  },
});

export const sudo_set_network_min_lock_cost = chainSetting({
  index: 36,
  args: { lock_cost: TaoBalance },
  weight: UNMEASURED,
  docs: "Sets the lowest cost of a subnet.",
  apply(ctx, { lock_cost }) {
    S.NetworkMinLockCost.set(ctx, lock_cost);
    ctx.depositEvent(E.NetworkMinLockCostSet(lock_cost));
  },
});

export const sudo_set_subnet_limit = chainSetting({
  index: 37,
  args: { max_subnets: u16 },
  weight: UNMEASURED,
  docs: "Sets the most subnets, root excluded.",
  apply(ctx, { max_subnets }) {
    S.SubnetLimit.set(ctx, max_subnets);
    ctx.depositEvent(E.SubnetLimitSet(max_subnets));
  },
});

export const sudo_set_lock_reduction_interval = chainSetting({
  index: 38,
  args: { interval: u64 },
  weight: UNMEASURED,
  docs: "Sets the blocks in which the cost of a subnet falls by one last cost.",
  apply(ctx, { interval }) {
    S.NetworkLockReductionInterval.set(ctx, interval);
    ctx.depositEvent(E.NetworkLockCostReductionIntervalSet(interval));
  },
});

export const sudo_set_stake_threshold = chainSetting({
  index: 42,
  args: { min_stake: u64 },
  weight: weight(5_500_000n, 0n, 0, 1),
  docs: "Sets the stake weight a validator needs.",
  apply(ctx, { min_stake }) {
    S.StakeThreshold.set(ctx, min_stake);
    ctx.depositEvent(E.StakeThresholdSet(min_stake));
  },
});

export const sudo_set_nominator_min_required_stake = chainSetting({
  index: 43,
  args: { min_stake: u64 },
  weight: weight(30_697_000n, 6_890n, 5, 1),
  docs: "Sets the smallest nomination, in millionths of the least stake; smaller ones are unstaked when it rises.",
  apply(ctx, { min_stake }) {
    const before = getNominatorMinRequiredStake(ctx);
    S.NominatorMinRequiredStake.set(ctx, min_stake);
    if (min_stake > before) clearSmallNominations(ctx);
  },
});

export const sudo_set_tx_delegate_take_rate_limit = chainSetting({
  index: 45,
  args: { tx_rate_limit: u64 },
  weight: weight(5_420_000n, 0n, 0, 1),
  docs: "Sets the blocks between two increases of a delegate take; 0 for no limit.",
  apply(ctx, { tx_rate_limit }) {
    S.TxDelegateTakeRateLimit.set(ctx, tx_rate_limit);
    ctx.depositEvent(E.TxDelegateTakeRateLimitSet(tx_rate_limit));
  },
});

export const sudo_set_min_delegate_take = chainSetting({
  index: 46,
  args: { take: u16 },
  weight: weight(5_490_000n, 0n, 0, 1),
  docs: "Sets the lowest delegate take.",
  apply(ctx, { take }) {
    S.MinDelegateTake.set(ctx, take);
    ctx.depositEvent(E.MinDelegateTakeSet(take));
  },
});

export const sudo_set_subnet_moving_alpha = chainSetting({
  index: 63,
  args: { alpha: i96f32 },
  weight: weight(2_955_000n, 0n, 0, 1),
  docs: "Sets the weight of the newest price in the moving price.",
  apply(ctx, { alpha }) {
    S.SubnetMovingAlpha.set(ctx, alpha);
  },
});

export const sudo_set_ck_burn = chainSetting({
  index: 73,
  args: { burn: u64 },
  weight: weight(15_650_000n, 0n, 1, 1),
  docs: "Sets the share of a parent's dividend that is recycled, parts of 2^64 - 1.",
  apply(ctx, { burn }) {
    S.CKBurn.set(ctx, burn);
  },
});

export const sudo_set_admin_freeze_window = chainSetting({
  index: 74,
  args: { window: u16 },
  weight: weight(5_450_000n, 0n, 0, 1),
  docs: "Sets how many blocks before an epoch hyperparameters are frozen.",
  apply(ctx, { window }) {
    S.AdminFreezeWindow.set(ctx, window);
    ctx.depositEvent(E.AdminFreezeWindowSet(window));
  },
});

export const sudo_set_owner_hparam_rate_limit = chainSetting({
  index: 75,
  args: { epochs: u16 },
  weight: weight(5_471_000n, 0n, 0, 1),
  docs: "Sets the tempos between two changes of one hyperparameter by an owner.",
  apply(ctx, { epochs }) {
    S.OwnerHyperparamRateLimit.set(ctx, epochs);
    ctx.depositEvent(E.OwnerHyperparamRateLimitSet(epochs));
  },
});

export const sudo_set_start_call_delay = chainSetting({
  index: 85,
  args: { delay: u64 },
  weight: UNMEASURED,
  docs: "Sets the blocks between the registration of a subnet and its start.",
  apply(ctx, { delay }) {
    S.StartCallDelay.set(ctx, delay);
    ctx.depositEvent(E.StartCallDelaySet(delay));
  },
});

export const sudo_set_max_epochs_per_block = chainSetting({
  index: 96,
  args: { max_epochs_per_block: u8 },
  weight: weight(5_530_000n, 0n, 0, 1),
  docs: "Sets the most epochs of one block, at least 1.",
  apply(ctx, { max_epochs_per_block }) {
    ensure(max_epochs_per_block >= 1, Err.ValueNotInBounds);
    S.MaxEpochsPerBlock.set(ctx, max_epochs_per_block);
    ctx.depositEvent(E.MaxEpochsPerBlockSet(max_epochs_per_block));
  },
});

export const sudo_set_max_mechanism_count = chainSetting({
  index: 88,
  args: { max_mechanism_count: MechId },
  weight: weight(15_000_000n, 0n, 1, 1),
  docs: "Sets the most mechanisms of a subnet, 1 to 16.",
  apply(ctx, { max_mechanism_count: count }) {
    ensure(count > 0 && count <= MAX_MECHANISM_COUNT_PER_SUBNET, SubtensorErr.InvalidValue);
    S.MaxMechanismCount.set(ctx, count);
  },
});

export const sudo_set_coldkey_swap_announcement_delay = chainSetting({
  index: 86,
  args: { duration: u32 },
  weight: weight(5_370_000n, 0n, 0, 1),
  docs: "Sets the blocks between the announcement of a coldkey swap and the swap.",
  apply(ctx, { duration }) {
    S.ColdkeySwapAnnouncementDelay.set(ctx, duration);
    ctx.depositEvent(E.ColdkeySwapAnnouncementDelaySet(duration));
  },
});

export const sudo_set_coldkey_swap_reannouncement_delay = chainSetting({
  index: 87,
  args: { duration: u32 },
  weight: weight(5_360_000n, 0n, 0, 1),
  docs: "Sets the blocks after which an announced coldkey swap may be replaced or cleared.",
  apply(ctx, { duration }) {
    S.ColdkeySwapReannouncementDelay.set(ctx, duration);
    ctx.depositEvent(E.ColdkeySwapReannouncementDelaySet(duration));
  },
});

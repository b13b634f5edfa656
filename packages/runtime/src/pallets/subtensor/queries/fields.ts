/** What runtime APIs tell of a subnet, by the names the chain uses (`pallets/subtensor/src/rpc_info`). Amounts in rao. */
import { accountId, bool, compact, i96f32, option, tuple, u8, u16, u64, u128, vec } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { I64F64 } from "@myelin/primitives/fixed";
import { satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { getActivityCutoffBlocks } from "../coinbase/epoch_schedule.ts";
import { S } from "../storage.ts";
import { fallbackName } from "../subnets/names.ts";
import { AxonInfo, ChainIdentityV2, SubnetIdentityV3 } from "../types.ts";
import { field, type SubnetView } from "./view.ts";

const shortNumber = compact(u16);
const number = compact(u64);
/** Text travels as a vector of compact bytes here. */
const text = vec(compact(u8));

/** No weight is capped any more (`get_max_weight_limit`). */
const NO_WEIGHT_LIMIT = 65_535;

function nameOf({ ctx, netuid }: SubnetView): number[] {
  const name = S.SubnetIdentitiesV3.get(ctx, netuid)?.subnet_name;
  return [...(name?.length ? name : utf8(fallbackName(netuid)))];
}

export const place = {
  netuid: field(shortNumber, (v) => v.index),
  owner_hotkey: field(accountId, (v) => S.SubnetOwnerHotkey.get(v.ctx, v.netuid)),
  owner_coldkey: field(accountId, (v) => S.SubnetOwner.get(v.ctx, v.netuid)),
  name: field(text, nameOf),
  symbol: field(text, (v) => [...S.TokenSymbol.get(v.ctx, v.netuid)]),
  identity: field(option(SubnetIdentityV3), (v) => S.SubnetIdentitiesV3.get(v.ctx, v.netuid)),
  network_registered_at: field(number, (v) => S.NetworkRegisteredAt.get(v.ctx, v.netuid)),
};

export const clock = {
  block: field(number, (v) => BigInt(v.ctx.block.number)),
  tempo: field(shortNumber, (v) => S.Tempo.get(v.ctx, v.netuid)),
  last_step: field(number, (v) => S.LastMechansimStepBlock.get(v.ctx, v.netuid)),
  blocks_since_last_step: field(number, (v) =>
    satSubU64(BigInt(v.ctx.block.number), S.LastMechansimStepBlock.get(v.ctx, v.netuid)),
  ),
};

export const pool = {
  alpha_in: field(number, (v) => S.SubnetAlphaIn.get(v.ctx, v.netuid)),
  alpha_out: field(number, (v) => S.SubnetAlphaOut.get(v.ctx, v.netuid)),
  tao_in: field(number, (v) => S.SubnetTAO.get(v.ctx, v.netuid)),
  alpha_out_emission: field(number, (v) => S.SubnetAlphaOutEmission.get(v.ctx, v.netuid)),
  alpha_in_emission: field(number, (v) => S.SubnetAlphaInEmission.get(v.ctx, v.netuid)),
  tao_in_emission: field(number, (v) => S.SubnetTaoInEmission.get(v.ctx, v.netuid)),
  pending_alpha_emission: field(number, (v) =>
    satAddU64(S.PendingValidatorEmission.get(v.ctx, v.netuid), S.PendingServerEmission.get(v.ctx, v.netuid)),
  ),
  /** Retired: root is paid in alpha. */
  pending_root_emission: field(number, () => 0n),
  subnet_volume: field(compact(u128), (v) => S.SubnetVolume.get(v.ctx, v.netuid)),
  moving_price: field(i96f32, (v) => S.SubnetMovingPrice.get(v.ctx, v.netuid)),
};

/** Retired: always 0. */
export const noEmission = field(number, () => 0n);

export const parameters = {
  rho: field(shortNumber, (v) => S.Rho.get(v.ctx, v.netuid)),
  kappa: field(shortNumber, (v) => S.Kappa.get(v.ctx, v.netuid)),
  tempo: clock.tempo,
  min_allowed_weights: field(shortNumber, (v) => S.MinAllowedWeights.get(v.ctx, v.netuid)),
  max_weights_limit: field(shortNumber, () => NO_WEIGHT_LIMIT),
  weights_version: field(number, (v) => S.WeightsVersionKey.get(v.ctx, v.netuid)),
  weights_rate_limit: field(number, (v) => S.WeightsSetRateLimit.get(v.ctx, v.netuid)),
  activity_cutoff: field(number, (v) => getActivityCutoffBlocks(v.ctx, v.netuid)),
  max_validators: field(shortNumber, (v) => S.MaxAllowedValidators.get(v.ctx, v.netuid)),
  num_uids: field(shortNumber, (v) => S.SubnetworkN.get(v.ctx, v.netuid)),
  max_uids: field(shortNumber, (v) => S.MaxAllowedUids.get(v.ctx, v.netuid)),
  burn: field(number, (v) => S.Burn.get(v.ctx, v.netuid)),
  difficulty: field(number, (v) => S.Difficulty.get(v.ctx, v.netuid)),
  registration_allowed: field(bool, (v) => S.NetworkRegistrationAllowed.get(v.ctx, v.netuid)),
  pow_registration_allowed: field(bool, (v) => S.NetworkPowRegistrationAllowed.get(v.ctx, v.netuid)),
  immunity_period: field(shortNumber, (v) => S.ImmunityPeriod.get(v.ctx, v.netuid)),
  min_difficulty: field(number, (v) => S.MinDifficulty.get(v.ctx, v.netuid)),
  max_difficulty: field(number, (v) => S.MaxDifficulty.get(v.ctx, v.netuid)),
  min_burn: field(number, (v) => S.MinBurn.get(v.ctx, v.netuid)),
  max_burn: field(number, (v) => S.MaxBurn.get(v.ctx, v.netuid)),
  adjustment_alpha: field(number, (v) => S.AdjustmentAlpha.get(v.ctx, v.netuid)),
  adjustment_interval: field(shortNumber, (v) => S.AdjustmentInterval.get(v.ctx, v.netuid)),
  target_regs_per_interval: field(shortNumber, (v) => S.TargetRegistrationsPerInterval.get(v.ctx, v.netuid)),
  max_regs_per_block: field(shortNumber, (v) => S.MaxRegistrationsPerBlock.get(v.ctx, v.netuid)),
  serving_rate_limit: field(number, (v) => S.ServingRateLimit.get(v.ctx, v.netuid)),
  commit_reveal_weights_enabled: field(bool, (v) => S.CommitRevealWeightsEnabled.get(v.ctx, v.netuid)),
  commit_reveal_period: field(number, (v) => S.RevealPeriodEpochs.get(v.ctx, v.netuid)),
  liquid_alpha_enabled: field(bool, (v) => S.LiquidAlphaOn.get(v.ctx, v.netuid)),
  alpha_high: field(shortNumber, (v) => S.AlphaValues.get(v.ctx, v.netuid)[1]),
  alpha_low: field(shortNumber, (v) => S.AlphaValues.get(v.ctx, v.netuid)[0]),
  bonds_moving_avg: field(number, (v) => S.BondsMovingAverage.get(v.ctx, v.netuid)),
};

const whole = (bits: bigint[]) => bits.map((one) => I64F64.toUnsigned(one, 64));
const retired = field(vec(shortNumber), () => []);

/** Vectors with one entry for each uid. */
export const neurons = {
  hotkeys: field(vec(accountId), (v) => v.hotkeys),
  coldkeys: field(vec(accountId), (v) => v.coldkeys),
  identities: field(vec(option(ChainIdentityV2)), (v) =>
    v.coldkeys.map((coldkey) => S.IdentitiesV2.get(v.ctx, coldkey)),
  ),
  axons: field(vec(AxonInfo), (v) => v.hotkeys.map((hotkey) => S.Axons.get(v.ctx, v.netuid, hotkey) ?? NO_AXON)),
  active: field(vec(bool), (v) => S.Active.get(v.ctx, v.netuid)),
  validator_permit: field(vec(bool), (v) => S.ValidatorPermit.get(v.ctx, v.netuid)),
  pruning_score: retired,
  last_update: field(vec(number), (v) => S.LastUpdate.get(v.ctx, v.index)),
  emission: field(vec(number), (v) => S.Emission.get(v.ctx, v.netuid)),
  dividends: field(vec(shortNumber), (v) => S.Dividends.get(v.ctx, v.netuid)),
  incentives: field(vec(shortNumber), (v) => S.Incentive.get(v.ctx, v.index)),
  consensus: field(vec(shortNumber), (v) => S.Consensus.get(v.ctx, v.netuid)),
  trust: retired,
  rank: retired,
  block_at_registration: field(vec(number), (v) =>
    v.forEachUid((uid) => S.BlockAtRegistration.get(v.ctx, v.netuid, uid)),
  ),
  alpha_stake: field(vec(number), (v) => whole(v.stakeWeights.alpha)),
  tao_stake: field(vec(number), (v) => whole(v.stakeWeights.tao)),
  total_stake: field(vec(number), (v) => whole(v.stakeWeights.total)),
};

export const dividends = {
  /** Retired: dividends are alpha. */
  tao_dividends_per_hotkey: field(vec(tuple(accountId, number)), (v) =>
    v.hotkeys.map((hotkey): [typeof hotkey, bigint] => [hotkey, 0n]),
  ),
  alpha_dividends_per_hotkey: field(vec(tuple(accountId, number)), (v) =>
    v.hotkeys.map((hotkey): [typeof hotkey, bigint] => [
      hotkey,
      S.AlphaDividendsPerSubnet.get(v.ctx, v.netuid, hotkey),
    ]),
  ),
};

/** What is told of a neuron that serves nothing. */
export const NO_AXON = {
  block: 0n,
  version: 0,
  ip: 0n,
  port: 0,
  ip_type: 0,
  protocol: 0,
  placeholder1: 0,
  placeholder2: 0,
};
export const NO_PROMETHEUS = { block: 0n, version: 0, ip: 0n, port: 0, ip_type: 0 };

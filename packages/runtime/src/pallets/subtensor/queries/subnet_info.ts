/** Summaries and hyperparameters of subnets (`pallets/subtensor/src/rpc_info/subnet_info.rs`). */
import {
  array,
  bool,
  bytes,
  type Context,
  compact,
  enumeration,
  i32f32,
  struct,
  u16,
  u32,
  u64,
  u64f64,
  u128,
  type ValueOf,
  vec,
} from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { I32F32 } from "@myelin/primitives/fixed";
import { S } from "../storage.ts";
import { noEmission, parameters, place } from "./fields.ts";
import { type Fields, field, GENERIC, pick, type SubnetView, viewOf } from "./view.ts";

const shortNumber = compact(u16);

const head = {
  netuid: place.netuid,
  ...pick(parameters, "rho", "kappa", "difficulty", "immunity_period"),
  max_allowed_validators: parameters.max_validators,
  ...pick(parameters, "min_allowed_weights", "max_weights_limit"),
  scaling_law_power: field(shortNumber, (v) => S.ScalingLawPower.get(v.ctx, v.netuid)),
  subnetwork_n: parameters.num_uids,
  max_allowed_uids: parameters.max_uids,
  blocks_since_last_step: field(compact(u64), (v) => S.BlocksSinceLastStep.get(v.ctx, v.netuid)),
  tempo: parameters.tempo,
  /** Retired. */
  network_modality: field(shortNumber, () => 0),
  /** Retired. */
  network_connect: field(vec(array(u16, 2)), () => []),
} satisfies Fields;

export const SubnetInfo = viewOf(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfo",
  { ...head, emission_values: noEmission, burn: parameters.burn, owner: place.owner_coldkey },
  GENERIC,
);

export const SubnetInfoV2 = viewOf(
  "pallet_subtensor::rpc_info::subnet_info::SubnetInfov2",
  {
    ...head,
    emission_value: noEmission,
    burn: parameters.burn,
    owner: place.owner_coldkey,
    identity: place.identity,
  },
  GENERIC,
);

const first = pick(
  parameters,
  "rho",
  "kappa",
  "immunity_period",
  "min_allowed_weights",
  "max_weights_limit",
  "tempo",
  "min_difficulty",
  "max_difficulty",
  "weights_version",
  "weights_rate_limit",
  "adjustment_interval",
  "activity_cutoff",
  "registration_allowed",
  "target_regs_per_interval",
  "min_burn",
  "max_burn",
  "bonds_moving_avg",
  "max_regs_per_block",
  "serving_rate_limit",
  "max_validators",
  "adjustment_alpha",
  "difficulty",
  "commit_reveal_period",
  "commit_reveal_weights_enabled",
  "alpha_high",
  "alpha_low",
  "liquid_alpha_enabled",
);

const second = {
  alpha_sigmoid_steepness: field(i32f32, (v) => I32F32.fromNum(BigInt(S.AlphaSigmoidSteepness.get(v.ctx, v.netuid)))),
  yuma_version: field(shortNumber, (v) => (S.Yuma3On.get(v.ctx, v.netuid) ? 3 : 2)),
  subnet_is_active: field(bool, (v) => S.SubtokenEnabled.get(v.ctx, v.netuid)),
  transfers_enabled: field(bool, (v) => S.TransferToggle.get(v.ctx, v.netuid)),
  bonds_reset_enabled: field(bool, (v) => S.BondsResetOn.get(v.ctx, v.netuid)),
  /** Retired. */
  user_liquidity_enabled: field(bool, () => false),
} satisfies Fields;

export const SubnetHyperparams = viewOf("pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams", first);
export const SubnetHyperparamsV2 = viewOf("pallet_subtensor::rpc_info::subnet_info::SubnetHyperparamsV2", {
  ...first,
  ...second,
});

const HyperparamValue = enumeration("pallet_subtensor::rpc_info::subnet_info::HyperparamValue", {
  Bool: [0, bool],
  U16: [1, shortNumber],
  U32: [2, compact(u32)],
  U64: [3, compact(u64)],
  U128: [4, compact(u128)],
  TaoBalance: [5, compact(u64)],
  I32F32: [6, i32f32],
  U64F64: [7, u64f64],
});
type HyperparamValue = ValueOf<typeof HyperparamValue>;

export const HyperparamEntry = struct("pallet_subtensor::rpc_info::subnet_info::HyperparamEntry", {
  name: bytes,
  value: HyperparamValue,
});

/** How the hyperparameters of the third version are typed, in their order. */
const THIRD: readonly (readonly [name: string, type: HyperparamValue["type"], read: (view: SubnetView) => unknown])[] =
  [
    ["kappa", "U16", parameters.kappa.read],
    ["immunity_period", "U16", parameters.immunity_period.read],
    ["min_allowed_weights", "U16", parameters.min_allowed_weights.read],
    ["max_weights_limit", "U16", parameters.max_weights_limit.read],
    ["tempo", "U16", parameters.tempo.read],
    ["weights_version", "U64", parameters.weights_version.read],
    ["weights_rate_limit", "U64", parameters.weights_rate_limit.read],
    ["activity_cutoff", "U64", parameters.activity_cutoff.read],
    ["activity_cutoff_factor", "U32", (v) => S.ActivityCutoffFactorMilli.get(v.ctx, v.netuid)],
    ["registration_allowed", "Bool", parameters.registration_allowed.read],
    ["target_regs_per_interval", "U16", parameters.target_regs_per_interval.read],
    ["min_burn", "TaoBalance", parameters.min_burn.read],
    ["max_burn", "TaoBalance", parameters.max_burn.read],
    ["burn_half_life", "U16", (v) => S.BurnHalfLife.get(v.ctx, v.netuid)],
    ["burn_increase_mult", "U64F64", (v) => S.BurnIncreaseMult.get(v.ctx, v.netuid)],
    ["bonds_moving_avg", "U64", parameters.bonds_moving_avg.read],
    ["max_regs_per_block", "U16", parameters.max_regs_per_block.read],
    ["serving_rate_limit", "U64", parameters.serving_rate_limit.read],
    ["max_validators", "U16", parameters.max_validators.read],
    ["commit_reveal_period", "U64", parameters.commit_reveal_period.read],
    ["commit_reveal_weights_enabled", "Bool", parameters.commit_reveal_weights_enabled.read],
    ["alpha_high", "U16", parameters.alpha_high.read],
    ["alpha_low", "U16", parameters.alpha_low.read],
    ["liquid_alpha_enabled", "Bool", parameters.liquid_alpha_enabled.read],
    ["alpha_sigmoid_steepness", "I32F32", second.alpha_sigmoid_steepness.read],
    ["yuma_version", "U16", second.yuma_version.read],
    ["subnet_is_active", "Bool", second.subnet_is_active.read],
    ["transfers_enabled", "Bool", second.transfers_enabled.read],
    ["bonds_reset_enabled", "Bool", second.bonds_reset_enabled.read],
    ["user_liquidity_enabled", "Bool", second.user_liquidity_enabled.read],
    ["owner_cut_enabled", "Bool", (v) => S.OwnerCutEnabled.get(v.ctx, v.netuid)],
    ["owner_cut_auto_lock_enabled", "Bool", (v) => S.OwnerCutAutoLockEnabled.get(v.ctx, v.netuid)],
    ["min_childkey_take", "U16", (v) => effectiveMinChildkeyTake(v.ctx, v.netuid)],
  ];

/** Parts of 65535 (`utils/misc.rs` get_effective_min_childkey_take). */
function effectiveMinChildkeyTake(ctx: Context, netuid: number): number {
  return Math.max(S.MinChildkeyTake.get(ctx), S.MinChildkeyTakePerSubnet.get(ctx, netuid));
}

/** All hyperparameters by name. */
export function getSubnetHyperparamsV3(view: SubnetView): ValueOf<typeof HyperparamEntry>[] {
  return THIRD.map(([name, type, read]) => ({
    name: utf8(name),
    value: { type, value: read(view) } as HyperparamValue,
  }));
}

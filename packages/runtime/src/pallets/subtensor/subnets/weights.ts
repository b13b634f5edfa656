/** Validators set weights (`pallets/subtensor/src/subnets/weights.rs`). */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { maxUpscaleToU16 } from "@myelin/yuma";
import { satSubU64 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { getStakeWeightsForHotkeyOnSubnet } from "../staking/stake_weights.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { ensureMechanismExists, getMechanismStorageIndex } from "./mechanism.ts";
import {
  ensureUidForNetAndHotkey,
  getOwnerUid,
  getSubnetworkN,
  isHotkeyRegisteredOnNetwork,
  isUidExistOnNetwork,
  setLastUpdateForUid,
} from "./uids.ts";

/** Whether a hotkey has the stake to set weights; the owner's needs none (`lib.rs`). */
export function checkWeightsMinStake(ctx: Context, hotkey: AccountId, netuid: number): boolean {
  const ownerUid = getOwnerUid(ctx, netuid);
  if (ownerUid !== undefined && S.Uids.get(ctx, netuid, hotkey) === ownerUid) return true;
  const { total } = getStakeWeightsForHotkeyOnSubnet(ctx, hotkey, netuid);
  return total >= S.StakeThreshold.get(ctx) << 64n;
}

/** Whether weights carry a version that is new enough; a stored key of 0 admits any. */
function checkVersionKey(ctx: Context, netuid: number, versionKey: bigint): boolean {
  return versionKey >= S.WeightsVersionKey.get(ctx, netuid);
}

/** Whether a neuron may set the weights of a mechanism again. Nobody may where there is no such mechanism or neuron. */
export function checkRateLimit(ctx: Context, netuid: number, mechanism: number, uid: number): boolean {
  const exists = S.NetworksAdded.get(ctx, netuid) && mechanism < S.MechanismCountCurrent.get(ctx, netuid);
  if (!exists || !isUidExistOnNetwork(ctx, netuid, uid)) return false;
  const last = S.LastUpdate.get(ctx, getMechanismStorageIndex(netuid, mechanism))[uid] ?? 0n;
  return last === 0n || satSubU64(BigInt(ctx.block.number), last) >= S.WeightsSetRateLimit.get(ctx, netuid);
}

/** Whether a neuron gives its whole weight to itself. */
function isSelfWeight(uid: number, uids: readonly number[]): boolean {
  return uids.length === 1 && uids[0] === uid;
}

/** Whether a neuron may weigh others: validators with a permit and the owner's neuron may. */
function mayValidate(ctx: Context, netuid: number, uid: number): boolean {
  return getOwnerUid(ctx, netuid) === uid || (S.ValidatorPermit.get(ctx, netuid)[uid] ?? false);
}

/** Fewest weights at once: `MinAllowedWeights`, or all neurons where there are fewer. */
function minAllowedLength(ctx: Context, netuid: number): number {
  return Math.min(getSubnetworkN(ctx, netuid), S.MinAllowedWeights.get(ctx, netuid));
}

/** Weights as a call states them: `values[i]` for the neuron `uids[i]`. */
export interface WeightsInput {
  readonly netuid: number;
  readonly mechanism: number;
  readonly uids: readonly number[];
  readonly values: readonly number[];
  readonly versionKey: bigint;
}

/**
 * Sets the weights of the calling hotkey in a mechanism, scaled so that the largest is 65535. Under commit-reveal the time
 * of the last update is that of the commit and stays.
 *
 * @throws CanNotSetRootNetworkWeights, WeightVecNotEqualSize, MechanismDoesNotExist, UidsLengthExceedUidsInSubNet,
 *   HotKeyNotRegisteredInSubNet, NotEnoughStakeToSetWeights, IncorrectWeightVersionKey, SettingWeightsTooFast,
 *   NeuronNoValidatorPermit, DuplicateUids, UidVecContainInvalidOne, WeightVecLengthIsLow
 */
export function internalSetWeights(ctx: Context, origin: Origin, input: WeightsInput): void {
  const { netuid, mechanism, uids, values } = input;
  const hotkey = ensureSigned(origin);
  ensure(netuid !== ROOT_NETUID, Err.CanNotSetRootNetworkWeights);
  ensure(uids.length === values.length, Err.WeightVecNotEqualSize);
  ensureMechanismExists(ctx, netuid, mechanism);
  ensure(uids.length <= getSubnetworkN(ctx, netuid), Err.UidsLengthExceedUidsInSubNet);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, hotkey), Err.HotKeyNotRegisteredInSubNet);
  ensure(checkWeightsMinStake(ctx, hotkey, netuid), Err.NotEnoughStakeToSetWeights);
  ensure(checkVersionKey(ctx, netuid, input.versionKey), Err.IncorrectWeightVersionKey);
  const uid = ensureUidForNetAndHotkey(ctx, netuid, hotkey);
  const commitReveal = S.CommitRevealWeightsEnabled.get(ctx, netuid);
  ensure(commitReveal || checkRateLimit(ctx, netuid, mechanism, uid), Err.SettingWeightsTooFast);
  ensureValidTargets(ctx, netuid, uid, uids);

  const index = getMechanismStorageIndex(netuid, mechanism);
  const scaled = maxUpscaleToU16(values);
  const row = uids.map((target, i): [number, number] => [target, scaled[i]!]);
  S.Weights.set(ctx, index, uid, row);
  if (!commitReveal) setLastUpdateForUid(ctx, index, uid, BigInt(ctx.block.number));
  ctx.depositEvent(E.WeightsSet(index, uid));
}

function ensureValidTargets(ctx: Context, netuid: number, uid: number, targets: readonly number[]): void {
  const toItself = isSelfWeight(uid, targets);
  ensure(toItself || mayValidate(ctx, netuid, uid), Err.NeuronNoValidatorPermit);
  ensure(new Set(targets).size === targets.length, Err.DuplicateUids);
  const allExist = targets.every((target) => isUidExistOnNetwork(ctx, netuid, target));
  ensure(allExist, Err.UidVecContainInvalidOne);
  ensure(toItself || targets.length >= minAllowedLength(ctx, netuid), Err.WeightVecLengthIsLow);
}

/** {@link internalSetWeights} where weights are set in the open. @throws CommitRevealEnabled */
export function doSetWeights(ctx: Context, origin: Origin, input: WeightsInput): void {
  ensure(!S.CommitRevealWeightsEnabled.get(ctx, input.netuid), Err.CommitRevealEnabled);
  internalSetWeights(ctx, origin, input);
}

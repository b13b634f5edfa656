/** Removing subnets (`pallets/subtensor/src/coinbase/root.rs`). */
import { type Context, ensure } from "@myelin/frame";
import { satAddU64, satSubU16 } from "../../../arithmetic.ts";
import { purgeNetuid } from "../../commitments/timelock.ts";
import { clearProtocolLiquidity } from "../../swap/impls.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { finalizeAllSubnetRootDividends } from "../staking/claim_root.ts";
import { destroyAlphaInOutStakes } from "../staking/destroy_alpha_in_out_stakes.ts";
import { getMovingAlphaPrice } from "../staking/prices.ts";
import { S } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { GLOBAL_MAX_SUBNET_COUNT, ROOT_NETUID } from "../types.ts";

/** Pays out, clears and removes a subnet. @throws SubnetNotExists, also for root */
export function doDissolveNetwork(ctx: Context, netuid: number): void {
  ensure(ifSubnetExist(ctx, netuid) && netuid !== ROOT_NETUID, Err.SubnetNotExists);
  finalizeAllSubnetRootDividends(ctx, netuid);
  destroyAlphaInOutStakes(ctx, netuid);
  clearProtocolLiquidity(ctx, netuid);
  purgeNetuid(ctx, netuid);
  removeNetwork(ctx, netuid);
  ctx.depositEvent(E.NetworkRemoved(netuid));
}

/** The subnet to make room: lowest moving price of those past immunity, the older of equals; undefined if all are immune. */
export function getNetworkToPrune(ctx: Context): number | undefined {
  let candidate: { netuid: number; price: bigint; registeredAt: bigint } | undefined;
  for (const [netuid, added] of S.NetworksAdded.entries(ctx)) {
    if (!added || netuid === ROOT_NETUID) continue;
    const registeredAt = S.NetworkRegisteredAt.get(ctx, netuid);
    if (BigInt(ctx.block.number) < satAddU64(registeredAt, S.NetworkImmunityPeriod.get(ctx))) continue;
    const price = getMovingAlphaPrice(ctx, netuid);
    const better =
      candidate === undefined ||
      price < candidate.price ||
      (price === candidate.price && registeredAt < candidate.registeredAt);
    if (better) candidate = { netuid, price, registeredAt };
  }
  return candidate?.netuid;
}

/** Items with one value for each subnet. */
const BY_NETUID = [
  // Owner, membership, registration
  S.SubnetOwner,
  S.SubnetworkN,
  S.NetworksAdded,
  S.NetworkRegisteredAt,
  // Consensus vectors
  S.Active,
  S.Emission,
  S.Consensus,
  S.Dividends,
  S.ValidatorPermit,
  S.ValidatorTrust,
  S.StakeWeight,
  S.LoadedEmission,
  // Parameters and clock
  S.Tempo,
  S.Kappa,
  S.Difficulty,
  S.MaxAllowedUids,
  S.ImmunityPeriod,
  S.ActivityCutoff,
  S.ActivityCutoffFactorMilli,
  S.LastEpochBlock,
  S.PendingEpochAt,
  S.SubnetEpochIndex,
  S.MinAllowedWeights,
  S.RegistrationsThisInterval,
  S.POWRegistrationsThisInterval,
  S.BurnRegistrationsThisInterval,
  // Pool, price, flow
  S.SubnetAlphaInEmission,
  S.SubnetAlphaOutEmission,
  S.SubnetTaoInEmission,
  S.SubnetVolume,
  S.SubnetMovingPrice,
  S.SubnetTaoFlow,
  S.SubnetEmaTaoFlow,
  S.SubnetProtocolFlow,
  S.SubnetEmaProtocolFlow,
  S.SubnetExcessTao,
  S.SubnetRootSellTao,
  // Token, switches, locks
  S.TokenSymbol,
  S.SubnetMechanism,
  S.SubnetOwnerHotkey,
  S.NetworkRegistrationAllowed,
  S.NetworkPowRegistrationAllowed,
  S.TransferToggle,
  S.SubnetLocked,
  S.LargestLocked,
  S.OwnerLock,
  S.DecayingOwnerLock,
  // Emission bookkeeping
  S.FirstEmissionBlockNumber,
  S.PendingValidatorEmission,
  S.PendingServerEmission,
  S.PendingRootAlphaDivs,
  S.PendingOwnerCut,
  S.MinerBurned,
  S.BlocksSinceLastStep,
  S.LastMechansimStepBlock,
  S.LastAdjustmentBlock,
  // Serving, curves, limits
  S.ServingRateLimit,
  S.Rho,
  S.AlphaSigmoidSteepness,
  S.MaxAllowedValidators,
  S.BondsMovingAverage,
  S.BondsPenalty,
  S.BondsResetOn,
  S.WeightsSetRateLimit,
  S.ValidatorPruneLen,
  S.ScalingLawPower,
  S.TargetRegistrationsPerInterval,
  S.CommitRevealWeightsEnabled,
  S.BurnHalfLife,
  S.BurnIncreaseMult,
  S.Burn,
  S.MinBurn,
  S.MaxBurn,
  S.MinDifficulty,
  S.MaxDifficulty,
  S.RegistrationsThisBlock,
  S.EMAPriceHalvingBlocks,
  S.RAORecycledForRegistration,
  S.MaxRegistrationsPerBlock,
  S.WeightsVersionKey,
  // Feature switches
  S.LiquidAlphaOn,
  S.Yuma3On,
  S.AlphaValues,
  S.SubtokenEnabled,
  S.OwnerCutAutoLockEnabled,
  S.ImmuneOwnerUidsLimit,
  // Commit-reveal and mechanisms
  S.RevealPeriodEpochs,
  S.MechanismCountCurrent,
  S.MechanismEmissionSplit,
];

/** A map whose first key is the subnet, or a mechanism of it. */
interface ByPrefix {
  clearPrefix(ctx: Context, netuid: number): number;
}

/** Items with many values under each subnet. */
const BY_NETUID_PREFIX: readonly ByPrefix[] = [
  S.Uids,
  S.Keys,
  S.BlockAtRegistration,
  S.Axons,
  S.NeuronCertificates,
  S.Prometheus,
  S.AlphaDividendsPerSubnet,
  S.PendingChildKeys,
  S.AssociatedEvmAddress,
  S.LastHotkeySwapOnNetuid,
  S.LockingColdkeys,
  S.HotkeyLock,
  S.DecayingHotkeyLock,
];

/** Items of each mechanism. */
const BY_MECHANISM = [S.LastUpdate, S.Incentive] as const;
const BY_MECHANISM_PREFIX: readonly ByPrefix[] = [
  S.WeightCommits,
  S.TimelockedWeightCommits,
  S.CRV3WeightCommits,
  S.CRV3WeightCommitsV2,
  S.Bonds,
  S.Weights,
];

/** Items keyed by an account first and the subnet second. */
const BY_ACCOUNT_AND_NETUID = [
  S.ChildkeyTake,
  S.ChildKeys,
  S.ParentKeys,
  S.LastHotkeyEmissionOnNetuid,
  S.TotalHotkeyAlphaLastEpoch,
  S.DecayingLock,
];

/** Removes all that is stored of a subnet, after its alpha was paid out. */
export function removeNetwork(ctx: Context, netuid: number): void {
  S.TotalNetworks.mutate(ctx, (total) => satSubU16(total, 1));
  for (const [, hotkey] of S.Keys.entries(ctx, netuid)) S.IsNetworkMember.remove(ctx, hotkey, netuid);
  forgetRootWeights(ctx, netuid);
  for (let mechanism = 0; mechanism < S.MechanismCountCurrent.get(ctx, netuid); mechanism++) {
    const index = mechanism * GLOBAL_MAX_SUBNET_COUNT + netuid;
    for (const item of BY_MECHANISM) item.remove(ctx, index);
    for (const item of BY_MECHANISM_PREFIX) item.clearPrefix(ctx, index);
  }
  if (S.SubnetIdentitiesV3.contains(ctx, netuid)) {
    S.SubnetIdentitiesV3.remove(ctx, netuid);
    ctx.depositEvent(E.SubnetIdentityRemoved(netuid));
  }
  removeLocks(ctx, netuid);
  for (const item of BY_NETUID) item.remove(ctx, netuid);
  for (const item of BY_NETUID_PREFIX) item.clearPrefix(ctx, netuid);
  for (const item of BY_ACCOUNT_AND_NETUID) {
    for (const [account, of] of [...item.keys(ctx)]) if (of === netuid) item.remove(ctx, account, netuid);
  }
  for (const [hotkey, of, name] of [...S.TransactionKeyLastBlock.keys(ctx)]) {
    if (of === netuid) S.TransactionKeyLastBlock.remove(ctx, hotkey, of, name);
  }
  removeLease(ctx, netuid);
}

/** Weights that root validators gave the subnet become zero. */
function forgetRootWeights(ctx: Context, netuid: number): void {
  for (const [uid, weights] of [...S.Weights.entries(ctx, ROOT_NETUID)]) {
    S.Weights.set(
      ctx,
      ROOT_NETUID,
      uid,
      weights.map(([to, weight]) => [to, to === netuid ? 0 : weight]),
    );
  }
}

function removeLocks(ctx: Context, netuid: number): void {
  for (const [hotkey, coldkey] of S.LockingColdkeys.keys(ctx, netuid)) S.Lock.remove(ctx, coldkey, netuid, hotkey);
}

function removeLease(ctx: Context, netuid: number): void {
  const lease = S.SubnetUidToLeaseId.take(ctx, netuid);
  if (lease === undefined) return;
  S.SubnetLeases.remove(ctx, lease);
  S.SubnetLeaseShares.clearPrefix(ctx, lease);
  S.AccumulatedLeaseDividends.remove(ctx, lease);
}

/** New subnets and their start (`pallets/subtensor/src/subnets/subnet.rs`). Amounts in rao. */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { maxBig, satAddU16, satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { doDissolveNetwork, getNetworkToPrune } from "../coinbase/root.ts";
import { canRemoveBalanceFromColdkeyAccount, transferTaoToSubnet } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent, hotkeyAccountExists } from "../staking/helpers.ts";
import { getMedianSubnetAlphaPrice } from "../staking/prices.ts";
import { doSetRootValidatorsForSubnet } from "../staking/set_children.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { type SubnetIdentity, storeSubnetIdentity } from "../utils/identity.ts";
import { ensureSubnetOwner, ensureSubnetOwnerOrRoot } from "../utils/owner.ts";
import { passesRateLimit, registerNetworkLimit, setSNOwnerHotkeyLimit } from "../utils/rate_limiting.ts";
import { getNetworkLockCost } from "./lock_cost.ts";
import { getAllSubnetNetuids, ifSubnetExist, isSubnetAccountId } from "./subnet.ts";
import { getNextAvailableSymbol } from "./symbols.ts";
import { appendNeuron } from "./uids.ts";

/** Pricing by a pool, the only kind a new subnet can have. */
const DYNAMIC = 1;

/**
 * Registers a subnet for the current lock cost, all of which enters its pool. The hotkey becomes its first neuron. When all
 * places are taken, the weakest subnet past immunity is dissolved and its netuid reused.
 *
 * @throws NonAssociatedColdKey, CannotUseSystemAccount, MechanismDoesNotExist, SubNetRegistrationDisabled,
 *   NetworkTxRateLimitExceeded, SubnetLimitReached, CannotAffordLockCost, InvalidIdentity
 */
export function doRegisterNetwork(
  ctx: Context,
  origin: Origin,
  hotkey: AccountId,
  mechanism: number,
  identity?: SubnetIdentity,
): void {
  const coldkey = ensureSigned(origin);
  const available = !hotkeyAccountExists(ctx, hotkey) || coldkeyOwnsHotkey(ctx, coldkey, hotkey);
  ensure(available, Err.NonAssociatedColdKey);
  ensure(isSubnetAccountId(hotkey) === undefined, Err.CannotUseSystemAccount);
  ensure(mechanism === DYNAMIC, Err.MechanismDoesNotExist);
  const started = BigInt(ctx.block.number) >= S.NetworkRegistrationStartBlock.get(ctx);
  ensure(started, Err.SubNetRegistrationDisabled);
  ensure(passesRateLimit(ctx, registerNetworkLimit, coldkey, ROOT_NETUID), Err.NetworkTxRateLimitExceeded);
  const toPrune = subnetToMakeRoom(ctx);
  const lockCost = getNetworkLockCost(ctx);
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, lockCost), Err.CannotAffordLockCost);

  if (toPrune !== undefined) doDissolveNetwork(ctx, toPrune);
  const netuid = toPrune ?? nextNetuid(ctx);
  const price = getMedianSubnetAlphaPrice(ctx);
  initNewNetwork(ctx, netuid, ctx.config.initialTempo);
  const locked = transferTaoToSubnet(ctx, netuid, coldkey, lockCost);
  const block = BigInt(ctx.block.number);
  S.NetworkLastLockCost.set(ctx, locked);
  registerNetworkLimit.setLastBlock(ctx, coldkey, netuid, block);
  createAccountIfNonExistent(ctx, coldkey, hotkey);
  appendNeuron(ctx, netuid, hotkey, block);
  S.NetworkRegisteredAt.set(ctx, netuid, block);
  S.RegisteredSubnetCounter.mutate(ctx, netuid, (count) => satAddU64(count, 1n));
  S.TokenSymbol.set(ctx, netuid, getNextAvailableSymbol(ctx, netuid));
  fillPool(ctx, netuid, locked, price);
  S.SubnetOwner.set(ctx, netuid, coldkey);
  setSubnetOwnerHotkey(ctx, netuid, hotkey);
  if (identity) storeSubnetIdentity(ctx, netuid, identity);
  attempt(() => doSetRootValidatorsForSubnet(ctx, netuid));
  ctx.depositEvent(E.NetworkAdded(netuid, mechanism));
  S.SubnetEmissionEnabled.set(ctx, netuid, ctx.config.newSubnetEmissionEnabled);
}

/** The subnet to dissolve when all places are taken. @throws SubnetLimitReached when none can be */
function subnetToMakeRoom(ctx: Context): number | undefined {
  const count = [...S.NetworksAdded.entries(ctx)].filter(([netuid, added]) => added && netuid !== ROOT_NETUID).length;
  if (count < S.SubnetLimit.get(ctx)) return undefined;
  const weakest = getNetworkToPrune(ctx);
  ensure(weakest !== undefined, Err.SubnetLimitReached);
  return weakest;
}

/** The lowest netuid that is free; 0 is root's. */
function nextNetuid(ctx: Context): number {
  const taken = new Set(getAllSubnetNetuids(ctx));
  let netuid = ROOT_NETUID + 1;
  while (taken.has(netuid)) netuid += 1;
  return netuid;
}

/** The lock, at least the minimum, and as much alpha as it is worth at the median price (U64F64 bits). */
function fillPool(ctx: Context, netuid: number, locked: bigint, price: bigint): void {
  const tao = maxBig(locked, S.NetworkMinLockCost.get(ctx));
  S.SubnetMechanism.set(ctx, netuid, DYNAMIC);
  S.SubnetTAO.set(ctx, netuid, tao);
  S.SubnetAlphaIn.set(ctx, netuid, U64F64.toUnsigned(U64F64.safeDiv(U64F64.fromNum(tao), price), 64));
  S.SubnetAlphaOut.set(ctx, netuid, 0n);
  S.SubnetLocked.set(ctx, netuid, locked);
  S.SubnetVolume.set(ctx, netuid, 0n);
  S.RAORecycledForRegistration.set(ctx, netuid, 0n);
  S.TotalStake.mutate(ctx, (total) => satAddU64(total, tao));
}

/** Enters a subnet with the parameters a new one has, and no neurons. The first epochs of neighbours fall on different blocks. */
export function initNewNetwork(ctx: Context, netuid: number, tempo: number): void {
  const { config } = ctx;
  S.SubnetworkN.set(ctx, netuid, 0);
  S.NetworksAdded.set(ctx, netuid, true);
  S.Tempo.set(ctx, netuid, tempo);
  const stagger = BigInt(netuid % Math.max(tempo, 1));
  S.LastEpochBlock.set(ctx, netuid, satSubU64(BigInt(ctx.block.number), stagger));
  S.TotalNetworks.mutate(ctx, (count) => satAddU16(count, 1));
  S.NetworkRegistrationAllowed.set(ctx, netuid, true);
  ctx.depositEvent(E.RegistrationAllowed(netuid, true));
  S.MaxAllowedUids.set(ctx, netuid, config.newSubnetMaxAllowedUids);
  ctx.depositEvent(E.MaxAllowedUidsSet(netuid, config.newSubnetMaxAllowedUids));
  S.MaxAllowedValidators.set(ctx, netuid, config.newSubnetMaxAllowedValidators);
  ctx.depositEvent(E.MaxAllowedValidatorsSet(netuid, config.newSubnetMaxAllowedValidators));
  S.MinAllowedWeights.set(ctx, netuid, config.newSubnetMinAllowedWeights);
  ctx.depositEvent(E.MinAllowedWeightSet(netuid, config.newSubnetMinAllowedWeights));
  S.ImmunityPeriod.set(ctx, netuid, config.newSubnetImmunityPeriod);
  ctx.depositEvent(E.ImmunityPeriodSet(netuid, config.newSubnetImmunityPeriod));
  S.Yuma3On.set(ctx, netuid, config.newSubnetYuma3On);
  S.Burn.set(ctx, netuid, config.newSubnetBurn);
  S.SubnetEmissionEnabled.set(ctx, netuid, true);
  for (const item of [S.Kappa, S.ActivityCutoff, S.RegistrationsThisInterval]) {
    if (!item.contains(ctx, netuid)) item.set(ctx, netuid, item.get(ctx, netuid));
  }
}

/**
 * The owner starts a subnet: its alpha can be traded from now on, and it earns from the next block on.
 *
 * @throws SubnetNotExists, BadOrigin, FirstEmissionBlockNumberAlreadySet, NeedWaitingMoreBlocksToStarCall
 */
export function doStartCall(ctx: Context, origin: Origin, netuid: number): void {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensureSubnetOwner(ctx, origin, netuid);
  const notStarted = S.FirstEmissionBlockNumber.get(ctx, netuid) === undefined;
  ensure(notStarted, Err.FirstEmissionBlockNumberAlreadySet);
  const block = BigInt(ctx.block.number);
  const earliest = satAddU64(S.NetworkRegisteredAt.get(ctx, netuid), S.StartCallDelay.get(ctx));
  ensure(block >= earliest, Err.NeedWaitingMoreBlocksToStarCall);
  S.FirstEmissionBlockNumber.set(ctx, netuid, block + 1n);
  S.SubtokenEnabled.set(ctx, netuid, true);
  ctx.depositEvent(E.FirstEmissionBlockNumberSet(netuid, block + 1n));
}

/** @throws CannotUseSystemAccount (`utils/misc.rs`) */
export function setSubnetOwnerHotkey(ctx: Context, netuid: number, hotkey: AccountId): void {
  ensure(isSubnetAccountId(hotkey) === undefined, Err.CannotUseSystemAccount);
  S.SubnetOwnerHotkey.set(ctx, netuid, hotkey);
  ctx.depositEvent(E.SubnetOwnerHotkeySet(netuid, hotkey));
}

/**
 * Names the hotkey that receives the owner's cut; owner or root, both rate limited.
 *
 * @throws BadOrigin, SubnetNotExists, TxRateLimitExceeded, CannotUseSystemAccount
 */
export function doSetSnOwnerHotkey(ctx: Context, origin: Origin, netuid: number, hotkey: AccountId): void {
  ensureSubnetOwnerOrRoot(ctx, origin, netuid);
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(passesRateLimit(ctx, setSNOwnerHotkeyLimit, hotkey, netuid), Err.TxRateLimitExceeded);
  setSNOwnerHotkeyLimit.setLastBlock(ctx, hotkey, netuid, BigInt(ctx.block.number));
  setSubnetOwnerHotkey(ctx, netuid, hotkey);
}

/** Registration of neurons on subnets and on root (`pallets/subtensor/src/subnets/registration.rs`, `coinbase/root.rs`). */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { satAddU16, satAddU64, satSubU64, U16_MAX, U64_MAX } from "../../../arithmetic.ts";
import { MAX_PRICE } from "../../swap/impls.ts";
import { recordTaoInflow } from "../coinbase/flow.ts";
import { canRemoveBalanceFromColdkeyAccount, transferTaoToSubnet } from "../coinbase/tao.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { coldkeyOwnsHotkey, createAccountIfNonExistent, delegateHotkey, hotkeyIsDelegate } from "../staking/helpers.ts";
import { getStakeForHotkeyOnSubnet, swapTaoForAlpha } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { getNeuronToPrune } from "./pruning.ts";
import { bumpRegistrationPriceAfterRegistration } from "./registration_price.ts";
import { ifSubnetExist } from "./subnet.ts";
import { appendNeuron, getSubnetworkN, replaceNeuron } from "./uids.ts";

export { updateRegistrationPricesForNetworks } from "./registration_price.ts";

/** Take of a hotkey that becomes a delegate by registering on root: 18 %, parts of 65535. */
const ROOT_DELEGATE_TAKE = 11_796;
/** Registrations on root in an interval, as a multiple of the target. */
const ROOT_INTERVAL_FACTOR = 3;

/** Puts a hotkey behind the last neuron, or in the place of the weakest. Returns its uid. @throws NoNeuronIdAvailable */
function registerNeuron(ctx: Context, netuid: number, hotkey: AccountId): number {
  const block = BigInt(ctx.block.number);
  const n = getSubnetworkN(ctx, netuid);
  if (n < S.MaxAllowedUids.get(ctx, netuid)) {
    appendNeuron(ctx, netuid, hotkey, block);
    return n;
  }
  const uid = getNeuronToPrune(ctx, netuid);
  ensure(uid !== undefined, Err.NoNeuronIdAvailable);
  replaceNeuron(ctx, netuid, uid, hotkey, block);
  return uid;
}

/**
 * Registers a hotkey of the caller on a subnet for the current `Burn` (rao). The TAO stays in the pool; the alpha it buys
 * leaves circulation.
 *
 * @throws RegistrationNotPermittedOnRootSubnet, SubnetNotExists, SubNetRegistrationDisabled, HotKeyAlreadyRegisteredInSubNet,
 *   NotEnoughBalanceToStake, CannotUseSystemAccount, NonAssociatedColdKey, NoNeuronIdAvailable
 */
export function doRegister(ctx: Context, origin: Origin, netuid: number, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(netuid !== ROOT_NETUID, Err.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(S.NetworkRegistrationAllowed.get(ctx, netuid), Err.SubNetRegistrationDisabled);
  ensure(!S.Uids.contains(ctx, netuid, hotkey), Err.HotKeyAlreadyRegisteredInSubNet);
  const cost = S.Burn.get(ctx, netuid);
  ensure(canRemoveBalanceFromColdkeyAccount(ctx, coldkey, cost), Err.NotEnoughBalanceToStake);
  createAccountIfNonExistent(ctx, coldkey, hotkey);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Err.NonAssociatedColdKey);
  ensureRoomForNeuron(ctx, netuid);

  const paid = transferTaoToSubnet(ctx, netuid, coldkey, cost);
  const burned = swapTaoForAlpha(ctx, netuid, paid, MAX_PRICE, false).amountPaidOut;
  S.SubnetAlphaOut.mutate(ctx, netuid, (total) => satSubU64(total, burned));
  const uid = registerNeuron(ctx, netuid, hotkey);
  bumpRegistrationPriceAfterRegistration(ctx, netuid);
  S.RegistrationsThisBlock.mutate(ctx, netuid, (count) => satAddU16(count, 1));
  increaseRaoRecycled(ctx, netuid, cost);
  recordTaoInflow(ctx, netuid, paid);
  ctx.depositEvent(E.NeuronRegistered(netuid, uid, hotkey));
}

/**
 * Registers as {@link doRegister} does, if the price is at most `limitPrice` rao.
 *
 * @throws RegistrationNotPermittedOnRootSubnet, SubnetNotExists, RegistrationPriceLimitExceeded, and its errors
 */
export function doRegisterLimit(
  ctx: Context,
  origin: Origin,
  netuid: number,
  hotkey: AccountId,
  limitPrice: bigint,
): void {
  ensureSigned(origin);
  ensure(netuid !== ROOT_NETUID, Err.RegistrationNotPermittedOnRootSubnet);
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(S.Burn.get(ctx, netuid) <= limitPrice, Err.RegistrationPriceLimitExceeded);
  doRegister(ctx, origin, netuid, hotkey);
}

/** @throws NoNeuronIdAvailable unless a uid is free or can be freed. */
function ensureRoomForNeuron(ctx: Context, netuid: number): void {
  const most = S.MaxAllowedUids.get(ctx, netuid);
  ensure(most !== 0, Err.NoNeuronIdAvailable);
  if (getSubnetworkN(ctx, netuid) < most) return;
  ensure(getNeuronToPrune(ctx, netuid) !== undefined, Err.NoNeuronIdAvailable);
}

/** Adds to the rao that registrations on a subnet have cost (`utils/misc.rs`). */
function increaseRaoRecycled(ctx: Context, netuid: number, rao: bigint): void {
  const total = S.RAORecycledForRegistration.mutate(ctx, netuid, (sum) => satAddU64(sum, rao));
  ctx.depositEvent(E.RAORecycledForRegistrationSet(netuid, total));
}

/**
 * Registers a hotkey on root, where it costs nothing; on a full root it takes the place of the member with least root stake,
 * if it has more. It becomes a delegate unless it is one.
 *
 * @throws RootNetworkDoesNotExist, TooManyRegistrationsThisBlock, TooManyRegistrationsThisInterval,
 *   HotKeyAlreadyRegisteredInSubNet, CannotUseSystemAccount, StakeTooLowForRoot
 */
export function doRootRegister(ctx: Context, origin: Origin, hotkey: AccountId): void {
  ensure(ifSubnetExist(ctx, ROOT_NETUID), Err.RootNetworkDoesNotExist);
  const coldkey = ensureSigned(origin);
  const inBlock = S.RegistrationsThisBlock.get(ctx, ROOT_NETUID);
  ensure(inBlock < S.MaxRegistrationsPerBlock.get(ctx, ROOT_NETUID), Err.TooManyRegistrationsThisBlock);
  const inInterval = S.RegistrationsThisInterval.get(ctx, ROOT_NETUID);
  const target = S.TargetRegistrationsPerInterval.get(ctx, ROOT_NETUID);
  ensure(inInterval < Math.min(target * ROOT_INTERVAL_FACTOR, U16_MAX), Err.TooManyRegistrationsThisInterval);
  ensure(!S.Uids.contains(ctx, ROOT_NETUID, hotkey), Err.HotKeyAlreadyRegisteredInSubNet);
  createAccountIfNonExistent(ctx, coldkey, hotkey);

  const uid = joinRoot(ctx, hotkey);
  if (!hotkeyIsDelegate(ctx, hotkey)) delegateHotkey(ctx, hotkey, ROOT_DELEGATE_TAKE);
  S.RegistrationsThisInterval.set(ctx, ROOT_NETUID, inInterval + 1);
  S.RegistrationsThisBlock.set(ctx, ROOT_NETUID, inBlock + 1);
  ctx.depositEvent(E.NeuronRegistered(ROOT_NETUID, uid, hotkey));
}

function joinRoot(ctx: Context, hotkey: AccountId): number {
  const block = BigInt(ctx.block.number);
  const n = getSubnetworkN(ctx, ROOT_NETUID);
  if (n < S.MaxAllowedUids.get(ctx, ROOT_NETUID)) {
    appendNeuron(ctx, ROOT_NETUID, hotkey, block);
    return n;
  }
  const { uid, stake } = weakestOnRoot(ctx);
  ensure(stake < getStakeForHotkeyOnSubnet(ctx, hotkey, ROOT_NETUID), Err.StakeTooLowForRoot);
  replaceNeuron(ctx, ROOT_NETUID, uid, hotkey, block);
  return uid;
}

/** The member of root with least root stake; of equals the first in storage order. @throws HotKeyNotRegisteredInSubNet */
function weakestOnRoot(ctx: Context): { uid: number; stake: bigint } {
  let weakest = { uid: 0, stake: U64_MAX };
  for (const [uid, member] of S.Keys.entries(ctx, ROOT_NETUID)) {
    const stake = getStakeForHotkeyOnSubnet(ctx, member, ROOT_NETUID);
    if (stake < weakest.stake) weakest = { uid, stake };
  }
  ensure(S.Keys.contains(ctx, ROOT_NETUID, weakest.uid), Err.HotKeyNotRegisteredInSubNet);
  return weakest;
}

/** Children of a hotkey: who validates with its stake (`pallets/subtensor/src/staking/set_children.rs`). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { satAddU64, satSubU64, U64_MAX } from "../../../arithmetic.ts";
import { attempt } from "../../../attempt.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { byAccount } from "../utils/order.ts";
import { passesRateLimit, setChildkeyTakeLimit } from "../utils/rate_limiting.ts";
import { coldkeyOwnsHotkey, getTotalStakeForHotkey } from "./helpers.ts";

/** A related hotkey with its proportion of the stake, parts of 2^64 - 1. */
export type Relation = [proportion: bigint, hotkey: AccountId];

/** Whom a hotkey lends its stake, and who lends it theirs. */
export interface Relations {
  readonly children: Relation[];
  readonly parents: Relation[];
}

type RelationItem = "ChildKeys" | "ParentKeys";

const MAX_CHILDREN = 5;
/** Kind of transaction under which the block of the last change is kept (`utils/rate_limiting.rs`). */
const SET_CHILDREN = 0;

export function getChildren(ctx: Context, hotkey: AccountId, netuid: number): Relation[] {
  return S.ChildKeys.get(ctx, hotkey, netuid);
}

export function getParents(ctx: Context, hotkey: AccountId, netuid: number): Relation[] {
  return S.ParentKeys.get(ctx, hotkey, netuid);
}

/** Take of a child hotkey from its parents' dividends, parts of 65535. */
export function getChildkeyTake(ctx: Context, hotkey: AccountId, netuid: number): number {
  return Math.max(S.ChildkeyTake.get(ctx, hotkey, netuid), getEffectiveMinChildkeyTake(ctx, netuid));
}

/** Lowest childkey take on a subnet: the chain's minimum or the subnet's own, whichever is higher (`utils/misc.rs`). */
function getEffectiveMinChildkeyTake(ctx: Context, netuid: number): number {
  return Math.max(S.MinChildkeyTake.get(ctx), S.MinChildkeyTakePerSubnet.get(ctx, netuid));
}

/**
 * Sets the take of a child hotkey; raising it is rate limited.
 *
 * @throws NonAssociatedColdKey, InvalidChildkeyTake, TxChildkeyTakeRateLimitExceeded
 */
export function doSetChildkeyTake(
  ctx: Context,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  take: number,
): void {
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Err.NonAssociatedColdKey);
  const isAllowed = take >= getEffectiveMinChildkeyTake(ctx, netuid) && take <= S.MaxChildkeyTake.get(ctx);
  ensure(isAllowed, Err.InvalidChildkeyTake);
  const raises = take > getChildkeyTake(ctx, hotkey, netuid);
  const mayRaise = !raises || passesRateLimit(ctx, setChildkeyTakeLimit, hotkey, netuid);
  ensure(mayRaise, Err.TxChildkeyTakeRateLimitExceeded);
  setChildkeyTakeLimit.setLastBlock(ctx, hotkey, netuid, BigInt(ctx.block.number));
  S.ChildkeyTake.set(ctx, hotkey, netuid, take);
  ctx.depositEvent(E.ChildKeyTakeSet(hotkey, take));
}

/**
 * Gives a hotkey new children: at once before the subnet is started, else after the cooldown at the next epoch.
 *
 * @throws TxRateLimitExceeded, RegistrationNotPermittedOnRootSubnet, SubnetNotExists, NonAssociatedColdKey,
 * DuplicateChild, InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency,
 * NotEnoughStakeToSetChildkeys
 */
export function doScheduleChildren(
  ctx: Context,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  children: Relation[],
): void {
  const now = BigInt(ctx.block.number);
  const last = S.TransactionKeyLastBlock.get(ctx, hotkey, netuid, SET_CHILDREN);
  ensure(last === 0n || satSubU64(now, last) >= ctx.config.setChildrenRateLimit, Err.TxRateLimitExceeded);
  ensure(netuid !== ROOT_NETUID, Err.RegistrationNotPermittedOnRootSubnet);
  ensure(S.NetworksAdded.get(ctx, netuid), Err.SubnetNotExists);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Err.NonAssociatedColdKey);
  ensure(new Set(children.map(([, child]) => child)).size === children.length, Err.DuplicateChild);
  ensurePendingConsistency(hotkey, loadRelations(ctx, hotkey, netuid).parents, children);
  ensure(children.length === 0 || mayHaveChildren(ctx, hotkey, netuid), Err.NotEnoughStakeToSetChildkeys);
  S.TransactionKeyLastBlock.set(ctx, hotkey, netuid, SET_CHILDREN, now);
  scheduleOrApply(ctx, netuid, hotkey, children);
}

/** Relations as stored, without loops to itself. @throws ProportionOverflow, ChildParentInconsistency */
export function loadRelations(ctx: Context, hotkey: AccountId, netuid: number): Relations {
  const children = others(getChildren(ctx, hotkey, netuid), hotkey);
  const parents = others(getParents(ctx, hotkey, netuid), hotkey);
  ensureValid(hotkey, children, parents);
  return { children, parents };
}

/** @throws InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency */
export function ensurePendingConsistency(hotkey: AccountId, parents: Relation[], children: Relation[]): void {
  ensureNoSelf(hotkey, children);
  ensure(children.length <= MAX_CHILDREN, Err.TooManyChildren);
  ensureValid(hotkey, children, parents);
}

function mayHaveChildren(ctx: Context, hotkey: AccountId, netuid: number): boolean {
  const isOwner = S.SubnetOwnerHotkey.contains(ctx, netuid) && S.SubnetOwnerHotkey.get(ctx, netuid) === hotkey;
  return isOwner || getTotalStakeForHotkey(ctx, hotkey) >= S.StakeThreshold.get(ctx);
}

function scheduleOrApply(ctx: Context, netuid: number, hotkey: AccountId, children: Relation[]): void {
  if (!S.SubtokenEnabled.get(ctx, netuid)) {
    persistPendingChildren(ctx, netuid, hotkey, children);
    return;
  }
  const block = satAddU64(BigInt(ctx.block.number), S.PendingChildKeyCooldown.get(ctx));
  S.PendingChildKeys.set(ctx, netuid, hotkey, [children, block]);
  ctx.depositEvent(E.SetChildrenScheduled(hotkey, netuid, block, children));
}

/** Applies the children of a subnet whose cooldown is over, and all of them before its start. */
export function doSetPendingChildren(ctx: Context, netuid: number): void {
  const now = BigInt(ctx.block.number);
  const started = S.SubtokenEnabled.get(ctx, netuid);
  for (const [hotkey, [children, block]] of [...S.PendingChildKeys.entries(ctx, netuid)]) {
    if (started && block >= now) continue;
    persistPendingChildren(ctx, netuid, hotkey, children);
    S.PendingChildKeys.remove(ctx, netuid, hotkey);
  }
}

/** Stores new children unless they no longer fit the relations of the hotkey. */
export function persistPendingChildren(ctx: Context, netuid: number, hotkey: AccountId, children: Relation[]): void {
  const next = others(children, hotkey);
  const parents = others(getParents(ctx, hotkey, netuid), hotkey);
  const valid = attempt(() => {
    ensureValid(hotkey, next, parents);
    return true;
  });
  if (valid === undefined) return;
  persistRelations(ctx, netuid, hotkey, { children: next, parents });
  ctx.depositEvent(E.SetChildren(hotkey, netuid, children));
}

/** Stores both sides of a hotkey's relations and keeps the other end of each in step. */
export function persistRelations(
  ctx: Context,
  netuid: number,
  hotkey: AccountId,
  { children, parents }: Relations,
): void {
  persistSide(ctx, netuid, hotkey, "ChildKeys", "ParentKeys", children);
  persistSide(ctx, netuid, hotkey, "ParentKeys", "ChildKeys", parents);
}

/** Lists are stored in the order of the accounts' bytes. */
function persistSide(
  ctx: Context,
  netuid: number,
  hotkey: AccountId,
  own: RelationItem,
  other: RelationItem,
  next: Relation[],
): void {
  const before = S[own].get(ctx, hotkey, netuid);
  setRelations(ctx, own, hotkey, netuid, ordered(next));
  for (const [proportion, related] of ordered(next)) {
    const list = S[other].get(ctx, related, netuid);
    const known = list.some(([, entry]) => entry === hotkey);
    const updated = list.map((entry): Relation => (entry[1] === hotkey ? [proportion, hotkey] : entry));
    setRelations(ctx, other, related, netuid, known ? updated : [...list, [proportion, hotkey]]);
  }
  const kept = new Set(next.map(([, related]) => related));
  for (const [, related] of ordered(before)) {
    if (!kept.has(related))
      setRelations(ctx, other, related, netuid, others(S[other].get(ctx, related, netuid), hotkey));
  }
}

export function setRelations(
  ctx: Context,
  item: RelationItem,
  hotkey: AccountId,
  netuid: number,
  list: Relation[],
): void {
  if (list.length === 0) S[item].remove(ctx, hotkey, netuid);
  else S[item].set(ctx, hotkey, netuid, list);
}

/** A hotkey is not its own child, lends no more than it has, and no child is a parent of it. */
function ensureValid(hotkey: AccountId, children: Relation[], parents: Relation[]): void {
  ensureNoSelf(hotkey, children);
  ensure(children.reduce((sum, [proportion]) => sum + proportion, 0n) <= U64_MAX, Err.ProportionOverflow);
  const above = new Set(parents.map(([, parent]) => parent));
  ensure(!children.some(([, child]) => above.has(child)), Err.ChildParentInconsistency);
}

/** @throws InvalidChild */
export function ensureNoSelf(hotkey: AccountId, children: Relation[]): void {
  ensure(!children.some(([, child]) => child === hotkey), Err.InvalidChild);
}

export function others(list: Relation[], hotkey: AccountId): Relation[] {
  return list.filter(([, other]) => other !== hotkey);
}

function ordered(list: Relation[]): Relation[] {
  return byAccount(list.map(([proportion, account]): [AccountId, bigint] => [account, proportion])).map(
    ([account, proportion]) => [proportion, account],
  );
}

/**
 * Makes the owner's hotkey of a new subnet the only child of every root validator that has not opted out. A validator
 * for which this fails keeps its stake.
 *
 * @throws RegistrationNotPermittedOnRootSubnet, SubnetNotExists
 */
export function doSetRootValidatorsForSubnet(ctx: Context, netuid: number): void {
  ensure(netuid !== ROOT_NETUID, Err.RegistrationNotPermittedOnRootSubnet);
  ensure(S.NetworksAdded.get(ctx, netuid) && S.SubnetOwnerHotkey.contains(ctx, netuid), Err.SubnetNotExists);
  const owner = S.SubnetOwnerHotkey.get(ctx, netuid);
  for (const [, validator] of [...S.Keys.entries(ctx, ROOT_NETUID)]) {
    if (validator === owner || !S.AutoParentDelegationEnabled.get(ctx, validator)) continue;
    const coldkey = S.Owner.get(ctx, validator);
    attempt(() => doScheduleChildren(ctx, coldkey, validator, netuid, [[U64_MAX, owner]]));
  }
}

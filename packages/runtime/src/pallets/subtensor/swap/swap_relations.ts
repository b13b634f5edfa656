/** Children and parents of a hotkey that is replaced (`pallets/subtensor/src/staking/set_children.rs` parent_child_swap_hotkey). */
import type { AccountId, Context } from "@myelin/frame";
import {
  ensureNoSelf,
  ensurePendingConsistency,
  getChildren,
  getParents,
  loadRelations,
  others,
  persistRelations,
  type Relation,
  setRelations,
} from "../staking/set_children.ts";
import { S } from "../storage.ts";
import type { DbCost } from "./db_cost.ts";

/** @throws InvalidChild, TooManyChildren, ProportionOverflow, ChildParentInconsistency when the relations do not fit the new one */
export function parentChildSwapHotkey(
  ctx: Context,
  old: AccountId,
  next: AccountId,
  netuid: number,
  cost: DbCost,
): void {
  const relations = loadRelations(ctx, old, netuid);
  const { children, parents } = relations;
  for (const [, child] of children)
    setRelations(ctx, "ParentKeys", child, netuid, others(getParents(ctx, child, netuid), old));
  // The chain leaves empty lists of children behind here, and only here.
  for (const [, parent] of parents) S.ChildKeys.set(ctx, parent, netuid, others(getChildren(ctx, parent, netuid), old));
  S.ChildKeys.set(ctx, old, netuid, []);
  S.ParentKeys.remove(ctx, old, netuid);
  ensureNoSelf(next, children);
  ensureNoSelf(next, parents);
  cost.add(2 + children.length + parents.length, 2 + children.length + parents.length);
  if (S.PendingChildKeys.contains(ctx, netuid, old)) {
    const [pending, block] = S.PendingChildKeys.take(ctx, netuid, old);
    ensurePendingConsistency(next, parents, pending);
    S.PendingChildKeys.set(ctx, netuid, next, [pending, block]);
    cost.add(1, 2);
  }
  const before = getChildren(ctx, next, netuid);
  const changed = new Set([...children, ...before].map(([, account]) => account)).size;
  const parentsBefore = getParents(ctx, next, netuid);
  const changedParents = new Set([...parents, ...parentsBefore].map(([, account]) => account)).size;
  cost.add(1 + changed + changedParents, 1 + changed + changedParents);
  persistRelations(ctx, netuid, next, relations);
}

/** Replaces a hotkey wherever others have scheduled it as their child; the entry moves to the end. */
export function swapPendingChild(ctx: Context, old: AccountId, next: AccountId, netuid: number, cost: DbCost): void {
  for (const [parent, [children, block]] of [...S.PendingChildKeys.entries(ctx, netuid)]) {
    cost.add(1, 0);
    const entry = children.find(([, child]) => child === old);
    if (entry === undefined) continue;
    const kept: Relation[] = children.filter((other) => other !== entry);
    S.PendingChildKeys.set(ctx, netuid, parent, [[...kept, [entry[0], next]], block]);
    cost.add(1, 2);
  }
}

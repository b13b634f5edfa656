import { beforeEach, describe, expect, it } from "vitest";
import { addNeuron, addStake, eventNames, numbered, startSubnet } from "../../../testing/emitting-subnet.ts";
import { type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import {
  doScheduleChildren,
  doSetPendingChildren,
  doSetRootValidatorsForSubnet,
  type Relation,
} from "./set_children.ts";

const WHOLE = (1n << 64n) - 1n;
const HALF = 1n << 63n;
const [hotkey, a, b, c] = [numbered(1), numbered(2), numbered(3), numbered(4)];
const owner = numbered(11);

let ctx: PalletContext;
beforeEach(() => {
  ctx = palletContext();
  startSubnet(ctx, 0);
  startSubnet(ctx, 1);
  S.SubtokenEnabled.set(ctx, 1, false);
  S.Owner.set(ctx, hotkey, owner);
  ctx.block.number = 1000;
});

const schedule = (children: Relation[], netuid = 1, coldkey = owner) =>
  doScheduleChildren(ctx, coldkey, hotkey, netuid, children);

describe("children of a hotkey", () => {
  it("apply at once before the subnet is started, both ways, in the order of their accounts", () => {
    schedule([
      [3n, c],
      [1n, a],
    ]);
    expect(S.ChildKeys.get(ctx, hotkey, 1)).toEqual([
      [1n, a],
      [3n, c],
    ]);
    expect(S.ParentKeys.get(ctx, a, 1)).toEqual([[1n, hotkey]]);
    expect(eventNames(ctx)).toContain("SetChildren");
  });

  it("replace the former ones", () => {
    schedule([
      [1n, a],
      [2n, b],
    ]);
    ctx.block.number += 150;
    schedule([
      [5n, b],
      [6n, c],
    ]);
    expect(S.ParentKeys.contains(ctx, a, 1)).toBe(false);
    expect(S.ParentKeys.get(ctx, b, 1)).toEqual([[5n, hotkey]]);
    expect(S.ParentKeys.get(ctx, c, 1)).toEqual([[6n, hotkey]]);
    ctx.block.number += 150;
    schedule([]);
    expect(S.ChildKeys.contains(ctx, hotkey, 1)).toBe(false);
    expect(S.ParentKeys.contains(ctx, c, 1)).toBe(false);
  });

  it("keep the order in which a child met its parents", () => {
    S.ParentKeys.set(ctx, a, 1, [
      [7n, c],
      [8n, hotkey],
    ]);
    schedule([[9n, a]]);
    expect(S.ParentKeys.get(ctx, a, 1)).toEqual([
      [7n, c],
      [9n, hotkey],
    ]);
  });

  it("wait for the cooldown once the subnet is started", () => {
    S.SubtokenEnabled.set(ctx, 1, true);
    schedule([[HALF, a]]);
    expect(eventNames(ctx)).toContain("SetChildrenScheduled");
    ctx.block.number = 8200;
    doSetPendingChildren(ctx, 1);
    expect(S.ChildKeys.get(ctx, hotkey, 1)).toEqual([]);
    ctx.block.number = 8201;
    doSetPendingChildren(ctx, 1);
    expect(S.ChildKeys.get(ctx, hotkey, 1)).toEqual([[HALF, a]]);
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(false);
  });

  it("are dropped if a child became a parent meanwhile", () => {
    S.SubtokenEnabled.set(ctx, 1, true);
    schedule([[HALF, a]]);
    S.ParentKeys.set(ctx, hotkey, 1, [[1n, a]]);
    ctx.block.number = 9000;
    doSetPendingChildren(ctx, 1);
    expect(S.ChildKeys.get(ctx, hotkey, 1)).toEqual([]);
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(false);
  });
});

describe("children are refused", () => {
  const six: Relation[] = [2, 3, 4, 5, 6, 7].map((account) => [1n, numbered(account)]);
  it.each([
    ["on root", () => schedule([], 0), Err.RegistrationNotPermittedOnRootSubnet],
    ["on a subnet that does not exist", () => schedule([], 9), Err.SubnetNotExists],
    ["from another coldkey", () => schedule([], 1, numbered(12)), Err.NonAssociatedColdKey],
    [
      "twice the same",
      () =>
        schedule([
          [1n, a],
          [2n, a],
        ]),
      Err.DuplicateChild,
    ],
    ["that are the hotkey itself", () => schedule([[1n, hotkey]]), Err.InvalidChild],
    ["beyond five", () => schedule(six), Err.TooManyChildren],
    [
      "beyond the whole stake",
      () =>
        schedule([
          [WHOLE, a],
          [1n, b],
        ]),
      Err.ProportionOverflow,
    ],
  ])("%s", (_, act, error) => {
    expect(act).toThrow(error().message);
  });

  it("that are parents", () => {
    S.ParentKeys.set(ctx, hotkey, 1, [[1n, a]]);
    expect(() => schedule([[1n, a]])).toThrow(Err.ChildParentInconsistency().message);
  });

  it("too soon after the last change", () => {
    schedule([[1n, a]]);
    ctx.block.number += 149;
    expect(() => schedule([[1n, b]])).toThrow(Err.TxRateLimitExceeded().message);
  });

  it("without stake, unless they are none or the hotkey is the subnet's owner", () => {
    S.StakeThreshold.set(ctx, 1n);
    expect(() => schedule([[1n, a]])).toThrow(Err.NotEnoughStakeToSetChildkeys().message);
    schedule([]);
    ctx.block.number += 150;
    S.SubnetOwnerHotkey.set(ctx, 1, hotkey);
    schedule([[1n, a]]);
    expect(S.ChildKeys.get(ctx, hotkey, 1)).toEqual([[1n, a]]);
  });
});

describe("root validators of a new subnet", () => {
  it("make its owner's hotkey their only child unless they opted out", () => {
    S.SubnetOwnerHotkey.set(ctx, 1, c);
    for (const validator of [a, b, c]) {
      addNeuron(ctx, 0, validator, owner);
      addStake(ctx, validator, owner, 0, 1_000n);
    }
    S.AutoParentDelegationEnabled.set(ctx, b, false);
    doSetRootValidatorsForSubnet(ctx, 1);
    expect(S.ChildKeys.get(ctx, a, 1)).toEqual([[WHOLE, c]]);
    expect(S.ChildKeys.get(ctx, b, 1)).toEqual([]);
    expect(S.ParentKeys.get(ctx, c, 1)).toEqual([[WHOLE, a]]);
  });
});

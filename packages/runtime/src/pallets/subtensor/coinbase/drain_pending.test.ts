import { describe, expect, it } from "vitest";
import { addNeuron, eventNames, numbered, startSubnet } from "../../../testing/emitting-subnet.ts";
import { palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import { drainPending } from "./drain_pending.ts";
import { getNextEpochStartBlock, isInAdminFreezeWindow, shouldRunEpoch } from "./epoch_schedule.ts";

/** Subnet `netuid` with 5 and 7 waiting, whose tempo of 10 blocks began at block 100. */
function waiting(ctx: ReturnType<typeof palletContext>, netuid: number): void {
  startSubnet(ctx, netuid);
  S.Tempo.set(ctx, netuid, 10);
  S.LastEpochBlock.set(ctx, netuid, 100n);
  S.PendingServerEmission.set(ctx, netuid, 5n);
  S.PendingValidatorEmission.set(ctx, netuid, 7n);
}

function at(block: number, ...netuids: number[]) {
  const ctx = palletContext();
  for (const netuid of netuids) waiting(ctx, netuid);
  ctx.block.number = block;
  return ctx;
}

describe("an epoch is due", () => {
  it.each([
    [109, false],
    [110, true],
    [111, true],
  ])("at block %i of a tempo that ends at 110: %s", (block, due) => {
    expect(shouldRunEpoch(at(block, 1), 1)).toBe(due);
  });

  it("never with a tempo of 0", () => {
    const ctx = at(1000, 1);
    S.Tempo.set(ctx, 1, 0);
    S.PendingEpochAt.set(ctx, 1, 1n);
    expect(shouldRunEpoch(ctx, 1)).toBe(false);
    expect(getNextEpochStartBlock(ctx, 1)).toBeUndefined();
    expect(isInAdminFreezeWindow(ctx, 1)).toBe(false);
  });

  it("early when triggered", () => {
    const ctx = at(103, 1);
    S.PendingEpochAt.set(ctx, 1, 104n);
    expect([shouldRunEpoch(ctx, 1), getNextEpochStartBlock(ctx, 1), isInAdminFreezeWindow(ctx, 1)]).toEqual([
      false,
      104n,
      true,
    ]);
    ctx.block.number = 104;
    expect(shouldRunEpoch(ctx, 1)).toBe(true);
  });

  it("after 50400 blocks without one, whatever the tempo", () => {
    const ctx = at(101, 1);
    S.BlocksSinceLastStep.set(ctx, 1, 50_400n);
    expect(shouldRunEpoch(ctx, 1)).toBe(false);
    S.BlocksSinceLastStep.set(ctx, 1, 50_401n);
    expect(shouldRunEpoch(ctx, 1)).toBe(true);
  });

  it("and hyperparameters are frozen in the last blocks of the tempo", () => {
    const ctx = at(103, 1);
    S.AdminFreezeWindow.set(ctx, 7);
    expect(isInAdminFreezeWindow(ctx, 1)).toBe(false);
    ctx.block.number = 104;
    expect(isInAdminFreezeWindow(ctx, 1)).toBe(true);
  });
});

describe("draining", () => {
  it("takes what waits and begins a new cycle", () => {
    const ctx = at(110, 1);
    expect(drainPending(ctx, [1])).toEqual([{ netuid: 1, server: 5n, validator: 7n, root: 0n, ownerCut: 0n }]);
    expect(S.PendingServerEmission.get(ctx, 1)).toBe(0n);
    expect(S.LastEpochBlock.get(ctx, 1)).toBe(110n);
    expect(S.SubnetEpochIndex.get(ctx, 1)).toBe(1n);
    expect(S.BlocksSinceLastStep.get(ctx, 1)).toBe(0n);
    expect(drainPending(ctx, [1])).toEqual([]);
    expect(S.BlocksSinceLastStep.get(ctx, 1)).toBe(1n);
  });

  it("defers what is beyond the cap to the next block", () => {
    const ctx = at(110, 1, 2, 3);
    expect(drainPending(ctx, [1, 2, 3]).map(({ netuid }) => netuid)).toEqual([1, 2]);
    expect(eventNames(ctx).at(-1)).toBe("EpochDeferred");
    expect(S.PendingEpochAt.get(ctx, 3)).toBe(111n);
    expect(S.SubnetEpochIndex.get(ctx, 3)).toBe(0n);
    ctx.block.number = 111;
    expect(drainPending(ctx, [1, 2, 3]).map(({ netuid }) => netuid)).toEqual([3]);
    expect(S.PendingEpochAt.get(ctx, 3)).toBe(0n);
  });

  it("skips a subnet in which a hotkey holds two uids, and keeps what waits", () => {
    const ctx = at(110, 1);
    addNeuron(ctx, 1, numbered(1), numbered(2));
    addNeuron(ctx, 1, numbered(1), numbered(2));
    expect(drainPending(ctx, [1])).toEqual([]);
    expect(eventNames(ctx).at(-1)).toBe("EpochSkipped");
    expect(S.PendingServerEmission.get(ctx, 1)).toBe(5n);
    expect(S.LastEpochBlock.get(ctx, 1)).toBe(110n);
  });
});

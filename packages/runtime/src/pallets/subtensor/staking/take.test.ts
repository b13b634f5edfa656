import { signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { failure } from "../../../testing/failure.ts";
import { account, type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import { createAccountIfNonExistent, getHotkeyTake, getHotkeyTakeFloat } from "./helpers.ts";
import { doDecreaseTake, doIncreaseTake } from "./take.ts";

const [coldkey, hotkey, stranger] = [account(1), account(2), account(3)];

let ctx: PalletContext;

beforeEach(() => {
  ctx = palletContext();
  ctx.block.number = 1_000;
  createAccountIfNonExistent(ctx, coldkey, hotkey);
  S.MinDelegateTake.set(ctx, 100);
  S.MaxDelegateTake.set(ctx, 11_796);
  S.TxDelegateTakeRateLimit.set(ctx, 50n);
});

const increase = (take: number, who = coldkey, of = hotkey) => doIncreaseTake(ctx, signed(who), of, take);
const decrease = (take: number, who = coldkey, of = hotkey) => doDecreaseTake(ctx, signed(who), of, take);

describe("delegate take (pallets/subtensor/src/staking/increase_take.rs, decrease_take.rs)", () => {
  it("is 18 % until chosen", () => {
    expect(getHotkeyTake(ctx, hotkey)).toBe(11_796);
    expect(Number(getHotkeyTakeFloat(ctx, hotkey)) / 2 ** 32).toBeCloseTo(0.18, 4);
  });

  it("falls at any time and rises once in a rate limit", () => {
    decrease(500);
    expect(ctx.events.at(-1)!.value).toEqual({ type: "TakeDecreased", value: [coldkey, hotkey, 500] });
    decrease(400);
    ctx.block.number += 50;
    expect(failure(() => increase(600))).toBe("SubtensorModule.DelegateTxRateLimitExceeded");
    ctx.block.number += 1;
    increase(600);
    expect(getHotkeyTake(ctx, hotkey)).toBe(600);
    expect(ctx.events.at(-1)!.value).toEqual({ type: "TakeIncreased", value: [coldkey, hotkey, 600] });
    expect(failure(() => increase(700))).toBe("SubtensorModule.DelegateTxRateLimitExceeded");
    S.TxDelegateTakeRateLimit.set(ctx, 0n);
    increase(700);
  });

  it.each([
    ["SubtensorModule.HotKeyAccountNotExists", () => increase(500, coldkey, stranger)],
    ["SubtensorModule.NonAssociatedColdKey", () => decrease(500, stranger)],
    ["SubtensorModule.DelegateTakeTooLow", () => decrease(99)],
    ["SubtensorModule.DelegateTakeTooHigh", () => increase(11_797)],
    [
      "SubtensorModule.DelegateTakeTooLow",
      () => {
        decrease(500);
        decrease(500);
      },
    ],
    [
      "SubtensorModule.DelegateTakeTooLow",
      () => {
        decrease(500);
        increase(500);
      },
    ],
  ])("fails with %s", (error, run) => {
    expect(failure(run)).toBe(error);
  });
});

describe("accounts (pallets/subtensor/src/staking/helpers.rs)", () => {
  it("gives an unknown hotkey to its coldkey and leaves a known one alone", () => {
    createAccountIfNonExistent(ctx, stranger, hotkey);
    expect(S.Owner.get(ctx, hotkey)).toBe(coldkey);
    expect(S.OwnedHotkeys.get(ctx, coldkey)).toEqual([hotkey]);
    expect(S.StakingHotkeys.get(ctx, coldkey)).toEqual([hotkey]);
  });

  it("refuses the account of a subnet, existing or not", () => {
    // "modl" "subtensr" 7
    const subnet = `0x6d6f646c73756274656e73720700${"00".repeat(18)}` as const;
    expect(failure(() => createAccountIfNonExistent(ctx, coldkey, subnet))).toBe(
      "SubtensorModule.CannotUseSystemAccount",
    );
  });
});

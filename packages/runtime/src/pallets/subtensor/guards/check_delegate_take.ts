import { type AccountId, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { doTakeChecks } from "../staking/take.ts";
import { S } from "../storage.ts";
import { guardOf } from "./guard.ts";

/**
 * Takes stay within their bounds and belong to the hotkey's owner.
 * Source: `pallets/subtensor/src/guards/check_delegate_take.rs`.
 */
export const checkDelegateTake = guardOf(
  "CheckDelegateTake",
  ["increase_take", "decrease_take"],
  (ctx, who, _call, args) => {
    const take = args["take"] as number;
    ensure(take >= S.MinDelegateTake.get(ctx), Err.DelegateTakeTooLow);
    ensure(take <= S.MaxDelegateTake.get(ctx), Err.DelegateTakeTooHigh);
    doTakeChecks(ctx, who, args["hotkey"] as AccountId);
  },
);

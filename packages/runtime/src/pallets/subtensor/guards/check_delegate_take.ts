import { type AccountId, type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { doTakeChecks } from "../staking/take.ts";
import { S } from "../storage.ts";

/**
 * What `increase_take` and `decrease_take` need before they are dispatched, from the pool on
 * (`pallets/subtensor/src/guards/check_delegate_take.rs`). Take in parts of 65535.
 *
 * @throws DelegateTakeTooLow, DelegateTakeTooHigh, HotKeyAccountNotExists, NonAssociatedColdKey
 */
export function checkDelegateTake(ctx: Context, who: AccountId, hotkey: AccountId, take: number): void {
  ensure(take >= S.MinDelegateTake.get(ctx), Err.DelegateTakeTooLow);
  ensure(take <= S.MaxDelegateTake.get(ctx), Err.DelegateTakeTooHigh);
  doTakeChecks(ctx, who, hotkey);
}

/**
 * Take of a delegate, in parts of 65535 (`pallets/subtensor/src/staking/increase_take.rs`, `decrease_take.rs`,
 * `utils/misc.rs` do_take_checks).
 */
import { type AccountId, type Context, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { satSubU64 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { coldkeyOwnsHotkey, hotkeyAccountExists } from "./helpers.ts";

/** @throws HotKeyAccountNotExists, NonAssociatedColdKey */
export function doTakeChecks(ctx: Context, coldkey: AccountId, hotkey: AccountId): void {
  ensure(hotkeyAccountExists(ctx, hotkey), Err.HotKeyAccountNotExists);
  ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Err.NonAssociatedColdKey);
}

/** Take the hotkey chose, undefined while it has the default. */
function chosenTake(ctx: Context, hotkey: AccountId): number | undefined {
  return S.Delegates.contains(ctx, hotkey) ? S.Delegates.get(ctx, hotkey) : undefined;
}

function lastChange(hotkey: AccountId) {
  return { type: "LastTxBlockDelegateTake", value: hotkey } as const;
}

/** Whether a change at `block` would come too soon after one at `previous`; 0 means never (`utils/rate_limiting.rs`). */
export function exceedsTxDelegateTakeRateLimit(ctx: Context, previous: bigint, block: bigint): boolean {
  const limit = S.TxDelegateTakeRateLimit.get(ctx);
  return limit !== 0n && previous !== 0n && satSubU64(block, previous) <= limit;
}

/** @throws HotKeyAccountNotExists, NonAssociatedColdKey, DelegateTakeTooLow */
export function doDecreaseTake(ctx: Context, origin: Origin, hotkey: AccountId, take: number): void {
  const coldkey = ensureSigned(origin);
  doTakeChecks(ctx, coldkey, hotkey);
  const current = chosenTake(ctx, hotkey);
  ensure(current === undefined || take < current, Err.DelegateTakeTooLow);
  ensure(take >= S.MinDelegateTake.get(ctx), Err.DelegateTakeTooLow);
  S.Delegates.set(ctx, hotkey, take);
  S.LastRateLimitedBlock.set(ctx, lastChange(hotkey), BigInt(ctx.block.number));
  ctx.depositEvent(E.TakeDecreased(coldkey, hotkey, take));
}

/** @throws HotKeyAccountNotExists, NonAssociatedColdKey, DelegateTakeTooLow, DelegateTakeTooHigh, DelegateTxRateLimitExceeded */
export function doIncreaseTake(ctx: Context, origin: Origin, hotkey: AccountId, take: number): void {
  const coldkey = ensureSigned(origin);
  doTakeChecks(ctx, coldkey, hotkey);
  const current = chosenTake(ctx, hotkey);
  ensure(current === undefined || take > current, Err.DelegateTakeTooLow);
  ensure(take <= S.MaxDelegateTake.get(ctx), Err.DelegateTakeTooHigh);
  const key = lastChange(hotkey);
  const block = BigInt(ctx.block.number);
  const tooSoon = exceedsTxDelegateTakeRateLimit(ctx, S.LastRateLimitedBlock.get(ctx, key), block);
  ensure(!tooSoon, Err.DelegateTxRateLimitExceeded);
  S.LastRateLimitedBlock.set(ctx, key, block);
  S.Delegates.set(ctx, hotkey, take);
  ctx.depositEvent(E.TakeIncreased(coldkey, hotkey, take));
}

import { type AccountId, type CallValue, type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";

/** Calls of SubtensorModule that a coldkey may send while its swap is announced. */
const SWAP_CALLS: ReadonlySet<string> = new Set([
  "announce_coldkey_swap",
  "swap_coldkey_announced",
  "dispute_coldkey_swap",
  "clear_coldkey_swap_announcement",
]);

/**
 * A coldkey whose swap is announced may do nothing but deal with it, and nothing at all once it is disputed
 * (`pallets/subtensor/src/guards/check_coldkey_swap.rs`).
 *
 * @throws ColdkeySwapDisputed, ColdkeySwapAnnounced
 */
export function checkColdkeySwap(ctx: Context, who: AccountId, call: CallValue): void {
  if (!S.ColdkeySwapAnnouncements.contains(ctx, who)) return;
  ensure(!S.ColdkeySwapDisputes.contains(ctx, who), Err.ColdkeySwapDisputed);
  ensure(call.type === "SubtensorModule" && SWAP_CALLS.has(call.value.type), Err.ColdkeySwapAnnounced);
}

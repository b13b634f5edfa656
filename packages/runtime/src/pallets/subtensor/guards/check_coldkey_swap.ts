import { ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import type { CallGuard } from "./guard.ts";

const ALLOWED_DURING_SWAP = new Set([
  "SubtensorModule.announce_coldkey_swap",
  "SubtensorModule.swap_coldkey_announced",
  "SubtensorModule.dispute_coldkey_swap",
  "SubtensorModule.clear_coldkey_swap_announcement",
  "MevShield.submit_encrypted",
]);

/**
 * While a coldkey swap is announced only the calls about it pass; once it is disputed nothing does.
 * Source: `pallets/subtensor/src/guards/check_coldkey_swap.rs`.
 */
export const checkColdkeySwap: CallGuard = {
  name: "CheckColdkeySwap",
  appliesTo: () => true,
  check(ctx, who, call) {
    if (!S.ColdkeySwapAnnouncements.contains(ctx, who)) return;
    ensure(!S.ColdkeySwapDisputes.contains(ctx, who), Err.ColdkeySwapDisputed);
    ensure(ALLOWED_DURING_SWAP.has(`${call.type}.${call.value.type}`), Err.ColdkeySwapAnnounced);
  },
};

import type { Context, PalletHooks } from "@myelin/frame";
import { satAddU64 } from "../../arithmetic.ts";
import { blockStep } from "./coinbase/block_step.ts";
import { genesis } from "./genesis.ts";
import { S } from "./storage.ts";
import { getAllSubnetNetuids } from "./subnets/subnet.ts";

/** `pallets/subtensor/src/macros/hooks.rs`. */
export const hooks: PalletHooks = {
  on_initialize(ctx) {
    cleanUpHotkeySwapRecords(ctx);
    blockStep(ctx);
  },
  genesis,
};

/** Each block looks at a part of the subnets and forgets hotkey swaps that no longer limit anybody. */
function cleanUpHotkeySwapRecords(ctx: Context): void {
  const interval = ctx.config.hotkeySwapOnSubnetInterval;
  if (interval === 0n) return;
  const now = BigInt(ctx.block.number);
  for (const netuid of getAllSubnetNetuids(ctx)) {
    if (BigInt(netuid) % interval !== now % interval) continue;
    for (const [coldkey, block] of [...S.LastHotkeySwapOnNetuid.entries(ctx, netuid)]) {
      if (satAddU64(block, interval) < now) S.LastHotkeySwapOnNetuid.remove(ctx, netuid, coldkey);
    }
  }
}

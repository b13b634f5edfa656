import type { Context, PalletHooks, WeightValue } from "@myelin/frame";
import { satAddU64 } from "../../arithmetic.ts";
import { addWeights, weight } from "../../weights.ts";
import { blockStep } from "./coinbase/block_step.ts";
import { genesis } from "./genesis.ts";
import { S } from "./storage.ts";
import { getAllSubnetNetuids } from "./subnets/subnet.ts";

/** What the chain charges a block for its step, however many subnets there are. */
const BLOCK_STEP = weight(110_634_229_000n, 0n, 8_304, 110);

/** `pallets/subtensor/src/macros/hooks.rs`. */
export const hooks: PalletHooks = {
  on_initialize(ctx) {
    const cleanUp = cleanUpHotkeySwapRecords(ctx);
    blockStep(ctx);
    return addWeights(BLOCK_STEP, cleanUp);
  },
  genesis,
};

/** Each block looks at a part of the subnets and forgets hotkey swaps that no longer limit anybody. */
function cleanUpHotkeySwapRecords(ctx: Context): WeightValue {
  const interval = ctx.config.hotkeySwapOnSubnetInterval;
  const netuids = getAllSubnetNetuids(ctx);
  const now = BigInt(ctx.block.number);
  let reads = 2 + netuids.length;
  let writes = 0;
  for (const netuid of interval === 0n ? [] : netuids) {
    if (BigInt(netuid) % interval !== now % interval) continue;
    for (const [coldkey, block] of [...S.LastHotkeySwapOnNetuid.entries(ctx, netuid)]) {
      reads += 1;
      if (satAddU64(block, interval) >= now) continue;
      S.LastHotkeySwapOnNetuid.remove(ctx, netuid, coldkey);
      writes += 1;
    }
  }
  return weight(0n, 0n, reads, writes);
}

/** Slow scans that complete the index of root stakers (`pallets/subtensor/src/staking/helpers.rs`). */
import type { Context, StorageKey } from "@myelin/frame";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { S } from "../storage.ts";
import { ROOT_NETUID } from "../types.ts";
import { maybeAddColdkeyIndex } from "./root_claimed.ts";

/** Shares looked at in one block, in each map (`ALPHA_MAP_BATCH_SIZE`). */
const BATCH = 30;

/** Looks at the next shares of both maps and indexes the coldkeys of those on root. */
export function populateRootColdkeyStakingMaps(ctx: Context): void {
  scan(ctx, S.Alpha, S.AlphaMapLastKey);
  scan(ctx, S.AlphaV2, S.AlphaV2MapLastKey);
}

/** The last key is remembered; a batch that is not full ends the scan, and the next block begins a new one. */
function scan(ctx: Context, shares: typeof S.Alpha | typeof S.AlphaV2, cursor: typeof S.AlphaMapLastKey): void {
  const last = cursor.get(ctx);
  let seen = 0;
  let final: StorageKey | undefined;
  for (const [hotkey, coldkey, netuid] of shares.entriesAfter(ctx, last && toHex(last))) {
    if (netuid === ROOT_NETUID) maybeAddColdkeyIndex(ctx, coldkey);
    seen++;
    if (seen < BATCH) continue;
    final = shares.key(hotkey, coldkey, netuid);
    break;
  }
  if (last !== undefined || seen > 0) cursor.set(ctx, final && fromHex(final));
}

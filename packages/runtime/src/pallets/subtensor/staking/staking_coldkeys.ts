/** Slow scans that complete the index of root stakers (`pallets/subtensor/src/staking/helpers.rs`). */
import type { Context } from "@myelin/frame";
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

type Shares = typeof S.Alpha | typeof S.AlphaV2;
type Cursor = typeof S.AlphaMapLastKey;

/** The last key is remembered; a batch that is not full ends the scan, and the next block begins a new one. */
function scan(ctx: Context, shares: Shares, cursor: Cursor): void {
  const last = cursor.get(ctx);
  const batch = take(last === undefined ? shares.keys(ctx) : shares.keysAfter(ctx, toHex(last)), BATCH);
  if (last === undefined && batch.length === 0) return;
  for (const [, coldkey, netuid] of batch) if (netuid === ROOT_NETUID) maybeAddColdkeyIndex(ctx, coldkey);
  const final = batch.length === BATCH ? batch[BATCH - 1] : undefined;
  cursor.set(ctx, final === undefined ? undefined : fromHex(shares.key(...final)));
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

import type { Runtime } from "@myelin/frame";
import { getNextEpochStartBlock } from "@myelin/runtime/pallets/subtensor/coinbase/epoch_schedule";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { headBlock } from "../chain/header.ts";
import type { StateDb } from "../state/index.ts";

/** Blocks of a subnet's last and next epoch, as of the head; undefined where it has none. */
export function epochsOf(runtime: Runtime, db: StateDb, netuid: number): { last: number; next: number } | undefined {
  return runtime.query(db.reader(), headBlock(db), (ctx) => {
    if (!S.NetworksAdded.get(ctx, netuid)) return undefined;
    const next = getNextEpochStartBlock(ctx, netuid);
    return next === undefined ? undefined : { last: Number(S.LastEpochBlock.get(ctx, netuid)), next: Number(next) };
  });
}

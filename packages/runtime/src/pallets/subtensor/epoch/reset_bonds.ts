import type { AccountId, Context } from "@myelin/frame";
import { S } from "../storage.ts";

/**
 * Lets every validator of a mechanism forget its bonds to one hotkey, where the subnet allows it
 * (`pallets/subtensor/src/epoch/run_epoch.rs`, do_reset_bonds).
 */
export function doResetBonds(ctx: Context, netuid: number, mechanismIndex: number, hotkey: AccountId): void {
  if (!S.BondsResetOn.get(ctx, netuid)) return;
  const uid = S.Uids.get(ctx, netuid, hotkey);
  if (uid === undefined) return;
  for (const [validator, bonds] of [...S.Bonds.entries(ctx, mechanismIndex)]) {
    S.Bonds.set(
      ctx,
      mechanismIndex,
      validator,
      bonds.filter(([target]) => target !== uid),
    );
  }
}

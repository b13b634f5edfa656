import { type AccountId, type Context, call, ensure, ensureSigned, u16 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doResetBonds } from "../../subtensor/epoch/reset_bonds.ts";
import { S as Subtensor } from "../../subtensor/storage.ts";
import { getMechanismStorageIndex } from "../../subtensor/subnets/mechanism.ts";
import { E, Err } from "../events.ts";
import { S } from "../storage.ts";
import { addTimelocked, removeTimelocked } from "../timelock.ts";
import { CommitmentInfo, type Data, MAX_FIELDS, spaceOf } from "../types.ts";

/** Bytes that every call counts for at least. */
const MIN_USED_SPACE = 100;

/** `pallets/commitments/src/lib.rs`, set_commitment. No deposit is asked (both deposit constants are zero). */
export const set_commitment = call({
  index: 0,
  args: { netuid: u16, info: CommitmentInfo },
  weight: weight(33_480_000n, 0n, 5, 4),
  pays: false,
  docs: "Commit to up to three pieces of data on a subnet.",
  run(ctx, origin, { netuid, info }) {
    const who = ensureSigned(origin);
    ensure(Subtensor.Uids.contains(ctx, netuid, who), Err.AccountNotAllowedCommit);
    ensure(info.fields.length <= MAX_FIELDS, Err.TooManyFieldsInCommitmentInfo);
    if (info.fields.some((field) => field.type === "ResetBondsFlag")) resetBonds(ctx, netuid, who);
    useSpace(ctx, netuid, who, info.fields);

    S.CommitmentOf.set(ctx, netuid, who, { deposit: 0n, block: ctx.block.number, info });
    S.LastCommitment.set(ctx, netuid, who, ctx.block.number);

    const timelock = info.fields.find((field) => field.type === "TimelockEncrypted");
    if (timelock) {
      ctx.depositEvent(E.TimelockCommitment({ netuid, who, reveal_round: timelock.value.reveal_round }));
      addTimelocked(ctx, netuid, who);
    } else {
      ctx.depositEvent(E.Commitment({ netuid, who }));
      removeTimelocked(ctx, netuid, who);
    }
  },
});

function useSpace(ctx: Context, netuid: number, who: AccountId, fields: readonly Data[]): void {
  const required = Math.max(
    MIN_USED_SPACE,
    fields.reduce((sum, field) => sum + spaceOf(field), 0),
  );
  const epoch = Subtensor.SubnetEpochIndex.get(ctx, netuid);
  const usage = S.UsedSpaceOf.get(ctx, netuid, who) ?? { last_epoch: 0n, used_space: 0n };
  const before = usage.last_epoch === epoch ? usage.used_space : 0n;
  const used_space = before + BigInt(required);
  ensure(used_space <= BigInt(S.MaxSpace.get(ctx)), Err.SpaceLimitExceeded);
  S.UsedSpaceOf.set(ctx, netuid, who, { last_epoch: epoch, used_space });
}

/** `runtime/src/lib.rs`, ResetBondsOnCommit: the hotkey's bonds on every mechanism of the subnet. */
function resetBonds(ctx: Context, netuid: number, who: AccountId): void {
  S.LastBondsReset.set(ctx, netuid, who, ctx.block.number);
  for (let mecid = 0; mecid < Subtensor.MechanismCountCurrent.get(ctx, netuid); mecid++) {
    doResetBonds(ctx, netuid, getMechanismStorageIndex(netuid, mecid), who);
  }
}

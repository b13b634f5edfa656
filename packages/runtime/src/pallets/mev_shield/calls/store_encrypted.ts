import { call, ensure, ensureSigned } from "@myelin/frame";
import { satAddU32 } from "../../../arithmetic.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { EncryptedCall } from "../types.ts";
import { W } from "../weights.ts";

export const store_encrypted = call({
  index: 2,
  args: { encrypted_call: EncryptedCall },
  weight: W.storeEncrypted,
  docs: "Store an encrypted call for a later block.",
  run(ctx, origin, { encrypted_call }) {
    const who = ensureSigned(origin);
    const waiting = S.CounterForPendingExtrinsics.get(ctx);
    ensure(waiting < S.MaxPendingExtrinsicsLimit.get(ctx), Err.TooManyPendingExtrinsics);
    const index = S.NextPendingExtrinsicIndex.get(ctx);
    S.PendingExtrinsics.set(ctx, index, { who, encrypted_call, submitted_at: ctx.block.number });
    S.CounterForPendingExtrinsics.set(ctx, waiting + 1);
    S.NextPendingExtrinsicIndex.set(ctx, satAddU32(index, 1));
    ctx.depositEvent(E.ExtrinsicStored({ index, who }));
  },
});

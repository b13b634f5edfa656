/** What System does around the extrinsics of a block: `substrate/frame/system/src/lib.rs`, initialize to finalize. */
import type {
  AppliedResult,
  BlockHeader,
  Context,
  DispatchClassName,
  DispatchInfo,
  EventRecordValue,
  SystemInterface,
  WeightValue,
} from "@myelin/frame";
import { addWeights, BASE_BLOCK, BASE_EXTRINSIC } from "../../weights.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

const stored = (weight: WeightValue) => ({ ref_time: weight.refTime, proof_size: weight.proofSize });
const NOTHING = stored({ refTime: 0n, proofSize: 0n });
const CLASS_NAMES = { normal: "Normal", operational: "Operational", mandatory: "Mandatory" } as const;

function initialise(ctx: Context, { number, parentHash, digest }: BlockHeader): void {
  S.ExecutionPhase.set(ctx, { type: "Initialization" });
  S.Number.set(ctx, number);
  S.ParentHash.set(ctx, parentHash);
  S.Digest.set(ctx, { logs: [...digest] });
  S.BlockHash.set(ctx, number - 1, parentHash);
  S.BlockWeight.set(ctx, { normal: NOTHING, operational: NOTHING, mandatory: stored(BASE_BLOCK) });
  S.Events.kill(ctx);
  S.EventCount.kill(ctx);
}

/** Counts what hooks used as mandatory weight. */
function noteInitialised(ctx: Context, used: WeightValue): void {
  S.BlockWeight.mutate(ctx, (all) => ({
    ...all,
    mandatory: stored(addWeights({ refTime: all.mandatory.ref_time, proofSize: all.mandatory.proof_size }, used)),
  }));
}

function noteExtrinsic(ctx: Context, index: number, bytes: Uint8Array): void {
  S.ExtrinsicData.set(ctx, index, bytes);
  S.ExecutionPhase.set(ctx, { type: "ApplyExtrinsic", value: index });
}

/** The weight of an event counts the base extrinsic too, as clients expect it. */
function noteApplied(
  ctx: Context,
  index: number,
  result: AppliedResult,
  info: DispatchInfo,
  post: { weight: WeightValue; paysFee: boolean },
): void {
  const dispatch_info = {
    weight: stored(addWeights(post.weight, BASE_EXTRINSIC)),
    class: CLASS_NAMES[info.class satisfies DispatchClassName],
    pays_fee: post.paysFee ? ("Yes" as const) : ("No" as const),
  };
  ctx.depositEvent(
    result.ok
      ? E.ExtrinsicSuccess({ dispatch_info })
      : E.ExtrinsicFailed({ dispatch_error: result.error, dispatch_info }),
  );
  S.ExtrinsicCount.set(ctx, index + 1);
}

function noteFinishedExtrinsics(ctx: Context): void {
  S.ExecutionPhase.set(ctx, { type: "Finalization" });
}

function finalise(ctx: Context, events: readonly EventRecordValue[]) {
  const count = S.ExtrinsicCount.take(ctx) ?? 0;
  for (let index = 0; index < count; index++) S.ExtrinsicData.remove(ctx, index);
  S.ExecutionPhase.kill(ctx);
  S.AllExtrinsicsLen.kill(ctx);
  S.InherentsApplied.kill(ctx);
  forgetOldHash(ctx);
  S.Events.set(ctx, [...events]);
  S.EventCount.set(ctx, events.length);
  return { digest: S.Digest.get(ctx).logs };
}

/** The ring of hashes holds `blockHashCount` of them; the genesis hash stays for ever. */
function forgetOldHash(ctx: Context): void {
  const oldest = ctx.block.number - ctx.config.blockHashCount - 1;
  if (oldest > 0) S.BlockHash.remove(ctx, oldest);
}

/** The seam between the executor and System. */
export const system: SystemInterface = {
  initialise,
  noteInitialised,
  noteExtrinsic,
  noteApplied,
  noteFinishedExtrinsics,
  finalise,
};

import type { Context } from "@myelin/frame";
import { S } from "./storage.ts";

/** Where an extrinsic stands: the height of its block and its place in it. */
export interface Position {
  readonly height: number;
  readonly index: number;
}

/** Position of the extrinsic that runs now; index 0 outside of one (`frame_system::Pallet::extrinsic_index`). */
export function currentPosition(ctx: Context): Position {
  const phase = S.ExecutionPhase.get(ctx);
  return { height: ctx.block.number, index: phase?.type === "ApplyExtrinsic" ? phase.value : 0 };
}

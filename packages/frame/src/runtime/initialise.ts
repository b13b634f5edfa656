import type { BlockHeader } from "../system-interface.ts";
import { addWeights, ZERO_WEIGHT } from "../weight.ts";
import type { Assembly } from "./assembly.ts";
import type { BlockContext } from "./block-context.ts";

/** Starts a block: System first, then every pallet's `on_initialize` in the order of their indices. */
export function initialiseBlock({ definition, pallets }: Assembly, ctx: BlockContext, header: BlockHeader): void {
  definition.system.initialise(ctx, header);
  let used = ZERO_WEIGHT;
  for (const { hooks } of pallets) used = addWeights(used, hooks?.on_initialize?.(ctx) ?? ZERO_WEIGHT);
  definition.system.noteInitialised?.(ctx, used);
}

/** Weights of several subnets in one call, each for itself (`pallets/subtensor/src/subnets/weights.rs`). */
import { type Context, completeError, DispatchFailure, ensure, ensureSigned, type Origin } from "@myelin/frame";
import { Err } from "../errors.ts";
import { E } from "../events.ts";

/**
 * Does `item` for each subnet; failures become events.
 *
 * @param counts lengths of all arguments, which must be equal
 * @throws InputLengthsUnequal
 */
export function forEachSubnet(
  ctx: Context,
  origin: Origin,
  netuids: readonly number[],
  counts: readonly number[],
  item: (netuid: number, position: number) => void,
): void {
  const hotkey = ensureSigned(origin);
  ensure(
    counts.every((count) => count === netuids.length),
    Err.InputLengthsUnequal,
  );
  const failures = netuids.map((netuid, i) => failureOf(() => item(netuid, i)));
  if (failures.some((failure) => failure !== undefined)) ctx.depositEvent(E.BatchCompletedWithErrors());
  for (const [i, failure] of failures.entries()) {
    if (!failure) continue;
    const error = completeError(failure, (pallet) => ctx.palletIndex(pallet));
    ctx.depositEvent(E.BatchWeightItemFailed(netuids[i]!, error));
  }
  ctx.depositEvent(E.BatchWeightsCompleted([...netuids], hotkey));
}

function failureOf(run: () => void): DispatchFailure | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof DispatchFailure) return error;
    throw error;
  }
}

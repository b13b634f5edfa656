import type { CallValue } from "@myelin/frame";

/** Calls in one batch (`pallets/utility/src/lib.rs`, batched_calls_limit, as the chain's metadata shows it). */
export const BATCHED_CALLS_LIMIT = 10_922;

const BATCHES = new Set(["batch", "batch_all", "force_batch"]);

const isBatch = (call: CallValue): boolean => call.type === "Utility" && BATCHES.has(call.value.type);

/**
 * A batch must not directly hold another batch (`runtime/src/lib.rs`, NoNestingCallFilter).
 * Part of the runtime's call filter.
 */
export function hasNestedBatch(call: CallValue): boolean {
  return isBatch(call) && (call.value.value["calls"] as CallValue[]).some(isBatch);
}

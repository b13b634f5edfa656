import { filterEntries, fromStored, normalizeRows, type SparseMatrix } from "./sparse.ts";
import type { EpochInput } from "./types.ts";

/**
 * The weights that count, each row normalised to 1. A weight does not count
 * - without a permit,
 * - towards oneself, except for the owner,
 * - if set before or in the block in which its target registered,
 * - with commit-reveal: if committed before its target registered, so that nobody inherits a predecessor's weights.
 */
export function countedWeights(input: EpochInput, permits: readonly boolean[]): SparseMatrix {
  const { ownerUid, lastUpdate, blockAtRegistration, commitBlocks } = input;
  const counts = (row: number, column: number): boolean => {
    const registered = blockAtRegistration[column]!;
    return (
      permits[row]! &&
      (row !== column || row === ownerUid) &&
      lastUpdate[row]! > registered &&
      (commitBlocks === null || commitBlocks[row]! >= registered)
    );
  };
  return normalizeRows(filterEntries(fromStored(input.weights, input.n), counts));
}

import { I32F32 } from "@myelin/primitives/fixed";
import type { Entry, SparseMatrix } from "./sparse.ts";
import { normalize, sum, type Vector } from "./vector.ts";

/**
 * The stake-weighted median of each column: the largest weight that at least the share `kappa` of the stake supports
 * (`weighted_median_col_sparse`). Absent entries are votes for 0; rows without stake do not vote.
 */
export function weightedMedianOfColumns(stake: Vector, matrix: SparseMatrix, n: number, kappa: bigint): bigint[] {
  const voters = stake.map((_, row) => row).filter((row) => stake[row]! > 0n);
  const votes = normalize(voters.map((row) => stake[row]!));
  // Rounding leaves the sum a little below 1, and the median is taken over this very sum.
  const total = sum(votes);
  const minority = I32F32.saturatingSub(total, kappa);

  const scores = Array.from({ length: n }, () => new Array<bigint>(voters.length).fill(0n));
  voters.forEach((row, voter) => {
    for (const { column, value } of matrix[row]!) scores[column]![voter] = value;
  });
  return scores.map((column) => weightedMedian(votes, column, minority, total));
}

/**
 * Quickselect by stake (`weighted_median`): the score at which the stake below and above splits at `minority`. The list
 * is not sorted, and the pivot is whatever stands in the middle of it.
 */
function weightedMedian(stake: Vector, scores: Vector, minority: bigint, total: bigint): bigint {
  let candidates = stake.map((_, index) => index);
  let low = 0n;
  let high = total;
  while (candidates.length > 1) {
    const pivot = scores[candidates[candidates.length >> 1]!]!;
    const { lower, upper, lowerStake, upperStake } = split(candidates, pivot, stake, scores);
    const belowPivot = I32F32.saturatingAdd(low, lowerStake);
    const upToPivot = I32F32.saturatingSub(high, upperStake);
    if (minority < belowPivot && lower.length > 0) {
      candidates = lower;
      high = belowPivot;
    } else if (upToPivot <= minority && upper.length > 0) {
      candidates = upper;
      low = upToPivot;
    } else {
      return pivot;
    }
  }
  return candidates.length === 0 ? 0n : scores[candidates[0]!]!;
}

function split(candidates: readonly number[], pivot: bigint, stake: Vector, scores: Vector) {
  const lower: number[] = [];
  const upper: number[] = [];
  let lowerStake = 0n;
  let upperStake = 0n;
  for (const index of candidates) {
    const score = scores[index]!;
    if (score < pivot) {
      lower.push(index);
      lowerStake = I32F32.saturatingAdd(lowerStake, stake[index]!);
    } else if (score > pivot) {
      upper.push(index);
      upperStake = I32F32.saturatingAdd(upperStake, stake[index]!);
    }
  }
  return { lower, upper, lowerStake, upperStake };
}

/** Cuts entries down to the consensus of their column; where that is 0, entries above it vanish (`col_clip_sparse`). */
export function clipToConsensus(matrix: SparseMatrix, consensus: Vector): SparseMatrix {
  return matrix.map((row) => {
    const clipped: Entry[] = [];
    for (const entry of row) {
      const limit = consensus[entry.column]!;
      if (entry.value <= limit) clipped.push(entry);
      else if (limit > 0n) clipped.push({ column: entry.column, value: limit });
    }
    return clipped;
  });
}

/** What consensus does to weights: trust and rank by the clipped ones, bonds by the penalised ones. */
import { add, fromU16, mul, ONE } from "./fixed";
import * as input from "./input";
import { at64, reserveZeroed } from "./memory";
import { dense, weights } from "./rows";

/** Sum of each row after clipping. */
export let trust: usize = 0;
/** Stake-weighted sum of each column after clipping. */
export let rank: usize = 0;

export function clipAndRank(consensus: usize, stake: usize): void {
  trust = reserveZeroed(usize(input.n) << 3);
  rank = reserveZeroed(usize(input.n) << 3);
  for (let row = 0; row < input.n; row++) {
    const share = load<i64>(at64(stake, row));
    let total: i64 = 0;
    for (let i = weights.start(row), end = weights.end(row); i < end; i++) {
      const column = weights.column(i);
      const clipped = min(weights.value(i), load<i64>(at64(consensus, column)));
      const sum = at64(rank, column);
      store<i64>(sum, add(load<i64>(sum), mul(share, clipped)));
      total += clipped;
    }
    store<i64>(at64(trust, row), total);
  }
}

/** Replaces the weights by those that bonds follow (`penalizedWeights` of the reference), moving them together. */
export function penalize(consensus: usize): void {
  const penalty = fromU16(input.bondsPenalty);
  if (penalty === 0) return;
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    const first = out;
    const start = weights.start(row);
    const end = penalty < ONE && !weights.isAscending(row) ? sortRow(start, weights.end(row)) : weights.end(row);
    out = penalty < ONE ? interpolate(start, end, out, consensus, penalty) : clip(start, end, out, consensus);
    weights.setRow(row, first, out);
  }
}

/** Entries above a consensus of 0 vanish. Moves the others to `out`; returns the entry after the last one. */
function clip(start: i32, end: i32, out: i32, consensus: usize): i32 {
  for (let i = start; i < end; i++) {
    const column = weights.column(i);
    const value = weights.value(i);
    const limit = load<i64>(at64(consensus, column));
    weights.set(out, column, min(value, limit));
    out += i32(value <= limit || limit > 0);
  }
  return out;
}

/** Between the weights and the clipped ones; only positive values stay, moved to `out`. As {@link clip}. */
function interpolate(start: i32, end: i32, out: i32, consensus: usize, penalty: i64): i32 {
  for (let i = start; i < end; i++) {
    const column = weights.column(i);
    const value = weights.value(i);
    const excess = max(value - load<i64>(at64(consensus, column)), 0);
    // The floor of a negative product: excess and penalty are within [0, 1], so this rounds it up in one word.
    const between = value - i64((u64(excess) * u64(penalty) + u64(ONE - 1)) >> 32);
    weights.set(out, column, between);
    out += i32(between > 0);
  }
  return out;
}

/** Positive values by ascending columns, of equal columns the last one. Returns the entry after the last one. */
function sortRow(start: i32, end: i32): i32 {
  for (let i = start; i < end; i++) store<i64>(at64(dense, weights.column(i)), weights.value(i));
  let out = start;
  for (let column = 0; column < input.n; column++) {
    const value = load<i64>(at64(dense, column));
    if (value === 0) continue;
    store<i64>(at64(dense, column), 0);
    weights.set(out, column, value);
    out += 1;
  }
  return out;
}

/** What consensus does to weights: trust and rank by the clipped ones, bonds by the penalised ones. */
import { Any, fromU16, ONE, plus, positive, times, Unit } from "./fixed";
import * as input from "./input";
import { at64, reserveZeroed } from "./memory";
import { dense, ENTRY, entryPlace, entryValue, setEntry, weights } from "./rows";
import { areBelowOne } from "./vector";
import { ascends } from "./weights";

/** Sum of each row after clipping. */
export let trust: usize = 0;
/** Stake-weighted sum of each column after clipping. */
export let rank: usize = 0;

/**
 * Finds trust and rank, and replaces the weights by those that bonds follow (`penalizedWeights` of the reference), moving
 * them together. For classic bonds these are multiplied by the stake of their row: what a validator buys.
 */
export function clipAndPenalize(consensus: usize, stake: usize): void {
  trust = reserveZeroed(usize(input.n) << 3);
  rank = reserveZeroed(usize(input.n) << 3);
  if (areBelowOne(stake, input.n)) clipRows<Unit>(consensus, stake);
  else clipRows<Any>(consensus, stake);
}

function clipRows<F>(consensus: usize, stake: usize): void {
  const penalty = fromU16(input.bondsPenalty);
  const isBetween = penalty > 0 && penalty < ONE;
  let out = weights.entries;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    const isSorted = !isBetween || load<bool>(ascends + row);
    out = clipRow<F>(row, out, consensus, load<i64>(at64(stake, row)), penalty, !isBetween, !isSorted);
    if (!isSorted) out = sortRow(start, out);
    weights.setRow(row, start, out);
  }
}

/**
 * Moves a row to `out`; returns the address after it. Only positive values stay, but without a penalty between 0 and 1
 * also what was 0 before, which liquid alpha sees, and everything if `keepsAll`.
 */
function clipRow<F>(
  row: i32,
  out: usize,
  consensus: usize,
  stake: i64,
  penalty: i64,
  keepsZero: bool,
  keepsAll: bool,
): usize {
  const ranks = rank;
  const factor = input.yuma3 ? ONE : stake;
  let total: i64 = 0;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    const value = entryValue(at);
    const excess = positive(value - load<i64>(consensus + place));
    const clipped = value - excess;
    const penalized = value - partOf(excess, penalty);
    total += clipped;
    store<i64>(ranks + place, plus<F>(load<i64>(ranks + place), times<F>(stake, clipped)));
    setEntry(out, place, factor === ONE ? penalized : times<F>(factor, penalized));
    const isKept = i32(penalized > 0) | (i32(value === 0) & i32(keepsZero)) | i32(keepsAll);
    out += usize(isKept) * ENTRY;
  }
  store<i64>(at64(trust, row), total);
  return out;
}

/** The penalised part of an excess, rounded up: the floor of a negative product. Both are within [0, 1]. */
function partOf(excess: i64, penalty: i64): i64 {
  return penalty === ONE ? excess : i64((u64(excess) * u64(penalty) + u64(ONE - 1)) >> 32);
}

/** Positive values by ascending columns, of equal columns the last one. Returns the address after the last one. */
function sortRow(start: usize, end: usize): usize {
  for (let at = start; at < end; at += ENTRY) store<i64>(dense + entryPlace(at), entryValue(at));
  let out = start;
  for (let place: usize = 0, last = usize(input.n) << 3; place < last; place += 8) {
    const value = load<i64>(dense + place);
    if (value === 0) continue;
    store<i64>(dense + place, 0);
    setEntry(out, place, value);
    out += ENTRY;
  }
  return out;
}

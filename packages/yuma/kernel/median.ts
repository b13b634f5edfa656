/**
 * The stake-weighted median of each column (`weightedMedianOfColumns` of the reference).
 *
 * As long as no sum of votes saturates, its quickselect returns the smallest score for which the votes for higher scores
 * are below kappa, or the largest score if there is none. That score is found by bisection over the range of scores,
 * snapping both bounds to scores that occur, four columns at a time. Otherwise the quickselect itself runs.
 */
import { add, ONE, sub } from "./fixed";
import * as input from "./input";
import { at32, at64, reserve, reserveZeroed } from "./memory";
import { dense, ENTRY, entryPlace, entryValue, weights } from "./rows";
import { normalize, sum } from "./vector";
import { ascends } from "./weights";

/** Scores and votes of a group's columns alternate: entry k of its four columns stands in one vector of u32. */
const LANES: i32 = 4;
/** Scores are stored with the top bit flipped, so that signed comparisons order them. */
const BIAS: u32 = 0x8000_0000;
const TWO_BIASES: u64 = 0x8000_0000_8000_0000;

/** Rows with stake, their shares of all votes, and how many there are. */
let voters: usize = 0;
let votes: usize = 0;
let voterCount: i32 = 0;

/** Number of entries of each column, u32. */
let counts: usize = 0;
/** Vectors of each group. */
let lengths: usize = 0;
/** Index of each group's first vector. */
let offsets: usize = 0;
let scores: usize = 0;
let scoreVotes: usize = 0;

/** @param kappa I32F32 */
export function weightedMedians(stake: usize, kappa: i64): usize {
  const medians = reserveZeroed(usize(input.n + LANES) << 3);
  gatherVoters(stake);
  if (voterCount === 0) return medians;
  if (voterCount === 1) copyScores(load<i32>(voters), medians);
  else if (isUsual()) bisectAll(medians, kappa);
  else selectAll(medians, kappa);
  return medians;
}

function gatherVoters(stake: usize): void {
  voters = reserve(usize(input.n) << 2);
  votes = reserve(usize(input.n) << 3);
  voterCount = 0;
  for (let row = 0; row < input.n; row++) {
    const share = load<i64>(at64(stake, row));
    if (share <= 0) continue;
    store<i32>(at32(voters, voterCount), row);
    store<i64>(at64(votes, voterCount), share);
    voterCount += 1;
  }
  normalize(votes, voterCount);
}

/**
 * Whether the votes are shares of 1. Then the votes for the scores above the lowest score fit a u32: their sum is below 1,
 * or somebody votes for the lowest score.
 */
function isUsual(): bool {
  let total: i64 = 0;
  let least: i64 = ONE;
  for (let i = 0; i < voterCount; i++) {
    const vote = load<i64>(at64(votes, i));
    if (vote < 0 || vote >= ONE) return false;
    least = min(least, vote);
    total += vote;
  }
  return total < ONE || (total === ONE && least > 0);
}

/** A single voter decides alone. Of equal columns the last entry counts. */
function copyScores(row: i32, medians: usize): void {
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    store<i64>(medians + entryPlace(at), entryValue(at));
  }
}

function bisectAll(medians: usize, kappa: i64): void {
  const groups = (input.n + LANES - 1) / LANES;
  transpose(groups);
  for (let group = 0; group < groups; group++) {
    const length = load<i32>(at32(lengths, group));
    if (length === 0) continue;
    const first = usize(load<i32>(at32(offsets, group))) << 4;
    bisect(scores + first, scoreVotes + first, length, group, medians, kappa);
  }
}

/** Gathers the entries of each column, which rows hold one by one. */
function transpose(groups: i32): void {
  countEntries(groups);
  lengths = reserve(usize(groups) << 2);
  offsets = reserve(usize(groups) << 2);
  let vectors = 0;
  for (let group = 0; group < groups; group++) {
    const count = at32(counts, group * LANES);
    const length = max(max(load<i32>(count), load<i32>(count, 4)), max(load<i32>(count, 8), load<i32>(count, 12)));
    store<i32>(at32(lengths, group), length);
    store<i32>(at32(offsets, group), vectors);
    vectors += length;
  }
  scores = reserve(usize(vectors) << 4);
  scoreVotes = reserveZeroed(usize(vectors) << 4);
  for (let at = scores, end = scores + (usize(vectors) << 4); at < end; at += 8) store<u64>(at, TWO_BIASES);
  const cursors = reserve(usize(groups * LANES) << 2);
  for (let column = 0; column < groups * LANES; column++) {
    const first = scores + (usize(load<i32>(at32(offsets, column / LANES))) << 4);
    store<u32>(at32(cursors, column), u32(first) + 4 * (column % LANES));
  }
  scatterEntries(cursors);
}

/** Of equal columns in a row one counts. */
function countEntries(groups: i32): void {
  counts = reserveZeroed(usize(groups * LANES) << 2);
  const base = counts;
  for (let voter = 0; voter < voterCount; voter++) {
    const row = load<i32>(at32(voters, voter));
    const isAscending = load<bool>(ascends + row);
    if (!isAscending) noteLast(row);
    for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
      const count = base + (entryPlace(at) >> 1);
      if (isAscending || isLast(at)) store<i32>(count, load<i32>(count) + 1);
    }
    if (!isAscending) forgetLast(row);
  }
}

/** Where each column's next entry goes: `cursors` holds addresses. */
function scatterEntries(cursors: usize): void {
  const toVotes = scoreVotes - scores;
  for (let voter = 0; voter < voterCount; voter++) {
    const row = load<i32>(at32(voters, voter));
    const vote = load<u32>(at64(votes, voter));
    const isAscending = load<bool>(ascends + row);
    if (!isAscending) noteLast(row);
    for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
      if (!isAscending && !isLast(at)) continue;
      const cursor = cursors + (entryPlace(at) >> 1);
      const place = usize(load<u32>(cursor));
      store<u32>(cursor, u32(place + 4 * LANES));
      // Shares of a sum below 2^31 are at most 1 - 2^-31, so the largest u32 can stand for exactly 1.
      store<u32>(place, u32(min(entryValue(at), ONE - 1)) ^ BIAS);
      store<u32>(place + toVotes, vote);
    }
    if (!isAscending) forgetLast(row);
  }
}

/** Of equal columns in a row the last entry counts: notes where it is. */
function noteLast(row: i32): void {
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY)
    store<i64>(dense + entryPlace(at), at);
}

function isLast(entry: usize): bool {
  return load<i64>(dense + entryPlace(entry)) === i64(entry);
}

function forgetLast(row: i32): void {
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY)
    store<i64>(dense + entryPlace(at), 0);
}

/** Absent entries score 0, so a column without an entry of every voter has 0 among its scores. */
function bisect(score: usize, vote: usize, length: i32, group: i32, medians: usize, kappa: i64): void {
  if (ASC_FEATURE_SIMD) bisectLanes(score, vote, length, group, medians, kappa);
  else for (let lane = 0; lane < LANES; lane++) bisectLane(score, vote, length, group * LANES + lane, medians, kappa);
}

function bisectLanes(score: usize, vote: usize, length: i32, group: i32, medians: usize, kappa: i64): void {
  const end = usize(length) << 4;
  let low = i32x4.splat(i32.MAX_VALUE);
  let high = i32x4.splat(i32.MIN_VALUE);
  for (let at: usize = 0; at < end; at += 16) {
    const s = v128.load(score + at);
    low = i32x4.min_s(low, s);
    high = i32x4.max_s(high, s);
  }
  const isPartial = i32x4.lt_s(v128.load(at32(counts, group * LANES)), i32x4.splat(voterCount));
  low = v128.bitselect(i32x4.splat(i32(BIAS)), low, isPartial);
  if (kappa === 0) low = high;
  const most = i32x4.splat(i32(kappa - 1));
  while (v128.any_true(v128.xor(low, high))) {
    // Below `high`, and not below `low`: half of their distance, which may be any u32, further.
    const middle = i32x4.add(low, i32x4.shr_u(i32x4.sub(high, low), 1));
    let above = i32x4.splat(0);
    let under = low;
    let over = high;
    for (let at: usize = 0; at < end; at += 16) {
      const s = v128.load(score + at);
      const isAbove = i32x4.gt_s(s, middle);
      above = i32x4.add(above, v128.and(v128.load(vote + at), isAbove));
      under = i32x4.max_s(under, v128.bitselect(low, s, isAbove));
      over = i32x4.min_s(over, v128.bitselect(s, high, isAbove));
    }
    const goesDown = i32x4.le_u(above, most);
    const goesUp = v128.not(goesDown);
    low = v128.bitselect(over, low, goesUp);
    high = v128.bitselect(under, high, goesDown);
  }
  const first = at64(medians, group * LANES);
  store<i64>(first, scoreOf(i32x4.extract_lane(low, 0)));
  store<i64>(first, scoreOf(i32x4.extract_lane(low, 1)), 8);
  store<i64>(first, scoreOf(i32x4.extract_lane(low, 2)), 16);
  store<i64>(first, scoreOf(i32x4.extract_lane(low, 3)), 24);
}

function bisectLane(score: usize, vote: usize, length: i32, column: i32, medians: usize, kappa: i64): void {
  const start = usize(column % LANES) << 2;
  const end = start + (usize(length) << 4);
  let low = i32.MAX_VALUE;
  let high = i32.MIN_VALUE;
  for (let at = start; at < end; at += 16) {
    low = min(low, load<i32>(score + at));
    high = max(high, load<i32>(score + at));
  }
  if (load<i32>(at32(counts, column)) < voterCount) low = i32(BIAS);
  if (kappa === 0) low = high;
  while (low !== high) {
    const middle = low + i32(u32(high - low) >> 1);
    let above: i64 = 0;
    let under = low;
    let over = high;
    for (let at = start; at < end; at += 16) {
      const s = load<i32>(score + at);
      if (s > middle) {
        above += load<u32>(vote + at);
        over = min(over, s);
      } else under = max(under, s);
    }
    if (above < kappa) high = under;
    else low = over;
  }
  store<i64>(at64(medians, column), scoreOf(low));
}

function scoreOf(stored: i32): i64 {
  const score = u32(stored) ^ BIAS;
  return score === u32.MAX_VALUE ? ONE : i64(score);
}

/** The reference to the letter, for votes whose sums may saturate. */
function selectAll(medians: usize, kappa: i64): void {
  const column = reserve(usize(voterCount) << 3);
  const candidates = reserve(usize(voterCount) << 2);
  const total = sum(votes, voterCount);
  for (let j = 0; j < input.n; j++) {
    for (let voter = 0; voter < voterCount; voter++) {
      store<i64>(at64(column, voter), scoreAt(load<i32>(at32(voters, voter)), j));
      store<i32>(at32(candidates, voter), voter);
    }
    store<i64>(at64(medians, j), select(column, candidates, sub(total, kappa), total));
  }
}

function scoreAt(row: i32, column: i32): i64 {
  for (let at = weights.end(row), start = weights.start(row); at > start; at -= ENTRY) {
    if (entryPlace(at - ENTRY) === usize(column) << 3) return entryValue(at - ENTRY);
  }
  return 0;
}

function select(column: usize, candidates: usize, minority: i64, total: i64): i64 {
  let count = voterCount;
  let low: i64 = 0;
  let high = total;
  while (count > 1) {
    const pivot = load<i64>(at64(column, load<i32>(at32(candidates, count >> 1))));
    let lowerStake: i64 = 0;
    let upperStake: i64 = 0;
    let lowerCount = 0;
    let upperCount = 0;
    for (let i = 0; i < count; i++) {
      const voter = load<i32>(at32(candidates, i));
      const score = load<i64>(at64(column, voter));
      if (score < pivot) lowerStake = add(lowerStake, load<i64>(at64(votes, voter)));
      if (score > pivot) upperStake = add(upperStake, load<i64>(at64(votes, voter)));
      lowerCount += i32(score < pivot);
      upperCount += i32(score > pivot);
    }
    const belowPivot = add(low, lowerStake);
    const upToPivot = sub(high, upperStake);
    const goesDown = minority < belowPivot && lowerCount > 0;
    const goesUp = !goesDown && upToPivot <= minority && upperCount > 0;
    if (!goesDown && !goesUp) return pivot;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const voter = load<i32>(at32(candidates, i));
      const score = load<i64>(at64(column, voter));
      if (goesDown ? score < pivot : score > pivot) {
        store<i32>(at32(candidates, kept), voter);
        kept += 1;
      }
    }
    count = kept;
    if (goesDown) high = belowPivot;
    else low = upToPivot;
  }
  return load<i64>(at64(column, load<i32>(candidates)));
}

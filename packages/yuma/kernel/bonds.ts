/** Bonds and dividends (`bondsAndDividends` of the reference). */
import { Any, add, divideShort, fromU16, mulOrZero, ONE, over, plus, sub, times, toU16, Unit } from "./fixed";
import { dropOutdated, heldEnd, heldParts, heldPlace, heldStart } from "./held";
import * as input from "./input";
import { averageLiquid } from "./liquid";
import { at32, at64, reserve, reserveZeroed } from "./memory";
import {
  bonds,
  dense,
  ENTRY,
  entryPlace,
  entryValue,
  isAboveOne,
  Rows,
  reserveBonds,
  takePositive,
  weights,
} from "./rows";
import { areBelowOne, areShort, areUpToOne, divisors, normalize } from "./vector";

/**
 * The weights are those after the penalty, for classic bonds times the stake of their row.
 *
 * @returns dividends, shares of 1; afterwards {@link bonds} hold the new bonds
 */
export function bondsAndDividends(consensus: usize, stake: usize, incentive: usize): usize {
  dropOutdated();
  const dividends = input.yuma3 ? yuma3Bonds(consensus, stake, incentive) : classicBonds(stake, incentive);
  normalize(dividends, input.n);
  return dividends;
}

/** Bonds are shares in a neuron: columns sum to 1. */
function classicBonds(stake: usize, incentive: usize): usize {
  return pay(incentive, averageShares(stake));
}

/** Bonds are proportions that follow the weights; the shares that pay are made of them. */
function yuma3Bonds(consensus: usize, stake: usize, incentive: usize): usize {
  const isLiquid = input.liquidAlpha && hasConsensus(consensus);
  if (isLiquid) averageLiquid(consensus);
  const dividends = pay(incentive, isLiquid ? columnSums(bonds) : averageProportions());
  for (let uid = 0; uid < input.n; uid++) {
    const dividend = at64(dividends, uid);
    store<i64>(dividend, mulOrZero(load<i64>(dividend), load<i64>(at64(stake, uid))));
  }
  return dividends;
}

function hasConsensus(consensus: usize): bool {
  for (let uid = 0; uid < input.n; uid++) if (load<i64>(at64(consensus, uid)) !== 0) return true;
  return false;
}

/** Weight of new bonds in the average: 1 - `BondsMovingAverage` / 1,000,000, a quotient that saturates. */
function fixedAlpha(): i64 {
  const whole = input.bondsMovingAverage / 1_000_000;
  const rest = input.bondsMovingAverage % 1_000_000;
  const old = whole >> 31 !== 0 ? i64.MAX_VALUE : i64((whole << 32) | ((rest << 32) / 1_000_000));
  return sub(ONE, old);
}

/** alpha * weights + (1 - alpha) * held bonds, both as shares of their columns. Returns the sums of columns. */
function averageShares(stake: usize): usize {
  const alpha = fixedAlpha();
  const bought = columnSums(weights);
  const held = heldSums();
  const isUnit = isBetweenZeroAndOne(alpha) && areShort(bought, input.n) && areBelowOne(stake, input.n);
  return isUnit ? averageSharesOf<Unit>(alpha, bought, held) : averageSharesOf<Any>(alpha, bought, held);
}

function averageSharesOf<F>(alpha: i64, bought: usize, held: usize): usize {
  const keep = sub(ONE, alpha);
  const boughtRecords = divisors(bought, input.n);
  const heldRecords = divisors(held, input.n);
  const sums = reserveZeroed(usize(input.n) << 3);
  reserveBonds();
  let out = bonds.entries;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    if (hasEntries(row)) {
      addBought<F>(row, alpha, boughtRecords, bought);
      addHeldShares<F>(row, keep, heldRecords);
      out = takePositive<F>(out, sums);
    }
    bonds.setRow(row, start, out);
  }
  return sums;
}

function isBetweenZeroAndOne(alpha: i64): bool {
  return alpha > 0 && alpha < ONE;
}

function hasEntries(row: i32): bool {
  return weights.start(row) < weights.end(row) || heldStart(row) < heldEnd(row);
}

/** Adds a row of shares of what was bought, times a factor, to {@link dense}. */
function addBought<F>(row: i32, factor: i64, records: usize, sums: usize): void {
  const vector = dense;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    const share = over<F>(entryValue(at), records + 2 * place, sums + place);
    store<i64>(vector + place, plus<F>(load<i64>(vector + place), times<F>(factor, share)));
  }
}

/** The same for a row of the stored bonds: whole numbers, in quarters of 1 as their sums. */
function addHeldShares<F>(row: i32, factor: i64, records: usize): void {
  const vector = dense;
  for (let at = heldStart(row), end = heldEnd(row); at < end; at += 4) {
    const place = heldPlace(at);
    const share = divideShort(i64(heldParts(at)) << 2, records + 2 * place);
    store<i64>(vector + place, plus<F>(load<i64>(vector + place), times<F>(factor, share)));
  }
}

/** Sums of the stored bonds of each column, in quarters of 1, which makes them short divisors. */
function heldSums(): usize {
  const sums = reserveZeroed(usize(input.n) << 3);
  for (let at = heldStart(0), end = heldStart(input.n); at < end; at += 4) {
    const sum = sums + heldPlace(at);
    store<i64>(sum, load<i64>(sum) + (i64(heldParts(at)) << 2));
  }
  return sums;
}

/** alpha * weights + (1 - alpha) * held bonds, both as independent proportions. Returns the sums of columns. */
function averageProportions(): usize {
  const alpha = fixedAlpha();
  return isBetweenZeroAndOne(alpha) ? averageProportionsOf<Unit>(alpha) : averageProportionsOf<Any>(alpha);
}

function averageProportionsOf<F>(alpha: i64): usize {
  const sums = reserveZeroed(usize(input.n) << 3);
  reserveBonds();
  let out = bonds.entries;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    if (hasEntries(row)) {
      addWeights<F>(row, alpha);
      addHeld<F>(row, sub(ONE, alpha));
      out = takePositive<F>(out, sums);
    }
    bonds.setRow(row, start, out);
  }
  return sums;
}

function addWeights<F>(row: i32, factor: i64): void {
  const vector = dense;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const sum = vector + entryPlace(at);
    store<i64>(sum, plus<F>(load<i64>(sum), times<F>(factor, entryValue(at))));
  }
}

function addHeld<F>(row: i32, factor: i64): void {
  const vector = dense;
  for (let at = heldStart(row), end = heldEnd(row); at < end; at += 4) {
    const sum = vector + heldPlace(at);
    store<i64>(sum, plus<F>(load<i64>(sum), times<F>(factor, fromU16(heldParts(at)))));
  }
}

/** Saturating sum of each column. */
function columnSums(rows: Rows): usize {
  const sums = reserveZeroed(usize(input.n) << 3);
  for (let at = rows.entries, end = rows.endOfAll(); at < end; at += ENTRY) {
    const sum = sums + entryPlace(at);
    store<i64>(sum, add(load<i64>(sum), entryValue(at)));
  }
  return sums;
}

/**
 * Sum of each row's shares times the incentive of their columns, the shares being bonds divided by the sum of their
 * column. Classic bonds are replaced by their shares.
 */
function pay(incentive: usize, sums: usize): usize {
  const isUnit = !isAboveOne && areBelowOne(incentive, input.n) && areShort(sums, input.n);
  return isUnit ? payShares<Unit>(incentive, sums) : payShares<Any>(incentive, sums);
}

function payShares<F>(incentive: usize, sums: usize): usize {
  const dividends = reserve(usize(input.n) << 3);
  const records = divisors(sums, input.n);
  const isClassic = !input.yuma3;
  for (let row = 0; row < input.n; row++) {
    let total: i64 = 0;
    for (let at = bonds.start(row), end = bonds.end(row); at < end; at += ENTRY) {
      const place = entryPlace(at);
      const share = over<F>(entryValue(at), records + 2 * place, sums + place);
      total = plus<F>(total, times<F>(load<i64>(incentive + place), share));
      if (isClassic) store<i64>(at, share);
    }
    store<i64>(at64(dividends, row), total);
  }
  return dividends;
}

/** Indices of the rows of {@link storedEntries} (u32, n + 1 of them), and the entries as in the input. */
export let storedStarts: usize = 0;
export let storedEntries: usize = 0;

/** The rows to store, from the next free address on: parts of 65535, empty without a permit. Classic columns are first scaled to their largest value. */
export function storeBonds(permits: usize): void {
  const isScaled = !input.yuma3;
  const most: usize = isScaled ? columnMaxima() : 0;
  const records: usize = isScaled ? divisors(most, input.n) : 0;
  // A share above 1 comes of a sum that saturated, and then it is the largest of its column.
  const isUnit = isScaled && areShort(most, input.n) && areUpToOne(most, input.n);
  storedEntries = reserve((bonds.endOfAll() - bonds.entries) / (ENTRY / 4));
  storedStarts = reserve(usize(input.n + 1) << 2);
  let out = storedEntries;
  for (let row = 0; row < input.n; row++) {
    store<i32>(at32(storedStarts, row), i32((out - storedEntries) >> 2));
    if (!load<bool>(permits + row)) continue;
    if (isUnit) out = storeScaled<Unit>(row, out, most, records);
    else if (isScaled) out = storeScaled<Any>(row, out, most, records);
    else out = storeRow(row, out);
  }
  store<i32>(at32(storedStarts, input.n), i32((out - storedEntries) >> 2));
}

function storeRow(row: i32, out: usize): usize {
  for (let at = bonds.start(row), end = bonds.end(row); at < end; at += ENTRY) {
    store<u32>(out, u32(entryPlace(at) >> 3) | (toU16(entryValue(at)) << 16));
    out += 4;
  }
  return out;
}

function storeScaled<F>(row: i32, out: usize, most: usize, records: usize): usize {
  for (let at = bonds.start(row), end = bonds.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    const scaled = over<F>(entryValue(at), records + 2 * place, most + place);
    store<u32>(out, u32(place >> 3) | (toU16(scaled) << 16));
    out += 4;
  }
  return out;
}

function columnMaxima(): usize {
  const most = reserveZeroed(usize(input.n) << 3);
  for (let at = bonds.entries, end = bonds.endOfAll(); at < end; at += ENTRY) {
    const place = most + entryPlace(at);
    store<i64>(place, max(load<i64>(place), entryValue(at)));
  }
  return most;
}

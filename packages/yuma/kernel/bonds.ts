/** Bonds and dividends (`bondsAndDividends` of the reference). */
import { add, divideBy, fromU16, mul, mulOrZero, ONE, sub, toU16 } from "./fixed";
import * as input from "./input";
import { averageLiquid } from "./liquid";
import { at32, at64, reserve, reserveZeroed } from "./memory";
import { bonds, dense, held, Rows, reserveBonds, takePositive, weights } from "./rows";
import { normalize, reciprocals } from "./vector";

/** @returns dividends, shares of 1; afterwards {@link bonds} hold the new bonds */
export function bondsAndDividends(consensus: usize, stake: usize, incentive: usize): usize {
  readHeld();
  const dividends = input.yuma3 ? yuma3Bonds(consensus, stake, incentive) : classicBonds(stake, incentive);
  normalize(dividends, input.n);
  return dividends;
}

/** Bonds are shares in a neuron: columns sum to 1. */
function classicBonds(stake: usize, incentive: usize): usize {
  scaleRowsBy(stake);
  normalizeColumns(held);
  normalizeColumns(weights);
  averageFixed();
  normalizeColumns(bonds);
  return pay(incentive);
}

/** Bonds are proportions that follow the weights; the shares that pay are made of them. */
function yuma3Bonds(consensus: usize, stake: usize, incentive: usize): usize {
  if (input.liquidAlpha && hasConsensus(consensus)) averageLiquid(consensus);
  else averageFixed();
  const dividends = payShares(incentive);
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

/** Stored bonds towards neurons that have not registered since the previous epoch, as whole numbers or proportions. */
function readHeld(): void {
  held.reserve(input.bondCount);
  const n = u32(input.n);
  const registrations = input.blockAtRegistration;
  const before = input.lastTempoBlock;
  const isProportion = input.yuma3;
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    const end = at32(input.bondEntries, load<i32>(at32(input.bondStarts, row + 1)));
    for (let at = at32(input.bondEntries, load<i32>(at32(input.bondStarts, row))); at < end; at += 4) {
      const entry = load<u32>(at);
      const column = entry & 0xffff;
      if (column >= n || load<u64>(at64(registrations, column)) >= before) continue;
      held.set(out, column, isProportion ? fromU16(entry >> 16) : i64(entry >> 16));
      out += 1;
    }
    held.setRow(row, start, out);
  }
}

/** What each validator buys: its weights times its stake. */
function scaleRowsBy(stake: usize): void {
  for (let row = 0; row < input.n; row++) {
    const share = load<i64>(at64(stake, row));
    for (let i = weights.start(row), end = weights.end(row); i < end; i++) {
      weights.setValue(i, mul(share, weights.value(i)));
    }
  }
}

/** Divides each column by its saturating sum, where that is not 0. */
function normalizeColumns(rows: Rows): void {
  const sums = columnSums(rows);
  const inverses = reciprocals(sums, input.n);
  const columns = rows.columns;
  const values = rows.values;
  for (let i = 0, end = rows.count(); i < end; i++) {
    const column = load<u16>(columns + (usize(i) << 1));
    const sum = load<i64>(at64(sums, column));
    const value = at64(values, i);
    if (sum !== 0) store<i64>(value, divideBy(load<i64>(value), sum, load<u64>(at64(inverses, column))));
  }
}

/** Saturating sum of each column. */
function columnSums(rows: Rows): usize {
  const sums = reserveZeroed(usize(input.n) << 3);
  const columns = rows.columns;
  const values = rows.values;
  for (let i = 0, end = rows.count(); i < end; i++) {
    const sum = at64(sums, load<u16>(columns + (usize(i) << 1)));
    store<i64>(sum, add(load<i64>(sum), load<i64>(at64(values, i))));
  }
  return sums;
}

/** alpha * weights + (1 - alpha) * held, positive values by ascending columns. */
function averageFixed(): void {
  const alpha = fixedAlpha();
  const keep = sub(ONE, alpha);
  reserveBonds();
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    const isEmpty = weights.start(row) === weights.end(row) && held.start(row) === held.end(row);
    if (!isEmpty) {
      accumulate(weights, row, alpha);
      accumulate(held, row, keep);
      out = takePositive(bonds, out);
    }
    bonds.setRow(row, start, out);
  }
}

/** Weight of new bonds in the average: 1 - `BondsMovingAverage` / 1,000,000, a quotient that saturates. */
function fixedAlpha(): i64 {
  const whole = input.bondsMovingAverage / 1_000_000;
  const rest = input.bondsMovingAverage % 1_000_000;
  const old = whole >> 31 !== 0 ? i64.MAX_VALUE : i64((whole << 32) | ((rest << 32) / 1_000_000));
  return sub(ONE, old);
}

/** Adds a row times a factor to {@link dense}. */
function accumulate(rows: Rows, row: i32, factor: i64): void {
  const columns = rows.columns;
  const values = rows.values;
  for (let i = rows.start(row), end = rows.end(row); i < end; i++) {
    const sum = at64(dense, load<u16>(columns + (usize(i) << 1)));
    store<i64>(sum, add(load<i64>(sum), mul(factor, load<i64>(at64(values, i)))));
  }
}

/** Sum of each row times the incentive of its columns. */
function pay(incentive: usize): usize {
  const dividends = reserve(usize(input.n) << 3);
  const columns = bonds.columns;
  const values = bonds.values;
  for (let row = 0; row < input.n; row++) {
    let total: i64 = 0;
    for (let i = bonds.start(row), end = bonds.end(row); i < end; i++) {
      const rate = load<i64>(at64(incentive, load<u16>(columns + (usize(i) << 1))));
      total = add(total, mul(rate, load<i64>(at64(values, i))));
    }
    store<i64>(at64(dividends, row), total);
  }
  return dividends;
}

/** As {@link pay}, with each column divided by its sum; the bonds stay as they are. */
function payShares(incentive: usize): usize {
  const dividends = reserve(usize(input.n) << 3);
  const sums = columnSums(bonds);
  const inverses = reciprocals(sums, input.n);
  const columns = bonds.columns;
  const values = bonds.values;
  for (let row = 0; row < input.n; row++) {
    let total: i64 = 0;
    for (let i = bonds.start(row), end = bonds.end(row); i < end; i++) {
      const column = load<u16>(columns + (usize(i) << 1));
      const sum = load<i64>(at64(sums, column));
      const value = load<i64>(at64(values, i));
      const share = sum === 0 ? value : divideBy(value, sum, load<u64>(at64(inverses, column)));
      total = add(total, mul(load<i64>(at64(incentive, column)), share));
    }
    store<i64>(at64(dividends, row), total);
  }
  return dividends;
}

/** Indices of the rows of {@link storedEntries} (u32, n + 1 of them), and the entries as in the input. */
export let storedStarts: usize = 0;
export let storedEntries: usize = 0;

/** The rows to store: parts of 65535, empty without a permit. Classic columns are first scaled to their largest value. */
export function storeBonds(permits: usize): void {
  const most: usize = input.yuma3 ? 0 : columnMaxima();
  const inverses: usize = input.yuma3 ? 0 : reciprocals(most, input.n);
  storedStarts = reserve(usize(input.n + 1) << 2);
  storedEntries = reserve(usize(bonds.count()) << 2);
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    store<i32>(at32(storedStarts, row), out);
    if (!load<bool>(permits + row)) continue;
    for (let i = bonds.start(row), end = bonds.end(row); i < end; i++) {
      const column = bonds.column(i);
      let value = bonds.value(i);
      if (most !== 0) {
        const divisor = load<i64>(at64(most, column));
        if (divisor !== 0) value = divideBy(value, divisor, load<u64>(at64(inverses, column)));
      }
      store<u32>(at32(storedEntries, out), u32(column) | (toU16(value) << 16));
      out += 1;
    }
  }
  store<i32>(at32(storedStarts, input.n), out);
}

function columnMaxima(): usize {
  const most = reserveZeroed(usize(input.n) << 3);
  const columns = bonds.columns;
  const values = bonds.values;
  for (let i = 0, end = bonds.count(); i < end; i++) {
    const place = at64(most, load<u16>(columns + (usize(i) << 1)));
    store<i64>(place, max(load<i64>(place), load<i64>(at64(values, i))));
  }
  return most;
}

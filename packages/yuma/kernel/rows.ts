/**
 * Sparse rows of I32F32 in stored order. An entry takes 12 bytes: the value (i64), and the column times 8 (u32), which is
 * the column's place in a vector of 64-bit elements. Rows are known by the addresses of their first entry and of the end.
 */
import { ONE, plus, positive } from "./fixed";
import * as input from "./input";
import { at32, reserve, reserveZeroed } from "./memory";

/** Bytes of an entry. */
export const ENTRY: usize = 12;

/** One matrix. */
export class Rows {
  starts: usize = 0;
  ends: usize = 0;
  entries: usize = 0;

  /** Makes room for so many entries. */
  reserve(count: i32): void {
    this.starts = reserve(usize(input.n) << 2);
    this.ends = reserve(usize(input.n) << 2);
    this.entries = reserve(usize(count) * ENTRY);
  }

  start(row: i32): usize {
    return load<u32>(at32(this.starts, row));
  }

  end(row: i32): usize {
    return load<u32>(at32(this.ends, row));
  }

  /** Where all rows end: they follow each other without gaps. */
  endOfAll(): usize {
    return input.n === 0 ? this.entries : this.end(input.n - 1);
  }

  setRow(row: i32, start: usize, end: usize): void {
    store<u32>(at32(this.starts, row), u32(start));
    store<u32>(at32(this.ends, row), u32(end));
  }
}

export function entryValue(entry: usize): i64 {
  return load<i64>(entry);
}

export function entryPlace(entry: usize): usize {
  return load<u32>(entry, 8);
}

export function setEntry(entry: usize, place: usize, value: i64): void {
  store<i64>(entry, value);
  store<u32>(entry, u32(place), 8);
}

/** The weights that count. */
export const weights = changetype<Rows>(memory.data(12));
/** Bonds after this epoch. */
export const bonds = changetype<Rows>(memory.data(12));

/** Room for the new bonds: each comes from a weight or a bond, and {@link takePositive} may write one too many. */
export function reserveBonds(): void {
  isAboveOne = false;
  bonds.reserve(input.weightCount + input.bondCount + 1);
}

/** One value for each column. All 0 between uses. */
export let dense: usize = 0;

export function reserveDense(): void {
  dense = reserveZeroed(usize(input.n) << 3);
}

/** Whether {@link takePositive} has met a value above 1. */
export let isAboveOne: bool = false;

/**
 * Moves the positive values of {@link dense} to entries from `out` on, and adds them to the sums of their columns; returns
 * the address after the last one. May write one entry too many.
 */
export function takePositive<F>(out: usize, sums: usize): usize {
  const vector = dense;
  let most: i64 = 0;
  for (let place: usize = 0, end = usize(input.n) << 3; place < end; place += 8) {
    const value = load<i64>(vector + place);
    store<i64>(vector + place, 0);
    setEntry(out, place, value);
    store<i64>(sums + place, plus<F>(load<i64>(sums + place), positive(value)));
    out += usize(value > 0) * ENTRY;
    most = max(most, value);
  }
  isAboveOne = isAboveOne || most > ONE;
  return out;
}

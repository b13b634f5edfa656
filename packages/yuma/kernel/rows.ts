/**
 * Sparse rows: the entries of row r stand at indices `starts[r]` (u32) up to `ends[r]`, in the order in which they are
 * stored, columns (u16) and values (I32F32) in arrays of their own.
 */
import * as input from "./input";
import { at16, at32, at64, reserve, reserveZeroed } from "./memory";

/** Addresses of one matrix. */
export class Rows {
  starts: usize = 0;
  ends: usize = 0;
  columns: usize = 0;
  values: usize = 0;

  /** Makes room for so many entries; all rows are empty. */
  reserve(entries: i32): void {
    this.starts = reserveZeroed(usize(input.n) << 2);
    this.ends = reserveZeroed(usize(input.n) << 2);
    this.columns = reserve(usize(entries) << 1);
    this.values = reserve(usize(entries) << 3);
  }

  start(row: i32): i32 {
    return load<i32>(at32(this.starts, row));
  }

  end(row: i32): i32 {
    return load<i32>(at32(this.ends, row));
  }

  /** Number of all entries: rows follow each other without gaps. */
  count(): i32 {
    return input.n === 0 ? 0 : this.end(input.n - 1);
  }

  setRow(row: i32, start: i32, end: i32): void {
    store<i32>(at32(this.starts, row), start);
    store<i32>(at32(this.ends, row), end);
  }

  column(entry: i32): i32 {
    return load<u16>(at16(this.columns, entry));
  }

  value(entry: i32): i64 {
    return load<i64>(at64(this.values, entry));
  }

  set(entry: i32, column: i32, value: i64): void {
    store<u16>(at16(this.columns, entry), u16(column));
    store<i64>(at64(this.values, entry), value);
  }

  setValue(entry: i32, value: i64): void {
    store<i64>(at64(this.values, entry), value);
  }

  /** Whether the row's columns ascend, each greater than the one before. */
  isAscending(row: i32): bool {
    let last = -1;
    for (let i = this.start(row), end = this.end(row); i < end; i++) {
      const column = this.column(i);
      if (column <= last) return false;
      last = column;
    }
    return true;
  }
}

/** The weights that count. */
export const weights = changetype<Rows>(memory.data(16));
/** Bonds of the previous epoch. */
export const held = changetype<Rows>(memory.data(16));
/** Bonds after this epoch. */
export const bonds = changetype<Rows>(memory.data(16));

/** Room for the new bonds: each comes from a weight or a bond, and {@link takePositive} may write one too many. */
export function reserveBonds(): void {
  bonds.reserve(input.weightCount + input.bondCount + 1);
}

/** One value for each column. All 0 between uses. */
export let dense: usize = 0;

export function reserveDense(): void {
  dense = reserveZeroed(usize(input.n) << 3);
}

/**
 * Moves the positive values of {@link dense} to entries from `out` on; returns the entry after the last one. May write
 * one entry too many.
 */
export function takePositive(rows: Rows, out: i32): i32 {
  const columns = rows.columns;
  const values = rows.values;
  for (let column = 0; column < input.n; column++) {
    const value = load<i64>(at64(dense, column));
    store<i64>(at64(dense, column), 0);
    store<u16>(at16(columns, out), u16(column));
    store<i64>(at64(values, out), value);
    out += i32(value > 0);
  }
  return out;
}

/** The weights that count (`countedWeights` of the reference), each row normalised to 1. */
import { divideBy, reciprocal } from "./fixed";
import * as input from "./input";
import { at32, at64 } from "./memory";
import { weights } from "./rows";

export function countWeights(permits: usize): void {
  weights.reserve(input.weightCount);
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    if (load<bool>(permits + row)) {
      out = copyRow(row, out);
      normalizeRow(start, out);
    }
    weights.setRow(row, start, out);
  }
}

/** Copies the entries whose target registered before the row was set and committed; returns the entry after. */
function copyRow(row: i32, out: i32): i32 {
  const n = u32(input.n);
  const registrations = input.blockAtRegistration;
  const before = registeredBefore(row);
  // A self-weight counts for the owner alone.
  const self = row === input.ownerUid ? -1 : row;
  const end = at32(input.weightEntries, load<i32>(at32(input.weightStarts, row + 1)));
  for (let at = at32(input.weightEntries, load<i32>(at32(input.weightStarts, row))); at < end; at += 4) {
    const entry = load<u32>(at);
    const column = entry & 0xffff;
    if (column >= n || column === u32(self) || load<u64>(at64(registrations, column)) >= before) continue;
    weights.set(out, column, entry >> 16);
    out += 1;
  }
  return out;
}

/** Weights count towards neurons registered before this block: both before the update and not after the commit. */
function registeredBefore(row: i32): u64 {
  const update = load<u64>(at64(input.lastUpdate, row));
  if (!input.hasCommitBlocks) return update;
  const commit = load<u64>(at64(input.commitBlocks, row));
  return commit < update ? commit + 1 : update;
}

/** Whole numbers to shares of 1; the unit of the numbers does not matter for quotients. */
function normalizeRow(start: i32, end: i32): void {
  let total: i64 = 0;
  for (let i = start; i < end; i++) total += weights.value(i);
  if (total === 0) return;
  const inverse = reciprocal(total);
  for (let i = start; i < end; i++) weights.setValue(i, divideBy(weights.value(i), total, inverse));
}

/** The weights that count (`countedWeights` of the reference), each row normalised to 1. */
import { divideShort, RECORD_SIZE, setDivisor } from "./fixed";
import * as input from "./input";
import { at32, at64, reserve } from "./memory";
import { ENTRY, entryValue, setEntry, weights } from "./rows";

/** Whether the columns of each row ascend, each greater than the one before; one byte each. */
export let ascends: usize = 0;
/** Sum of the row that was copied last. */
let sum: i64 = 0;

export function countWeights(permits: usize): void {
  weights.reserve(input.weightCount);
  ascends = reserve(usize(input.n));
  const record = reserve(RECORD_SIZE);
  let out = weights.entries;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    store<bool>(ascends + row, true);
    if (load<bool>(permits + row)) {
      out = copyRow(row, out);
      setDivisor(record, sum);
      for (let at = start; at < out; at += ENTRY) store<i64>(at, divideShort(entryValue(at), record));
    }
    weights.setRow(row, start, out);
  }
}

/**
 * Copies the entries whose target registered before the row was set and committed, in quarters of 1, which makes any sum a
 * short divisor: the unit does not matter for shares. Returns the address after them.
 */
function copyRow(row: i32, out: usize): usize {
  const n = u32(input.n);
  const registrations = input.blockAtRegistration;
  const before = registeredBefore(row);
  // A self-weight counts for the owner alone.
  const self = u32(row === input.ownerUid ? -1 : row);
  const end = at32(input.weightEntries, load<i32>(at32(input.weightStarts, row + 1)));
  let last: i32 = -1;
  let isAscending = true;
  let total: i64 = 0;
  for (let at = at32(input.weightEntries, load<i32>(at32(input.weightStarts, row))); at < end; at += 4) {
    const column = u32(load<u16>(at));
    const place = usize(column) << 3;
    if (column >= n || column === self || load<u64>(registrations + place) >= before) continue;
    const value = i64(load<u16>(at, 2)) << 2;
    setEntry(out, place, value);
    out += ENTRY;
    total += value;
    isAscending = isAscending && i32(column) > last;
    last = i32(column);
  }
  sum = total;
  store<bool>(ascends + row, isAscending);
  return out;
}

/** Weights count towards neurons registered before this block: both before the update and not after the commit. */
function registeredBefore(row: i32): u64 {
  const update = load<u64>(at64(input.lastUpdate, row));
  if (!input.hasCommitBlocks) return update;
  const commit = load<u64>(at64(input.commitBlocks, row));
  return commit < update ? commit + 1 : update;
}

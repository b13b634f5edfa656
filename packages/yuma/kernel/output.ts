/** What an epoch decided, gathered in one block, so that the host copies it at once. */
import * as input from "./input";
import { reserve } from "./memory";

/**
 * The block, n elements each: consensus, incentive, dividends (i64 bits), server, validator, combined emission (u64), the
 * starts of the bonds' rows (u32, n + 1), one u32, stake weight, consensus, incentive, dividends, validator trust (u16),
 * permits, active (bytes). The bonds to store, as in the input, follow as many bytes from the start as that u32 says.
 */
export let results: usize = 0;

let end: usize = 0;

export function beginResults(): void {
  results = reserve(usize(input.n) * (6 * 8 + 4 + 5 * 2 + 2) + 8);
  end = results;
}

/** Appends a vector with elements of `width` bytes. */
export function addResult(vector: usize, width: usize): void {
  memory.copy(end, vector, usize(input.n) * width);
  end += usize(input.n) * width;
}

/** Appends the rows' starts, and where their entries are. */
export function addBonds(starts: usize, entries: usize): void {
  const bytes = usize(input.n + 1) << 2;
  memory.copy(end, starts, bytes);
  store<u32>(end + bytes, u32(entries - results));
  end += bytes + 4;
}

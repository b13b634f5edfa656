/** The bonds of the previous epoch, where the host put them: column and value, u16 each. */
import * as input from "./input";
import { at32 } from "./memory";

/** Drops bonds towards neurons that do not exist or registered since the previous epoch, moving the others together. */
export function dropOutdated(): void {
  const n = u32(input.n);
  const registrations = input.blockAtRegistration;
  const before = input.lastTempoBlock;
  let out = input.bondEntries;
  let at = out;
  for (let row = 0; row < input.n; row++) {
    const end = heldEnd(row);
    store<i32>(at32(input.bondStarts, row), i32((out - input.bondEntries) >> 2));
    for (; at < end; at += 4) {
      const column = u32(load<u16>(at));
      if (column >= n || load<u64>(registrations + (usize(column) << 3)) >= before) continue;
      store<u32>(out, load<u32>(at));
      out += 4;
    }
  }
  store<i32>(at32(input.bondStarts, input.n), i32((out - input.bondEntries) >> 2));
}

/** Addresses of a row's first entry and of its end. */
export function heldStart(row: i32): usize {
  return at32(input.bondEntries, load<i32>(at32(input.bondStarts, row)));
}

export function heldEnd(row: i32): usize {
  return at32(input.bondEntries, load<i32>(at32(input.bondStarts, row + 1)));
}

/** Place of an entry's column in a vector of 64-bit elements, and its value in parts of 65535. */
export function heldPlace(entry: usize): usize {
  return usize(load<u16>(entry)) << 3;
}

export function heldParts(entry: usize): u32 {
  return load<u16>(entry, 2);
}

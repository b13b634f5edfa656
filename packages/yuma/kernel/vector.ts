import { div, divideShort, isShort, ONE, RECORD_SIZE, setDivisor, toU16 } from "./fixed";
import { at16, at64, reserve } from "./memory";

/** Sum with wrapping additions. */
export function sum(vector: usize, count: i32): i64 {
  let total: i64 = 0;
  for (let i = 0; i < count; i++) total += load<i64>(at64(vector, i));
  return total;
}

/** Divides by the vector's own sum, if that is not 0. */
export function normalize(vector: usize, count: i32): void {
  normalizeBy(vector, count, sum(vector, count));
}

/** Divides by `divisor`, if that is not 0. */
export function normalizeBy(vector: usize, count: i32, divisor: i64): void {
  if (isShort(divisor) && areUpToOne(vector, count)) normalizeUnits(vector, count, divisor);
  else normalizeAny(vector, count, divisor);
}

function normalizeUnits(vector: usize, count: i32, divisor: i64): void {
  const record = reserve(RECORD_SIZE);
  setDivisor(record, divisor);
  for (let i = 0; i < count; i++) {
    const address = at64(vector, i);
    store<i64>(address, divideShort(load<i64>(address), record));
  }
}

function normalizeAny(vector: usize, count: i32, divisor: i64): void {
  if (divisor === 0) return;
  for (let i = 0; i < count; i++) {
    const address = at64(vector, i);
    store<i64>(address, div(load<i64>(address), divisor));
  }
}

/** A record for each element, for divisions by it. */
export function divisors(vector: usize, count: i32): usize {
  const records = reserve(usize(count) * RECORD_SIZE);
  for (let i = 0; i < count; i++) setDivisor(records + usize(i) * RECORD_SIZE, load<i64>(at64(vector, i)));
  return records;
}

export function areShort(vector: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (!isShort(load<i64>(at64(vector, i)))) return false;
  return true;
}

/** Whether all elements are within [0, 1), so that products with numbers up to 1 are units. */
export function areBelowOne(vector: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (u64(load<i64>(at64(vector, i))) >= u64(ONE)) return false;
  return true;
}

export function areUpToOne(vector: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (u64(load<i64>(at64(vector, i))) > u64(ONE)) return false;
  return true;
}

/** Parts of 65535. */
export function quantize(vector: usize, count: i32): usize {
  const parts = reserve(usize(count) << 1);
  for (let i = 0; i < count; i++) store<u16>(at16(parts, i), toU16(load<i64>(at64(vector, i))));
  return parts;
}

import { divideBy, reciprocal, toU16 } from "./fixed";
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
  if (divisor === 0) return;
  const inverse = reciprocal(divisor);
  for (let i = 0; i < count; i++) {
    const address = at64(vector, i);
    store<i64>(address, divideBy(load<i64>(address), divisor, inverse));
  }
}

/** The reciprocal of each element. */
export function reciprocals(vector: usize, count: i32): usize {
  const inverses = reserve(usize(count) << 3);
  for (let i = 0; i < count; i++) store<u64>(at64(inverses, i), reciprocal(load<i64>(at64(vector, i))));
  return inverses;
}

/** Parts of 65535. */
export function quantize(vector: usize, count: i32): usize {
  const parts = reserve(usize(count) << 1);
  for (let i = 0; i < count; i++) store<u16>(at16(parts, i), toU16(load<i64>(at64(vector, i))));
  return parts;
}

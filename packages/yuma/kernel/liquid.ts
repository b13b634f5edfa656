/** The moving average of bonds with a rate of its own for each (`liquidMovingAverage` of the reference). */
import { add, clamp, div, fromU16, mul, ONE, sub, wideProduct } from "./fixed";
import * as input from "./input";
import { at64, reserveZeroed } from "./memory";
import { bonds, dense, held, Rows, reserveBonds, weights } from "./rows";

const HALF: i64 = 1 << 31;
const EXP_LIMIT: i64 = 20 << 32;
/** e as the crate has it, a constant of 23 fraction bits. */
const E: i64 = 22802600 << 9;
/** Terms of the exponential series: one for each fraction bit. */
const TERMS: u64 = 32;

/** Bounds of the rate, and the factor of the sigmoid's exponent. */
let low: i64 = 0;
let high: i64 = 0;
let slope: i64 = 0;

/** Only bonds towards neurons that still get a weight survive, in the order of the weights. */
export function averageLiquid(consensus: usize): void {
  low = fromU16(input.alphaLow);
  high = fromU16(input.alphaHigh);
  slope = div(i64(input.alphaSigmoidSteepness) << 32, -100 << 32);
  const weightSeen = reserveZeroed(usize(input.n) << 3);
  const bondSeen = reserveZeroed(usize(input.n) << 3);
  reserveBonds();
  let out = 0;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    readAscending(weights, row, weightSeen);
    readAscending(held, row, bondSeen);
    for (let i = held.start(row), end = held.end(row); i < end; i++) {
      store<i64>(at64(dense, held.column(i)), held.value(i));
    }
    for (let i = weights.start(row), end = weights.end(row); i < end; i++) {
      const column = weights.column(i);
      const limit = load<i64>(at64(consensus, column));
      const alpha = alphaOf(limit, load<i64>(at64(weightSeen, column)), load<i64>(at64(bondSeen, column)));
      const kept = mul(sub(ONE, alpha), load<i64>(at64(dense, column)));
      const bond = add(kept, max(mul(alpha, weights.value(i)), 0));
      bonds.set(out, column, min(bond, ONE));
      out += i32(bond > 0);
    }
    clear(weights, row, weightSeen);
    clear(held, row, bondSeen);
    clear(held, row, dense);
    bonds.setRow(row, start, out);
  }
}

/** A row as a cursor reads it that only moves forward: it sees an entry if all earlier columns are smaller. */
function readAscending(rows: Rows, row: i32, seen: usize): void {
  let last = -1;
  for (let i = rows.start(row), end = rows.end(row); i < end; i++) {
    const column = rows.column(i);
    if (column <= last) continue;
    store<i64>(at64(seen, column), rows.value(i));
    last = column;
  }
}

function clear(rows: Rows, row: i32, vector: usize): void {
  for (let i = rows.start(row), end = rows.end(row); i < end; i++) store<i64>(at64(vector, rows.column(i)), 0);
}

/** Rate of one bond: it grows with the distance by which a validator buys ahead of consensus, or sells. */
function alphaOf(consensus: i64, weight: i64, bond: i64): i64 {
  const distance = clamp(weight >= bond ? sub(weight, consensus) : sub(bond, weight), 0, ONE);
  const sigmoid = div(ONE, add(ONE, exp(mul(slope, distance - HALF))));
  return clamp(add(low, mul(sigmoid, sub(high, low))), low, high);
}

/** e^x of x clamped to [-20, 20], where the series cannot overflow (`exp_safe` in `epoch/math.rs`). */
function exp(x: i64): i64 {
  if (x === 0) return ONE;
  if (x === ONE) return E;
  if (x > 0) return i64(series(u64(min(x, EXP_LIMIT))));
  return div(ONE, i64(series(u64(-max(x, -EXP_LIMIT)))));
}

function series(x: u64): u64 {
  let result = x + u64(ONE);
  let term = x;
  for (let i: u64 = 2; i < TERMS && term !== 0; i++) {
    term = wideProduct(term, x) / i;
    result += term;
  }
  return result;
}

/** The moving average of bonds with a rate of its own for each (`liquidMovingAverage` of the reference). */
import { add, clamp, div, fromU16, inverse, mul, ONE, sub } from "./fixed";
import { heldEnd, heldParts, heldPlace, heldStart } from "./held";
import * as input from "./input";
import { reserve, reserveZeroed } from "./memory";
import { bonds, dense, ENTRY, entryPlace, entryValue, reserveBonds, setEntry, weights } from "./rows";
import { LANES, prepareSeries, seriesOf } from "./series";

const HALF: i64 = 1 << 31;
const EXP_LIMIT: i64 = 20 << 32;
/** e as the crate has it, a constant of 23 fraction bits. */
const E: i64 = 22802600 << 9;

/** Bounds of the rate, and the factor of the sigmoid's exponent. */
let low: i64 = 0;
let high: i64 = 0;
let slope: i64 = 0;

/** What the cursors see in each column. */
let weightSeen: usize = 0;
let bondSeen: usize = 0;
/** Exponents of a row's entries, and the series of their magnitudes. */
let exponents: usize = 0;
let exponentials: usize = 0;

/** Only bonds towards neurons that still get a weight survive, in the order of the weights. */
export function averageLiquid(consensus: usize): void {
  low = fromU16(input.alphaLow);
  high = fromU16(input.alphaHigh);
  slope = div(i64(input.alphaSigmoidSteepness) << 32, -100 << 32);
  weightSeen = reserveZeroed(usize(input.n) << 3);
  bondSeen = reserveZeroed(usize(input.n) << 3);
  exponents = reserve(usize(input.weightCount + LANES) << 3);
  exponentials = reserve(usize(input.weightCount + LANES) << 3);
  prepareSeries();
  reserveBonds();
  let out = bonds.entries;
  for (let row = 0; row < input.n; row++) {
    const start = out;
    readWeights(row, weightSeen);
    readHeld(row, bondSeen);
    exponentiate(row, consensus);
    out = averageRow(row, out);
    clearWeights(row, weightSeen);
    clearHeld(row, bondSeen);
    bonds.setRow(row, start, out);
  }
}

/** The exponent of each bond's rate: it falls with the distance by which a validator buys ahead of consensus, or sells. */
function exponentiate(row: i32, consensus: usize): void {
  let count: usize = 0;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    const weight = load<i64>(weightSeen + place);
    const bond = load<i64>(bondSeen + place);
    const distance = weight >= bond ? sub(weight, load<i64>(consensus + place)) : sub(bond, weight);
    const exponent = clamp(mul(slope, clamp(distance, 0, ONE) - HALF), -EXP_LIMIT, EXP_LIMIT);
    store<i64>(exponents + count, exponent);
    store<i64>(exponentials + count, exponent < 0 ? -exponent : exponent);
    count += 8;
  }
  for (let lane = 0; lane < LANES; lane++) store<i64>(exponentials + count + (usize(lane) << 3), 0);
  seriesOf(exponentials, i32(count >> 3));
}

function averageRow(row: i32, out: usize): usize {
  let exponent = exponents;
  let exponential = exponentials;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    const alpha = rate(exp(load<i64>(exponent), load<i64>(exponential)));
    const kept = mul(sub(ONE, alpha), load<i64>(dense + place));
    const bond = add(kept, max(mul(alpha, entryValue(at)), 0));
    setEntry(out, place, min(bond, ONE));
    out += bond > 0 ? ENTRY : 0;
    exponent += 8;
    exponential += 8;
  }
  return out;
}

/** e^x, given the series of the magnitude of x; exactly 1 has a constant of its own (`exp` in `src/transcendental.rs`). */
function exp(x: i64, series: i64): i64 {
  return x === ONE ? E : x >= 0 ? series : inverse(series);
}

function rate(exponential: i64): i64 {
  const sigmoid = inverse(add(ONE, exponential));
  return clamp(add(low, mul(sigmoid, sub(high, low))), low, high);
}

/** A row as a cursor reads it that only moves forward: it sees an entry if all earlier columns are smaller. */
function readWeights(row: i32, seen: usize): void {
  let last: i32 = -1;
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) {
    const place = entryPlace(at);
    if (i32(place) > last) store<i64>(seen + place, entryValue(at));
    last = max(last, i32(place));
  }
}

/** The same for stored bonds; {@link dense} gets them all, the last one of equal columns. */
function readHeld(row: i32, seen: usize): void {
  let last: i32 = -1;
  for (let at = heldStart(row), end = heldEnd(row); at < end; at += 4) {
    const place = heldPlace(at);
    const bond = fromU16(heldParts(at));
    store<i64>(dense + place, bond);
    if (i32(place) > last) store<i64>(seen + place, bond);
    last = max(last, i32(place));
  }
}

function clearWeights(row: i32, seen: usize): void {
  for (let at = weights.start(row), end = weights.end(row); at < end; at += ENTRY) store<i64>(seen + entryPlace(at), 0);
}

function clearHeld(row: i32, seen: usize): void {
  for (let at = heldStart(row), end = heldEnd(row); at < end; at += 4) {
    store<i64>(dense + heldPlace(at), 0);
    store<i64>(seen + heldPlace(at), 0);
  }
}

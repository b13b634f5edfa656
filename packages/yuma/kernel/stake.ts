/**
 * Shares of stake. Totals are I64F64 in 128 bits (a high and a low word); shares are I32F32
 * (subtensor `pallets/subtensor/src/staking/stake_utils.rs`, `get_stake_weights_for_network`).
 */
import { MAX } from "./fixed";
import * as input from "./input";
import { at64, reserve } from "./memory";

const LOW: u64 = 0xffff_ffff;
const TOP: u64 = 1 << 63;

/** The 128-bit value that the last function of this file made. */
let high: u64 = 0;
let low: u64 = 0;

/** Share of each neuron in the subnet's stake. */
export function normalizedStake(): usize {
  const n = input.n;
  const highs = reserve(usize(n) << 3);
  const lows = reserve(usize(n) << 3);
  const weight = taoWeightBits();
  let sumHigh: u64 = 0;
  let sumLow: u64 = 0;
  for (let uid = 0; uid < n; uid++) {
    totalStake(load<u64>(at64(input.alphaStake, uid)), load<u64>(at64(input.taoStake, uid)), weight);
    if (uid !== input.ownerUid && high < input.stakeThreshold) high = low = 0;
    store<u64>(at64(highs, uid), high);
    store<u64>(at64(lows, uid), low);
    sumLow += low;
    sumHigh += high + u64(sumLow < low);
  }
  divideAll(highs, lows, sumHigh, sumLow);
  return highs;
}

/** `TaoWeight` / (2^64 - 1) with 32 fraction bits. */
function taoWeightBits(): u64 {
  // x * 2^32 / (2^64 - 1) reaches the next integer only for the largest x.
  return input.taoWeight === u64.MAX_VALUE ? 1 << 32 : input.taoWeight >> 32;
}

/** alpha + tao * weight, saturating. */
function totalStake(alpha: u64, tao: u64, weight: u64): void {
  const alphaHigh = alpha >= TOP ? u64(MAX) : alpha;
  const alphaLow = alpha >= TOP ? u64.MAX_VALUE : 0;
  weighted(tao, weight);
  low += alphaLow;
  high += alphaHigh + u64(low < alphaLow);
  if (high >= TOP) {
    high = u64(MAX);
    low = u64.MAX_VALUE;
  }
}

/** tao * weight, where an amount of 2^63 or more has already saturated to 2^127 - 1. */
function weighted(tao: u64, weight: u64): void {
  if (tao < TOP) {
    const product = (tao & LOW) * weight;
    const upper = (tao >> 32) * weight + (product >> 32);
    high = upper;
    low = product << 32;
  } else {
    high = weight === 0 ? 0 : (weight << 31) - 1;
    low = weight === 0 ? 0 : u64.MAX_VALUE;
  }
}

/** Replaces each total (high words in place) by total / sum in I64F64, narrowed to I32F32. */
function divideAll(highs: usize, lows: usize, sumHigh: u64, sumLow: u64): void {
  const n = input.n;
  const isZero = (sumHigh | sumLow) === 0;
  const shift = clz(sumHigh);
  // The short way needs a sum that leaves room for the estimate's error, and no sum that wrapped below an addend.
  const isUsual = sumHigh !== 0 && shift >= 8;
  for (let uid = 0; uid < n; uid++) {
    const valueHigh = load<u64>(at64(highs, uid));
    const valueLow = load<u64>(at64(lows, uid));
    const isShare = valueHigh < sumHigh || (valueHigh === sumHigh && valueLow <= sumLow);
    const share = isZero
      ? narrow(valueHigh, valueLow)
      : isUsual && isShare
        ? usualShare(valueHigh, valueLow, sumHigh, sumLow, shift)
        : anyShare(valueHigh, valueLow, sumHigh, sumLow);
    store<i64>(at64(highs, uid), share);
  }
}

/** I64F64 to I32F32: floor, saturating. For values that are not negative. */
function narrow(valueHigh: u64, valueLow: u64): i64 {
  return valueHigh >> 31 !== 0 ? MAX : i64((valueHigh << 32) | (valueLow >> 32));
}

/** floor(value * 2^32 / sum) for value <= sum < 2^120: an estimate from their top 32 bits, then corrected. */
function usualShare(valueHigh: u64, valueLow: u64, sumHigh: u64, sumLow: u64, shift: u64): i64 {
  const valueTop = ((valueHigh << shift) | (valueLow >> (64 - shift))) >> 32;
  const sumTop = ((sumHigh << shift) | (sumLow >> (64 - shift))) >> 32;
  let share = (valueTop << 32) / sumTop;
  // value * 2^32 - share * sum, which is small, modulo 2^128.
  const product = (sumLow & LOW) * share;
  const upper = (sumLow >> 32) * share + (product >> 32);
  const productLow = (upper << 32) | (product & LOW);
  const productHigh = sumHigh * share + (upper >> 32);
  const valueBits = valueLow << 32;
  let restLow = valueBits - productLow;
  let restHigh = ((valueHigh << 32) | (valueLow >> 32)) - productHigh - u64(valueBits < productLow);
  while (i64(restHigh) < 0) {
    share -= 1;
    restLow += sumLow;
    restHigh += sumHigh + u64(restLow < sumLow);
  }
  while (restHigh > sumHigh || (restHigh === sumHigh && restLow >= sumLow)) {
    share += 1;
    restHigh -= sumHigh + u64(restLow < sumLow);
    restLow -= sumLow;
  }
  return i64(share);
}

/** The same for sums that wrapped: any sign, bit by bit. An overflowing quotient is 0. */
function anyShare(valueHigh: u64, valueLow: u64, sumHigh: u64, sumLow: u64): i64 {
  const isNegative = sumHigh >= TOP;
  const divisorHigh = isNegative ? ~sumHigh + u64(sumLow === 0) : sumHigh;
  const divisorLow = isNegative ? 0 - sumLow : sumLow;
  let restHigh: u64 = 0;
  let restLow: u64 = 0;
  let tooLarge = false;
  high = low = 0;
  for (let bit = 0; bit < 192; bit++) {
    const next = bit < 64 ? (valueHigh >> (63 - bit)) & 1 : bit < 128 ? (valueLow >> (127 - bit)) & 1 : 0;
    restHigh = (restHigh << 1) | (restLow >> 63);
    restLow = (restLow << 1) | next;
    tooLarge = tooLarge || high >= TOP;
    high = (high << 1) | (low >> 63);
    low <<= 1;
    if (restHigh > divisorHigh || (restHigh === divisorHigh && restLow >= divisorLow)) {
      restHigh -= divisorHigh + u64(restLow < divisorLow);
      restLow -= divisorLow;
      low |= 1;
    }
  }
  if (!isNegative) return tooLarge || high >= TOP ? 0 : narrow(high, low);
  if (tooLarge || high > TOP || (high === TOP && low !== 0)) return 0;
  // The floor of a negative number: away from 0 if the narrowing drops bits.
  const dropped = u64((low & LOW) !== 0);
  const magnitude = ((high << 32) | (low >> 32)) + dropped;
  return high >> 31 !== 0 ? i64.MIN_VALUE : -i64(magnitude);
}

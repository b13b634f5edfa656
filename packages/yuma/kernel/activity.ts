/** Who is active, who may vote now, and who may from the next epoch on. One byte for each neuron. */
import * as input from "./input";
import { at32, at64, reserve, reserveZeroed } from "./memory";
import { normalize } from "./vector";

export function activeNeurons(): usize {
  const active = reserve(usize(input.n));
  for (let uid = 0; uid < input.n; uid++) {
    const block = load<u64>(at64(input.lastUpdate, uid));
    const until = block + input.activityCutoff;
    store<bool>(active + uid, until < block || until >= input.currentBlock);
  }
  return active;
}

/** The owner always counts. */
export function currentPermits(): usize {
  const permits = reserve(usize(input.n));
  for (let uid = 0; uid < input.n; uid++) {
    store<bool>(permits + uid, load<u8>(input.validatorPermits + uid) !== 0 || uid === input.ownerUid);
  }
  return permits;
}

/** Shares of stake of those that are active and permitted. */
export function activeStake(stake: usize, active: usize, permits: usize): usize {
  const voting = reserve(usize(input.n) << 3);
  for (let uid = 0; uid < input.n; uid++) {
    const counts = load<bool>(active + uid) && load<bool>(permits + uid);
    store<i64>(at64(voting, uid), counts ? load<i64>(at64(stake, uid)) : 0);
  }
  normalize(voting, input.n);
  return voting;
}

/** The largest nonzero stakes; among equal ones the higher uids. A heap holds them, the least on top. */
export function nextPermits(stake: usize): usize {
  const permits = reserveZeroed(usize(input.n));
  const size = min(input.maxAllowedValidators, input.n);
  const heap = reserve(usize(size) << 2);
  for (let uid = 0; uid < size; uid++) store<i32>(at32(heap, uid), uid);
  for (let i = (size >> 1) - 1; i >= 0; i--) siftDown(heap, size, i, stake);
  for (let uid = size; uid < input.n && size > 0; uid++) {
    if (load<i64>(at64(stake, uid)) < load<i64>(at64(stake, load<i32>(heap)))) continue;
    store<i32>(heap, uid);
    siftDown(heap, size, 0, stake);
  }
  for (let i = 0; i < size; i++) {
    const uid = load<i32>(at32(heap, i));
    store<bool>(permits + uid, load<i64>(at64(stake, uid)) !== 0);
  }
  if (input.ownerUid >= 0) store<bool>(permits + input.ownerUid, true);
  return permits;
}

function siftDown(heap: usize, size: i32, from: i32, stake: usize): void {
  const uid = load<i32>(at32(heap, from));
  let place = from;
  for (let child = 2 * place + 1; child < size; child = 2 * place + 1) {
    if (child + 1 < size && isLess(load<i32>(at32(heap, child + 1)), load<i32>(at32(heap, child)), stake)) child += 1;
    const candidate = load<i32>(at32(heap, child));
    if (!isLess(candidate, uid, stake)) break;
    store<i32>(at32(heap, place), candidate);
    place = child;
  }
  store<i32>(at32(heap, place), uid);
}

function isLess(a: i32, b: i32, stake: usize): bool {
  const left = load<i64>(at64(stake, a));
  const right = load<i64>(at64(stake, b));
  return left < right || (left === right && a < b);
}

/** Who gets which part of the emission (`distributeEmission` of the reference). Alpha (u64) for each neuron. */
import { add, ONE, overflowed, wideProduct } from "./fixed";
import * as input from "./input";
import { at64, reserve } from "./memory";
import { normalize, normalizeBy, sum } from "./vector";

export let serverEmission: usize = 0;
export let validatorEmission: usize = 0;
export let combinedEmission: usize = 0;

/** The vectors are shares; without any reward the emission follows stake. */
export function distributeEmission(incentive: usize, dividends: usize, stake: usize, activeStake: usize): void {
  const n = input.n;
  const combined = reserve(usize(n) << 3);
  for (let uid = 0; uid < n; uid++) {
    store<i64>(at64(combined, uid), add(load<i64>(at64(incentive, uid)), load<i64>(at64(dividends, uid))));
  }
  const total = sum(combined, n);
  if (total === 0) {
    const byStake = sum(activeStake, n) === 0 ? stake : activeStake;
    serverEmission = alphaOf(incentive);
    validatorEmission = alphaOf(byStake);
    combinedEmission = alphaOf(byStake);
    return;
  }
  serverEmission = alphaOf(dividedBy(incentive, total));
  validatorEmission = alphaOf(dividedBy(dividends, total));
  normalize(combined, n);
  combinedEmission = alphaOf(combined);
}

function dividedBy(shares: usize, divisor: i64): usize {
  const divided = reserve(usize(input.n) << 3);
  memory.copy(divided, shares, usize(input.n) << 3);
  normalizeBy(divided, input.n, divisor);
  return divided;
}

/** floor(share * emission), clamped to u64. */
function alphaOf(shares: usize): usize {
  const alpha = reserve(usize(input.n) << 3);
  for (let uid = 0; uid < input.n; uid++) {
    const share = u64(max(load<i64>(at64(shares, uid)), 0));
    store<u64>(at64(alpha, uid), share <= u64(ONE) ? unitPart(share) : anyPart(share));
  }
  return alpha;
}

function unitPart(share: u64): u64 {
  return share * (input.emission >> 32) + ((share * (input.emission & 0xffff_ffff)) >> 32);
}

function anyPart(share: u64): u64 {
  const part = wideProduct(share, input.emission);
  return overflowed() ? u64.MAX_VALUE : part;
}

import type { EpochInput } from "./types.ts";
import { normalize, type Vector } from "./vector.ts";

/** Whether each neuron updated its weights within the activity cutoff. */
export function activeNeurons(input: EpochInput): boolean[] {
  return input.lastUpdate.map((block) => block + input.activityCutoff >= input.currentBlock);
}

/** The permits that count in this epoch: the stored ones and always the owner's. */
export function currentPermits(input: EpochInput): boolean[] {
  return withOwner(input.validatorPermits, input.ownerUid);
}

/** Permits for the next epoch: the `maxAllowedValidators` largest nonzero stakes and always the owner. */
export function nextPermits(input: EpochInput, stake: Vector): boolean[] {
  return withOwner(topNonzero(stake, input.maxAllowedValidators), input.ownerUid);
}

/** Among equal stakes the lower uid loses: the sort is stable and drops from the front (`is_topk_nonzero`). */
function topNonzero(stake: Vector, count: number): boolean[] {
  const top = stake.map((value) => value !== 0n);
  const ascending = stake.map((_, uid) => uid).sort((a, b) => compare(stake[a]!, stake[b]!));
  for (const uid of ascending.slice(0, Math.max(0, stake.length - count))) top[uid] = false;
  return top;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withOwner(permits: readonly boolean[], ownerUid: number | null): boolean[] {
  return permits.map((permit, uid) => permit || uid === ownerUid);
}

/** Stake of the neurons that are active and permitted, as shares of their sum. */
export function activeStake(stake: Vector, active: readonly boolean[], permits: readonly boolean[]): bigint[] {
  return normalize(stake.map((value, uid) => (active[uid] && permits[uid] ? value : 0n)));
}

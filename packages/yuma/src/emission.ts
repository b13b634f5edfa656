import { I32F32, I96F32 } from "@myelin/primitives/fixed";
import { normalize, normalizeBy, sum, type Vector } from "./vector.ts";

/** Alpha (u64) for each neuron. */
export interface Emissions {
  readonly server: bigint[];
  readonly validator: bigint[];
  readonly combined: bigint[];
}

/**
 * Splits the emission by incentive and dividends. Server and validator shares are both divided by the sum of all
 * rewards, so each gets half when both vectors sum to 1.
 *
 * Without any reward the emission follows active stake, or all stake if nobody is active, so that a subnet does not
 * stall.
 *
 * @param emission alpha to distribute (u64)
 */
export function distributeEmission(
  emission: bigint,
  rewards: { incentive: Vector; dividends: Vector },
  stakes: { stake: Vector; activeStake: Vector },
): Emissions {
  const combined = rewards.incentive.map((value, uid) => I32F32.saturatingAdd(value, rewards.dividends[uid]!));
  const total = sum(combined);
  const alpha = (shares: Vector) => shares.map((share) => alphaOfShare(share, emission));
  if (total === 0n) {
    const byStake = alpha(sum(stakes.activeStake) === 0n ? stakes.stake : stakes.activeStake);
    return { server: alpha(rewards.incentive), validator: byStake, combined: [...byStake] };
  }
  return {
    server: alpha(normalizeBy(rewards.incentive, total)),
    validator: alpha(normalizeBy(rewards.dividends, total)),
    combined: alpha(normalize(combined)),
  };
}

function alphaOfShare(share: bigint, emission: bigint): bigint {
  const product = I96F32.saturatingMul(I96F32.from(share, I32F32), I96F32.fromNum(emission));
  return I96F32.toUnsigned(product, 64);
}

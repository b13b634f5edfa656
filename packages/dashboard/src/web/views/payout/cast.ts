import type { EpochTrace } from "../../chain/payout.ts";

/** Who appears in the pictures of an epoch. */
export interface Cast {
  /** With voting stake or counted votes, most stake first. */
  readonly validators: readonly number[];
  /** With a vote, a bond or an incentive, by uid. */
  readonly miners: readonly number[];
}

export function castOf({ votes, votingStake, incentive, bondsAfter }: EpochTrace): Cast {
  const all = votingStake.map((_, uid) => uid);
  const targets = new Set([...votes, ...bondsAfter].flatMap((row) => [...row.keys()]));
  return {
    validators: all
      .filter((uid) => votingStake[uid]! > 0 || votes[uid]!.size > 0)
      .sort((a, b) => votingStake[b]! - votingStake[a]!),
    miners: all.filter((uid) => targets.has(uid) || incentive[uid]! > 0),
  };
}

/** The part of a long list that fits a picture, the chosen one always within. */
export function fitting(uids: readonly number[], chosen: number, most: number): readonly number[] {
  if (uids.length <= most) return uids;
  const at = Math.max(0, uids.indexOf(chosen));
  const start = Math.min(Math.max(0, at - (most >> 1)), uids.length - most);
  return uids.slice(start, start + most);
}

/** Milliseconds from the start of the process to what a newcomer waits for; null for what has not happened. */
export interface Milestones {
  listeningMs: number | null;
  firstBlockMs: number | null;
  firstWeightsMs: number | null;
  firstRewardMs: number | null;
}

export type Goal = "first-block" | "weights" | "reward";

export const GOALS: readonly Goal[] = ["first-block", "weights", "reward"];

const MILESTONE_OF = {
  "first-block": "firstBlockMs",
  weights: "firstWeightsMs",
  reward: "firstRewardMs",
} as const satisfies Record<Goal, keyof Milestones>;

export function noMilestones(): Milestones {
  return { listeningMs: null, firstBlockMs: null, firstWeightsMs: null, firstRewardMs: null };
}

/** Notes the first time only; true if this was it. */
export function reach(milestones: Milestones, name: keyof Milestones): boolean {
  if (milestones[name] !== null) return false;
  milestones[name] = Math.round(performance.now());
  return true;
}

export function isReached(milestones: Milestones, goal: Goal): boolean {
  return milestones[MILESTONE_OF[goal]] !== null;
}

import type { Answer, Dendrite, Evidence, Synapse, Target } from "@myelin/neuron";
import { answerIn, type Task } from "./task.ts";
import type { ValidatorParts } from "./validator.ts";

/** One turn of asking. */
export interface RoundInfo {
  /** Counts up over restarts. */
  readonly number: number;
  /** Addresses of the miners that will be asked. */
  readonly miners: readonly string[];
  readonly signal: AbortSignal;
}

/** A question, and what only its validator knows about it. */
export interface Posed<Q = Record<string, unknown>, T = unknown> {
  readonly question: Q;
  readonly truth: T;
}

/** What came of asking one miner. */
export interface Result<A = Record<string, unknown>> {
  readonly uid: number;
  readonly hotkey: string;
  readonly status: number;
  /** Undefined where none came that fits the task. */
  readonly answer: A | undefined;
  /** What the task says it is worth; 0 without an answer. */
  readonly score: number;
  /** Why an answer counted for nothing. */
  readonly problem?: string;
  /** From question to answer. */
  readonly seconds: number;
  /** The signed answer, which anybody can check later (`verifyEvidence`). */
  readonly evidence: Evidence | undefined;
}

/** Asks all miners of a round the same question at once, scores what comes in time and tells the author; no results where nothing was asked. */
export async function playRound(
  task: Task,
  parts: ValidatorParts,
  info: RoundInfo,
  { targets, dendrite, timeout }: { targets: readonly Target[]; dendrite: Dendrite; timeout: number },
): Promise<Result[]> {
  const posed = await parts.ask(info);
  if (posed === undefined) return [];
  const { signal } = info;
  const answers = await dendrite.query(targets, task.synapse, posed.question, { timeout, signal });
  const results = answers.map((answer, i) => judged(task, posed, targets[i]!, answer));
  if (!signal.aborted) await parts.scored?.(results, posed, info);
  return results;
}

/** Whatever a miner sends, it costs nobody but itself. */
function judged(task: Task, posed: Posed, { uid, hotkey }: Target, reply: Answer<Synapse>): Result {
  const { status, processTime: seconds, evidence } = reply;
  const answer = answerIn(task, reply.values);
  const base = { uid, hotkey, status, answer, seconds, evidence };
  if (answer === undefined)
    return { ...base, score: 0, problem: reply.ok ? "the answer is incomplete" : reply.message };
  try {
    const score = task.score(answer, posed.truth, posed.question);
    if (Number.isFinite(score)) return { ...base, score };
    return { ...base, score: 0, problem: `its score is ${score}` };
  } catch (error) {
    return { ...base, score: 0, problem: `it could not be scored: ${(error as Error).message}` };
  }
}

/** Scores by hotkey as the moving scores take them. */
export function scoresOf(results: readonly Result[]): Map<string, number> {
  return new Map(results.map(({ hotkey, score }) => [hotkey, Math.max(0, score)]));
}

/**
 * What a validator votes for: what its author pays, or the moving scores. When nobody has earned anything the vote is for the owner,
 * whose emission the chain burns; before the first round there is none.
 */
export function votes(
  parts: ValidatorParts,
  scores: ReadonlyMap<string, number>,
  { scored, owner }: { scored: boolean; owner: string },
): ReadonlyMap<string, number> {
  const pay = parts.pay?.(scores) ?? scores;
  if ([...pay.values()].some((amount) => amount > 0)) return pay;
  return scored ? new Map([[owner, 1]]) : new Map();
}

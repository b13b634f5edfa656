import type { MinerScore, ScoresRound, ValidatorScores } from "./scores.ts";

/** What went over the wire between a validator and a miner lately, by the validator's figures. */
export interface Link {
  readonly validator: number;
  readonly miner: number;
  /** From question to answer, mean in milliseconds; undefined where no answer came. */
  readonly latencyMs: number | undefined;
  /** Bodies of questions and answers, bytes a second. */
  readonly bytesPerSecond: number;
  /** Part of the rounds that it answered in, 0 to 1. */
  readonly answered: number;
}

/** One validator's side. */
export interface Asker {
  readonly uid: number;
  /** Seconds a round takes, mean. */
  readonly roundSeconds: number;
  readonly asked: number;
  readonly answers: number;
}

export interface Traffic {
  readonly askers: readonly Asker[];
  /** Uids, ascending. */
  readonly miners: readonly number[];
  /** By validator and miner, see {@link linkKey}. */
  readonly links: ReadonlyMap<string, Link>;
}

/** So many of its newest rounds are averaged. */
export const ROUNDS = 20;

export function linkKey(validator: number, miner: number): string {
  return `${validator}-${miner}`;
}

export function trafficOf(validators: readonly ValidatorScores[]): Traffic {
  const told = validators.filter(({ rounds }) => rounds.length > 0).toSorted((a, b) => a.uid - b.uid);
  const recent = told.map(({ uid, rounds }) => ({ uid, rounds: rounds.slice(-ROUNDS) }));
  const miners = [...new Set(recent.flatMap(({ rounds }) => rounds.at(-1)!.scores.map(({ uid }) => uid)))];
  miners.sort((a, b) => a - b);
  const links = recent.flatMap(({ uid, rounds }) => miners.map((miner) => linkOf(uid, miner, rounds)));
  return {
    askers: recent.map(({ uid, rounds }) => askerOf(uid, rounds)),
    miners,
    links: new Map(links.map((link) => [linkKey(link.validator, link.miner), link])),
  };
}

function askerOf(uid: number, rounds: readonly ScoresRound[]): Asker {
  const sum = (pick: (round: ScoresRound) => number) => rounds.reduce((total, round) => total + pick(round), 0);
  return {
    uid,
    roundSeconds: sum(({ seconds }) => seconds) / rounds.length,
    asked: sum(({ asked }) => asked),
    answers: sum(({ answers }) => answers),
  };
}

function linkOf(validator: number, miner: number, rounds: readonly ScoresRound[]): Link {
  const scores = rounds.flatMap(({ scores }) => scores.find((score) => score.uid === miner) ?? []);
  const latencies = scores.map(({ latencyMs }) => latencyMs).filter(isSize);
  const bytes = scores.reduce((sum, score) => sum + bodyBytes(score), 0);
  return {
    validator,
    miner,
    latencyMs: latencies.length === 0 ? undefined : latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length,
    bytesPerSecond: bytes / secondsOf(rounds),
    answered: latencies.length / rounds.length,
  };
}

function bodyBytes({ requestBytes, answerBytes }: MinerScore): number {
  return (isSize(requestBytes) ? requestBytes : 0) + (isSize(answerBytes) ? answerBytes : 0);
}

/** From the end of the first round to the end of the last, and one round before; never less than the rounds took. */
function secondsOf(rounds: readonly ScoresRound[]): number {
  const busy = rounds.reduce((sum, { seconds }) => sum + seconds, 0);
  const between = (rounds.at(-1)!.time - rounds[0]!.time) / 1_000;
  const whole = rounds.length > 1 ? (between * rounds.length) / (rounds.length - 1) : 0;
  return Math.max(whole, busy, 0.001);
}

/** Validators are strangers: figures may be anything. */
function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

import type { ScoresRound, ValidatorScores } from "./scores.ts";

/** Lines over time; a figure is null where nobody had one yet. */
export interface Series {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly orderZero: readonly (number | null)[];
  readonly orderTwo: readonly (number | null)[];
  /** Those that are still there, by uid, ascending. */
  readonly miners: ReadonlyMap<number, readonly (number | null)[]>;
}

const MOST_POINTS = 600;
/** What a validator said longer ago than this no longer counts, in milliseconds. */
const MEMORY_MS = 120_000;

/**
 * The mean over validators of what each said last: they read different parts of a text at different times. Lines break
 * where nobody said anything for long.
 */
export function seriesOf(validators: readonly ValidatorScores[]): Series {
  const moments = thin(
    validators
      .flatMap(({ source, rounds }) => rounds.map((round) => ({ source, round })))
      .sort((a, b) => a.round.time - b.round.time),
  );
  const latest = new Map<string, ScoresRound>();
  const uids = [...new Set(moments.flatMap(({ round }) => round.scores.map(({ uid }) => uid)))].sort((a, b) => a - b);
  const times: number[] = [];
  const orderZero: (number | null)[] = [];
  const orderTwo: (number | null)[] = [];
  const miners = new Map(uids.map((uid) => [uid, [] as (number | null)[]]));
  const silence = (time: number) => {
    times.push(time);
    for (const line of [orderZero, orderTwo, ...miners.values()]) line.push(null);
  };
  for (const { source, round } of moments) {
    const before = times.at(-1);
    if (before !== undefined && round.time - 1000 * before > MEMORY_MS) silence(before + 1);
    latest.set(source, round);
    const current = [...latest.values()].filter(({ time }) => round.time - time < MEMORY_MS);
    times.push(round.time / 1000);
    orderZero.push(mean(current.map((said) => said.orderZero)));
    orderTwo.push(mean(current.map((said) => said.orderTwo)));
    for (const [uid, line] of miners) {
      line.push(mean(current.map(({ scores }) => scores.find((score) => score.uid === uid)?.bitsPerByte)));
    }
  }
  const present = [...miners].filter(([, line]) => line.at(-1) !== null);
  return { times, orderZero, orderTwo, miners: new Map(present) };
}

function thin<T>(items: readonly T[]): readonly T[] {
  const every = Math.ceil(items.length / MOST_POINTS);
  return every <= 1 ? items : items.filter((_, i) => i % every === 0 || i === items.length - 1);
}

function mean(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

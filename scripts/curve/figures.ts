/** From the rounds that validators publish to lines over time. */
import type { MinerScore, ScoresRound } from "@myelin/subnets";

/** One line: a value for each moment, undefined where there is none. */
export interface Line {
  readonly name: string;
  /** A yardstick, not a miner. */
  readonly baseline: boolean;
  readonly values: readonly (number | undefined)[];
}

export interface Curve {
  /** Minutes from the first round to the middle of each bucket. */
  readonly minutes: readonly number[];
  /** Bits a byte. */
  readonly lines: readonly Line[];
  /** Bytes asked about, of all validators, and rounds. */
  readonly bytes: number;
  readonly rounds: number;
}

/**
 * Mean bits a byte in buckets of `seconds`, over the rounds of all validators, each lane counting once. A round that a miner did not
 * answer is left out of its line: the record is of what models say, and what silence costs stands in the validators' own scores.
 *
 * @param names Names of the miners to show, by hotkey, in their order.
 */
export function curveOf(rounds: readonly ScoresRound[], names: ReadonlyMap<string, string>, seconds: number): Curve {
  const start = Math.min(...rounds.map(({ time }) => time));
  const bucketOf = ({ time }: ScoresRound) => Math.floor((time - start) / (1000 * seconds));
  const count = rounds.length === 0 ? 0 : Math.max(...rounds.map(bucketOf)) + 1;
  const buckets = Array.from({ length: count }, (): ScoresRound[] => []);
  for (const round of rounds) buckets[bucketOf(round)]!.push(round);
  const line = (name: string, baseline: boolean, bits: (round: ScoresRound) => number | undefined): Line => {
    return { name, baseline, values: buckets.map((bucket) => meanByLanes(bucket, bits)) };
  };
  return {
    minutes: buckets.map((_, i) => ((i + 0.5) * seconds) / 60),
    lines: [
      line("order-0 model", true, ({ orderZero }) => orderZero),
      line("order-2 model", true, ({ orderTwo }) => orderTwo),
      ...[...names].map(([hotkey, name]) => line(name, false, ({ scores }) => answered(scores, hotkey))),
    ],
    bytes: rounds.reduce((sum, { lanes }) => sum + lanes, 0),
    rounds: rounds.length,
  };
}

/** The curve as CSV (RFC 4180): a row a bucket, nothing where there is no value. */
export function csvOf({ minutes, lines }: Curve): string {
  const rows = minutes.map((minute, i) => [minute.toFixed(3), ...lines.map(({ values }) => show(values[i], 4))]);
  const head = ["minutes", ...lines.map(({ name }) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name))];
  return `${[head, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}

/** The curve as an aligned table. */
export function tableOf({ minutes, lines }: Curve): string {
  const head = ["minute", ...lines.map(({ name }) => name)];
  const rows = minutes.map((minute, i) => [minute.toFixed(1), ...lines.map(({ values }) => show(values[i], 3) || "-")]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  return [head, ...rows].map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join("  ")).join("\n");
}

function answered(scores: readonly MinerScore[], hotkey: string): number | undefined {
  const score = scores.find((each) => each.hotkey === hotkey);
  return score === undefined || score.latencyMs === null ? undefined : score.latest;
}

function meanByLanes(
  rounds: readonly ScoresRound[],
  bits: (round: ScoresRound) => number | undefined,
): number | undefined {
  let sum = 0;
  let lanes = 0;
  for (const round of rounds) {
    const value = bits(round);
    if (value === undefined) continue;
    sum += value * round.lanes;
    lanes += round.lanes;
  }
  return lanes === 0 ? undefined : sum / lanes;
}

function show(value: number | undefined, digits: number): string {
  return value === undefined ? "" : value.toFixed(digits);
}

import type { ScoresRound } from "@myelin/subnets";
import { describe, expect, test } from "vitest";
import { chartOf } from "./curve/chart.ts";
import { csvOf, curveOf, tableOf } from "./curve/figures.ts";

/** Two validators' rounds; the miner "a" is silent in the second minute. */
function rounds(): ScoresRound[] {
  return [0, 10, 70, 130].flatMap((seconds) =>
    [1, 2].map((validator): ScoresRound => {
      const figures = { requestBytes: null, answerBytes: null, gain: 0, reward: 0 };
      const answered = seconds !== 70;
      const score = { uid: 5, hotkey: "5A", latest: answered ? 2 * validator : 16, latencyMs: answered ? 3 : null };
      const round = { part: 0, position: 64, lanes: validator, asked: 1, answers: 1, seconds: 1, orderZero: 4.4 };
      const scores = [{ ...figures, bitsPerByte: 3, ...score }];
      return { ...round, time: 5_000 + 1_000 * seconds, round: 1, orderTwo: 2.7, scores, signature: "0x" };
    }),
  );
}

const names = new Map([["5A", 'gru, "quoted" <b>']]);

describe("a curve", () => {
  test("is the mean over validators by lanes, of the rounds that were answered", () => {
    const curve = curveOf(rounds(), names, 60);
    expect(curve.minutes).toEqual([0.5, 1.5, 2.5]);
    expect(curve.lines.map(({ values }) => values.map((value) => value?.toFixed(3)))).toEqual([
      ["4.400", "4.400", "4.400"],
      ["2.700", "2.700", "2.700"],
      [(10 / 3).toFixed(3), undefined, (10 / 3).toFixed(3)],
    ]);
    expect([curve.bytes, curve.rounds]).toEqual([12, 8]);
  });

  test("is written as CSV and as a table, with gaps", () => {
    const curve = curveOf(rounds(), names, 60);
    expect(csvOf(curve).split("\r\n").slice(0, 3)).toEqual([
      'minutes,order-0 model,order-2 model,"gru, ""quoted"" <b>"',
      "0.500,4.4000,2.7000,3.3333",
      "1.500,4.4000,2.7000,",
    ]);
    expect(tableOf(curve).split("\n")[2]).toMatch(/^ +1\.5 +4\.400 +2\.700 +-$/);
  });

  test("is drawn with every line, broken where it has gaps, and nothing of a name is markup", () => {
    const curve = curveOf(rounds(), names, 60);
    const labels = { title: "T", subtitle: "S", xLabel: "minutes", yLabel: "bits" };
    const svg = chartOf({ ...labels, x: curve.minutes, lines: curve.lines });
    expect(svg.match(/<path class="line"/g)).toHaveLength(3);
    expect(/var\(--c2\)" d="(M[\d. ]+h0){2}"/.test(svg)).toBe(true);
    expect(svg).not.toContain("<b>");
    expect(svg).not.toContain("NaN");
    for (const label of ["minutes", "bits", "order-0 model  4.40", "prefers-color-scheme: dark"])
      expect(svg).toContain(label);
  });
});

import { describe, expect, it } from "vitest";
import { isRound, type ScoresRound, type ValidatorScores } from "./scores.ts";
import { seriesOf } from "./series.ts";

function round(time: number, orderZero: number, bits: Record<number, number>): ScoresRound {
  const scores = Object.entries(bits).map(([uid, bitsPerByte]) => {
    const paid = { gain: 0, reward: 0, latencyMs: null, requestBytes: null, answerBytes: null };
    return { uid: Number(uid), hotkey: "5M", bitsPerByte, latest: bitsPerByte, ...paid };
  });
  const figures = { part: 0, position: 0, lanes: 1, asked: 1, answers: 1, seconds: 1, orderZero, orderTwo: 3, scores };
  return { time, round: time, ...figures, signature: "0x" };
}

const told = (source: string, rounds: ScoresRound[]): ValidatorScores => {
  return { uid: 0, source, rounds, checked: rounds.length, problem: undefined };
};

describe("lines of the bits a byte", () => {
  it("are the mean of what each validator said last", () => {
    const series = seriesOf([
      told("a", [round(1_000, 4, { 7: 2 }), round(3_000, 4, { 7: 1 })]),
      told("b", [round(2_000, 6, { 7: 4, 9: 8 })]),
    ]);
    expect(series.times).toEqual([1, 2, 3]);
    expect(series.orderZero).toEqual([4, 5, 5]);
    expect(series.miners.get(7)).toEqual([2, 3, 2.5]);
    expect(series.miners.get(9)).toEqual([null, 8, 8]);
  });

  it("forget a validator that fell silent", () => {
    const series = seriesOf([told("a", [round(0, 4, { 7: 2 })]), told("b", [round(500_000, 6, { 7: 4 })])]);
    expect(series.miners.get(7)).toEqual([2, null, 4]);
    expect(series.times).toEqual([0, 1, 500]);
  });

  it("are not drawn for a miner that nobody asks any more", () => {
    const rounds = [round(0, 4, { 7: 2, 8: 3 }), round(500_000, 4, { 7: 2 })];
    expect([...seriesOf([told("a", rounds)]).miners.keys()]).toEqual([7]);
  });

  it("stay few however long the history, and end with the newest round", () => {
    const rounds = Array.from({ length: 5_000 }, (_, i) => round(i * 1_000, 4, { 7: 2 }));
    const { times } = seriesOf([told("a", rounds)]);
    expect(times.length).toBeLessThanOrEqual(601);
    expect(times.at(-1)).toBe(4_999);
  });
});

it("what strangers send is a round only with a round's shape", () => {
  const good = round(1, 4, { 7: 2 });
  expect(isRound(good)).toBe(true);
  for (const bad of [null, 7, {}, { ...good, time: "now" }, { ...good, scores: {} }, { ...good, scores: [null] }]) {
    expect(isRound(bad)).toBe(false);
  }
  expect(isRound({ ...good, scores: [{ ...good.scores[0], bitsPerByte: Number.NaN }] })).toBe(false);
});

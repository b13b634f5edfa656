import { expect, it } from "vitest";
import type { MinerScore, ScoresRound, ValidatorScores } from "./scores.ts";
import { linkKey, trafficOf } from "./traffic.ts";

function score(uid: number, latencyMs: number | null, bytes: number | null): MinerScore {
  const common = { hotkey: "", bitsPerByte: 3, latest: 3, gain: 1, reward: 1 };
  return { uid, ...common, latencyMs, requestBytes: bytes, answerBytes: bytes };
}

function round(time: number, scores: MinerScore[]): ScoresRound {
  const figures = { round: 0, part: 0, position: 0, lanes: 1, orderZero: 4, orderTwo: 3, signature: "0x" as const };
  return { time, ...figures, asked: 2, answers: 1, seconds: 0.5, scores };
}

function validator(uid: number, rounds: ScoresRound[]): ValidatorScores {
  return { uid, source: `http://127.0.0.1:${uid}`, rounds, checked: rounds.length, problem: undefined };
}

it("tells latency, bytes a second and how often a miner answered", () => {
  const rounds = [1, 2, 3, 4].map((i) => round(2_000 * i, [score(7, 100 * i, 500), score(9, null, null)]));
  const { askers, miners, links } = trafficOf([validator(3, rounds), validator(5, [])]);
  expect(askers).toEqual([{ uid: 3, roundSeconds: 0.5, asked: 8, answers: 4 }]);
  expect(miners).toEqual([7, 9]);
  // Four rounds of a thousand bytes, one every two seconds.
  expect(links.get(linkKey(3, 7))).toEqual({
    validator: 3,
    miner: 7,
    latencyMs: 250,
    bytesPerSecond: 500,
    answered: 1,
  });
  expect(links.get(linkKey(3, 9))).toMatchObject({ latencyMs: undefined, bytesPerSecond: 0, answered: 0 });
});

it("takes no figure that is none", () => {
  const odd = { ...score(1, Number.NaN, -5), requestBytes: "many" as unknown as number };
  const { links } = trafficOf([validator(2, [round(1_000, [odd])])]);
  expect(links.get(linkKey(2, 1))).toMatchObject({ latencyMs: undefined, bytesPerSecond: 0, answered: 0 });
});

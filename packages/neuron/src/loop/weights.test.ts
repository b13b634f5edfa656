import { describe, expect, it } from "vitest";
import type { Peer } from "../chain/chain-view.ts";
import { Scores } from "./scores.ts";
import { weightsByUid, weightsDue } from "./weights.ts";

/** An epoch every 20 blocks, the last one in block 100; this validator registered in block 10. */
function due(block: number, lastUpdate: number, { lastSet = 0, rateLimit = 5, registeredAt = 10 } = {}): boolean {
  const metagraph = { block: 100, tempo: 20, blocksSinceLastStep: 0, weightsRateLimit: rateLimit };
  return weightsDue({ block, metagraph, own: { lastUpdate, registeredAt }, lastSet });
}

const dueIn = (from: number, to: number, lastUpdate: number, options = {}) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((block) => due(block, lastUpdate, options));

describe("weights are due", () => {
  it("in the last quarter of an epoch", () => {
    expect(dueIn(100, 120, 97)).toEqual([115, 116, 117, 118, 119, 120]);
  });

  it("at once where none were ever set, or an epoch went by without", () => {
    expect(dueIn(100, 103, 10)).toEqual([100, 101, 102, 103]);
    expect(due(101, 81)).toBe(true);
    expect(due(101, 82)).toBe(false);
  });

  it("once an epoch, also before the metagraph shows the last ones", () => {
    expect(dueIn(100, 119, 115)).toEqual([]);
    expect(dueIn(110, 119, 97, { lastSet: 104 })).toEqual([]);
    expect(dueIn(100, 119, 100)).toEqual([]);
  });

  it("never inside the chain's rate limit", () => {
    expect(dueIn(100, 120, 97, { rateLimit: 21 })).toEqual([118, 119, 120]);
    expect(due(13, 10, { rateLimit: 5 })).toBe(false);
    expect(due(15, 10, { rateLimit: 5 })).toBe(true);
  });
});

const peer = (uid: number, hotkey: string, registeredAt = 1) => ({ uid, hotkey, registeredAt }) as Peer;

describe("moving scores", () => {
  it("move towards each round's score and stay where a hotkey was left out", () => {
    const scores = new Scores(0.5);
    const peers = [peer(0, "a"), peer(1, "b")];
    scores.update(new Map([["a", 1]]), peers);
    scores.update(new Map([["b", 1]]), peers);
    scores.update(new Map([["b", 0]]), peers);
    expect(scores.byHotkey()).toEqual(
      new Map([
        ["a", 0.5],
        ["b", 0.25],
      ]),
    );
  });

  it("ignore strangers and what is no number, and never fall below zero", () => {
    const scores = new Scores(1);
    const round = new Map([
      ["a", Number.NaN],
      ["b", -1],
      ["stranger", 1],
    ]);
    scores.update(round, [peer(0, "a"), peer(1, "b")]);
    expect(scores.byHotkey()).toEqual(new Map([["b", 0]]));
  });

  it("are forgotten with the hotkey, and when it registers again", () => {
    const scores = new Scores(1, { a: { score: 1, registeredAt: 1 }, b: { score: 1, registeredAt: 1 } });
    scores.retain([peer(0, "a", 1), peer(1, "b", 7), peer(2, "c", 1)]);
    expect([...scores.byHotkey().keys()]).toEqual(["a"]);
  });

  it("become weights of the uids that hold the hotkeys now", () => {
    const scores = new Map([
      ["a", 0.5],
      ["b", 0],
      ["gone", 1],
    ]);
    expect(weightsByUid(scores, [peer(3, "a"), peer(4, "b"), peer(5, "c")])).toEqual(new Map([[3, 0.5]]));
  });
});

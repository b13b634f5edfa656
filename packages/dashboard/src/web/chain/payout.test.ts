import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startVillage, type Village } from "../../testing/village.ts";
import { readEpoch } from "./epoch-state.ts";
import { recompute } from "./payout.ts";

const MINERS = 12;
const VALIDATORS = 4;
const EPOCHS = 7;

let village: Village;
/** Before anybody voted. */
let first: number;
const epochs: number[] = [];

/** Not the same each time: any epoch of any network must come out. */
function randomVotes(uids: readonly number[]): [number, number][] {
  const chosen = uids.filter(() => Math.random() < 0.7);
  return (chosen.length > 0 ? chosen : uids).map((uid) => [uid, 1 + Math.floor(Math.random() * 65_534)]);
}

beforeAll(async () => {
  village = await startVillage({ validators: VALIDATORS, miners: MINERS });
  const uids = await Promise.all(village.miners.map(village.uidOf));
  first = await village.epoch();
  for (let i = 0; i < EPOCHS; i++) {
    for (let v = 0; v < VALIDATORS; v++) if (i === 0 || Math.random() < 0.7) await village.vote(v, randomVotes(uids));
    epochs.push(await village.epoch());
    await village.test.step(12);
  }
});
afterAll(() => village.stop());

describe("a payout computed again", () => {
  it("equals what the chain emitted, to the rao, for every neuron of every epoch", async () => {
    let compared = 0;
    let paid = 0;
    for (const block of epochs) {
      const state = await readEpoch(village.client, village.netuid, block);
      const { emission } = recompute(state);
      expect(emission).toEqual(state.emission);
      compared += emission.length;
      paid += emission.filter((alpha) => alpha > 0n).length;
    }
    expect(compared).toBeGreaterThanOrEqual(50);
    expect(paid).toBeGreaterThan(compared / 2);
  });

  it("equals it when nobody has voted yet, and emission follows stake", async () => {
    const state = await readEpoch(village.client, village.netuid, first);
    expect(state.emission.some((alpha) => alpha > 0n)).toBe(true);
    expect(recompute(state).emission).toEqual(state.emission);
  });

  it("shows steps that add up to the epoch's own result", async () => {
    const state = await readEpoch(village.client, village.netuid, epochs.at(-1)!);
    const [trace] = recompute(state).mechanisms;
    const { clipped, votingStake, incentive, votes, consensus } = trace!;
    const ranks = incentive.map((_, uid) =>
      clipped.reduce((sum, row, validator) => sum + (row.get(uid) ?? 0) * votingStake[validator]!, 0),
    );
    const total = ranks.reduce((sum, rank) => sum + rank, 0);
    ranks.forEach((rank, uid) => {
      expect(rank / total).toBeCloseTo(incentive[uid]!, 6);
    });
    votes.forEach((row, validator) => {
      for (const [uid, vote] of row) {
        expect(clipped[validator]!.get(uid) ?? 0).toBeCloseTo(Math.min(vote, consensus[uid]!), 9);
      }
    });
  });
});

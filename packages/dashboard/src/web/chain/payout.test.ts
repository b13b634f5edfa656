import { keypairFromUri } from "@myelin/primitives/keys";
import { NoEpochError, readEpochAt } from "@myelin/verify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startVillage, type Village } from "../../testing/village.ts";
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
      const state = await readEpochAt(village.client, village.netuid, block);
      const { emission } = recompute(state);
      expect(emission).toEqual(state.emission);
      compared += emission.length;
      paid += emission.filter((alpha) => alpha > 0n).length;
    }
    expect(compared).toBeGreaterThanOrEqual(50);
    expect(paid).toBeGreaterThan(compared / 2);
  });

  it("equals the emission of 50 neurons and epochs chosen at random, to the rao", async () => {
    const { client, netuid } = village;
    const n = await client.query.get<number>("SubtensorModule", "SubnetworkN", [netuid]);
    let paid = 0;
    for (let pair = 0; pair < 50; pair++) {
      const block = epochs[Math.floor(Math.random() * epochs.length)]!;
      const uid = Math.floor(Math.random() * n);
      const at = await client.blockHash(block);
      const chain = (await client.query.get<bigint[]>("SubtensorModule", "Emission", [netuid], { at }))[uid];
      const { emission } = recompute(await readEpochAt(client, netuid, block));
      expect({ block, uid, emission: emission[uid] }).toEqual({ block, uid, emission: chain });
      if (emission[uid]! > 0n) paid++;
    }
    expect(paid).toBeGreaterThan(10);
  });

  it("equals it when nobody has voted yet, and emission follows stake", async () => {
    const state = await readEpochAt(village.client, village.netuid, first);
    expect(state.emission.some((alpha) => alpha > 0n)).toBe(true);
    expect(recompute(state).emission).toEqual(state.emission);
  });

  it("equals it with several mechanisms, liquid alpha and classic bonds", async () => {
    const { client, netuid, validators, miners } = village;
    const owner = keypairFromUri("//Alice");
    const admin = (call: string, args: object) => client.tx("AdminUtils", call, { netuid, ...args }).sendAndWait(owner);
    await admin("sudo_trim_to_max_allowed_uids", { max_n: 128 });
    await admin("sudo_set_mechanism_count", { mechanism_count: 2 });
    await admin("sudo_set_liquid_alpha_enabled", { enabled: true });
    await village.epoch();
    const uids = await Promise.all(miners.map(village.uidOf));
    for (const [v, validator] of validators.entries()) {
      const chosen = randomVotes(uids);
      const weights = {
        dests: chosen.map(([uid]) => uid),
        weights: chosen.map(([, weight]) => weight),
        version_key: 0n,
      };
      await client
        .tx("SubtensorModule", "set_mechanism_weights", { netuid, mecid: 1, ...weights })
        .sendAndWait(validator);
      await village.vote(v, randomVotes(uids));
    }
    const blocks = [await village.epoch()];
    await admin("sudo_set_yuma3_enabled", { enabled: false });
    blocks.push(await village.epoch());
    for (const block of blocks) {
      const state = await readEpochAt(client, netuid, block);
      const { emission, mechanisms } = recompute(state);
      expect(mechanisms).toHaveLength(2);
      expect(mechanisms.every(({ incentive }) => incentive.some((share) => share > 0))).toBe(true);
      expect(emission).toEqual(state.emission);
    }
  });

  it("is refused for a block that ran no epoch, and for one that is not there", async () => {
    const { client, netuid } = village;
    await expect(readEpochAt(client, netuid, first - 1)).rejects.toThrow(NoEpochError);
    await expect(readEpochAt(client, netuid, 1_000_000)).rejects.toThrow("no block 1000000 yet");
  });

  it("shows steps that add up to the epoch's own result", async () => {
    const state = await readEpochAt(village.client, village.netuid, epochs.at(-1)!);
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

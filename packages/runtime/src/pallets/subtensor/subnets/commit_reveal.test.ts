import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { S } from "../storage.ts";
import { getCommitHash } from "./commit_reveal.ts";

const alice = account("Alice");
const [owner, validator, miner, stranger] = ["owner", "validator", "miner", "stranger"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];
const SUBNET = 2;
const TEMPO = 10;

let chain: TestChain;

/** Subnet 2 under commit-reveal with the owner, a validator and a miner. Epochs come each ten blocks. */
beforeEach(() => {
  chain = new TestChain();
  call("register_network", { hotkey: owner }, alice);
  for (const hotkey of [validator, miner]) call("burned_register", { netuid: SUBNET, hotkey }, alice);
  S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, true);
  S.ValidatorPermit.set(chain.ctx, SUBNET, [false, true, false]);
  S.WeightsSetRateLimit.set(chain.ctx, SUBNET, 0n);
  S.StakeThreshold.set(chain.ctx, 0n);
  S.Tempo.set(chain.ctx, SUBNET, TEMPO);
  S.LastEpochBlock.set(chain.ctx, SUBNET, BigInt(chain.number));
});

/** Blocks pass; the epochs in them take the permit of a validator without stake, so it is given back. */
const pass = (blocks: number) => {
  chain.nextBlock(blocks);
  S.ValidatorPermit.set(chain.ctx, SUBNET, [false, true, false]);
};

const call = (name: string, args: Record<string, unknown>, who: AccountId = validator) =>
  chain.call(signed(who), "SubtensorModule", name, args);
const failure = (name: string, args: Record<string, unknown>, who: AccountId = validator) =>
  chain.failure(signed(who), "SubtensorModule", name, args)?.replace("SubtensorModule.", "");
const events = (name: string) => chain.eventsOf("SubtensorModule", name);

const weights = (salt = [7], netuid = SUBNET) => ({ netuid, uids: [2, 0], values: [3, 1], salt, version_key: 0n });
const hashOf = (args = weights(), mechanism = 0, who: AccountId = validator) =>
  getCommitHash(who, { ...args, mechanism, versionKey: args.version_key });
const commit = (salt?: number[]) => call("commit_weights", { netuid: SUBNET, commit_hash: hashOf(weights(salt)) });

describe("commit and reveal (pallets/subtensor/src/subnets/weights.rs)", () => {
  it("hashes as the SDK's generate_weight_hash does", () => {
    // BLAKE2b-256 of the SCALE tuple (account, u16, Vec<u16>, Vec<u16>, Vec<u16>, u64), computed with Python's hashlib.
    const who = `0x${"01".repeat(32)}` as const;
    const args = { netuid: 1, uids: [0, 1], values: [10, 20], salt: [1, 2, 3], version_key: 7n };
    expect(hashOf(args, 0, who)).toBe("0x846325561ae415f138703d701f530ff52957dee6e904a3d76945be87133a7b9c");
  });

  it("weights count once revealed, dated back to the commit", () => {
    commit();
    const block = BigInt(chain.number);
    expect(events("WeightsCommitted")).toEqual([[validator, SUBNET, hashOf()]]);
    expect(S.LastUpdate.get(chain.ctx, SUBNET)[1]).toBe(block);
    expect(failure("reveal_weights", weights())).toBe("RevealTooEarly");
    pass(TEMPO);
    call("reveal_weights", weights());
    expect(events("WeightsRevealed")).toEqual([[validator, SUBNET, hashOf()]]);
    expect(S.Weights.get(chain.ctx, SUBNET, 1)).toEqual([
      [2, 65_535],
      [0, 21_845],
    ]);
    expect(S.LastUpdate.get(chain.ctx, SUBNET)[1]).toBe(block);
    expect(S.WeightCommits.contains(chain.ctx, SUBNET, validator)).toBe(false);
  });

  it("the revealed commit and the older ones are spent", () => {
    for (const salt of [[1], [2], [3]]) commit(salt);
    pass(TEMPO);
    call("reveal_weights", weights([2]));
    expect(S.WeightCommits.get(chain.ctx, SUBNET, validator)!.map(([hash]) => hash)).toEqual([hashOf(weights([3]))]);
    expect(failure("reveal_weights", weights([1]))).toBe("NoWeightsCommitFound");
  });

  it("commits are refused in the chain's order", () => {
    const args = { netuid: SUBNET, commit_hash: hashOf() };
    expect(failure("commit_weights", { ...args, netuid: 9 }, stranger)).toBe("MechanismDoesNotExist");
    expect(failure("commit_weights", args, stranger)).toBe("HotKeyNotRegisteredInSubNet");
    for (let i = 0; i < 10; i++) commit([i]);
    expect(failure("commit_weights", args)).toBe("TooManyUnrevealedCommits");
    S.WeightsSetRateLimit.set(chain.ctx, SUBNET, 5n);
    expect(failure("commit_weights", args)).toBe("CommittingWeightsTooFast");
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, false);
    expect(failure("commit_weights", args, miner)).toBe("CommittingWeightsTooFast");
    S.WeightsSetRateLimit.set(chain.ctx, SUBNET, 0n);
    expect(failure("commit_weights", args)).toBe("CommitRevealDisabled");
    S.StakeThreshold.set(chain.ctx, 1n);
    expect(failure("commit_weights", args)).toBe("NotEnoughStakeToSetWeights");
  });

  it("reveals are refused by the guard before the call", () => {
    expect(failure("reveal_weights", weights())).toBe("NoWeightsCommitFound");
    commit();
    expect(failure("reveal_weights", weights([8]))).toBe("NoWeightsCommitFound");
    pass(2 * TEMPO);
    expect(failure("reveal_weights", weights())).toBe("RevealTooEarly"); // too late, in truth
    S.RevealPeriodEpochs.set(chain.ctx, SUBNET, 2n);
    expect(failure("reveal_weights", weights())).toBeUndefined();
  });

  it("expired commits make room", () => {
    for (let i = 0; i < 10; i++) commit([i]);
    pass(2 * TEMPO);
    commit([11]);
    expect(S.WeightCommits.get(chain.ctx, SUBNET, validator)).toHaveLength(1);
  });

  it("a mechanism has commits of its own", () => {
    S.MechanismCountCurrent.set(chain.ctx, SUBNET, 2);
    const commit_hash = hashOf(weights(), 1);
    call("commit_mechanism_weights", { netuid: SUBNET, mecid: 1, commit_hash });
    expect(events("WeightsCommitted")).toEqual([[validator, SUBNET + 4_096, commit_hash]]);
    pass(TEMPO);
    expect(failure("reveal_weights", weights())).toBe("NoWeightsCommitFound");
    call("reveal_mechanism_weights", { mecid: 1, ...weights() });
    expect(S.Weights.contains(chain.ctx, SUBNET + 4_096, 1)).toBe(true);
    expect(S.Weights.contains(chain.ctx, SUBNET, 1)).toBe(false);
  });
});

describe("batches", () => {
  const lists = (salts: number[][]) => ({
    netuid: SUBNET,
    uids_list: salts.map(() => [2, 0]),
    values_list: salts.map(() => [3, 1]),
    salts_list: salts,
    version_keys: salts.map(() => 0n),
  });

  it("reveal several commits of a subnet, and no others", () => {
    for (const salt of [[1], [2], [3]]) commit(salt);
    expect(failure("batch_reveal_weights", lists([[3], [1]]))).toBe("RevealTooEarly");
    pass(TEMPO);
    call("batch_reveal_weights", lists([[3], [1]]));
    const hashes = [[3], [1]].map((salt) => hashOf(weights(salt)));
    expect(events("WeightsBatchRevealed")).toEqual([[validator, SUBNET, hashes]]);
    expect(S.WeightCommits.get(chain.ctx, SUBNET, validator)!.map(([hash]) => hash)).toEqual([hashOf(weights([2]))]);
    expect(failure("batch_reveal_weights", lists([[2], [9]]))).toBe("NoWeightsCommitFound");
    expect(failure("batch_reveal_weights", lists([[2], [2]]))).toBe("InvalidRevealCommitHashNotMatch");
    expect(failure("batch_reveal_weights", { ...lists([[2]]), version_keys: [] })).toBe("InputLengthsUnequal");
    expect(failure("batch_reveal_weights", lists([]), miner)).toBe("NoWeightsCommitFound");
  });

  it("commit on several subnets, each for itself", () => {
    const hash = hashOf();
    call("batch_commit_weights", { netuids: [SUBNET, 1], commit_hashes: [hash, hash] });
    expect(S.WeightCommits.get(chain.ctx, SUBNET, validator)).toHaveLength(1);
    expect(chain.eventNames().slice(-4)).toEqual(
      ["WeightsCommitted", "BatchCompletedWithErrors", "BatchWeightItemFailed", "BatchWeightsCompleted"].map(
        (name) => `SubtensorModule.${name}`,
      ),
    );
    const [[netuid, error]] = events("BatchWeightItemFailed") as [[number, { type: string; value: object }]];
    expect(netuid).toBe(1);
    expect(error).toMatchObject({ type: "Module", value: { index: 7 } });
    expect(failure("batch_commit_weights", { netuids: [SUBNET], commit_hashes: [] })).toBe("InputLengthsUnequal");
  });

  it("set weights in the open where that is allowed", () => {
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, false);
    const args = { netuids: [SUBNET, 9], weights: [[[2, 5]], [[2, 5]]], version_keys: [0n, 0n] };
    call("batch_set_weights", args);
    expect(S.Weights.get(chain.ctx, SUBNET, 1)).toEqual([[2, 65_535]]);
    expect(events("BatchWeightItemFailed")).toHaveLength(1);
    expect(events("BatchWeightsCompleted")).toEqual([[[SUBNET, 9], validator]]);
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, true);
    call("batch_set_weights", args);
    expect(events("BatchWeightItemFailed")).toHaveLength(3);
    expect(failure("batch_set_weights", { ...args, version_keys: [] })).toBe("InputLengthsUnequal");
  });
});

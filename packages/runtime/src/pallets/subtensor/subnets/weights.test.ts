import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { S } from "../storage.ts";
import { getMechanismStorageIndex } from "./mechanism.ts";

const alice = account("Alice");
const owner = account("owner");
const hotkey = (n: number): AccountId => `0x${n.toString(16).padStart(4, "0").repeat(16)}`;
const [validator, miner, stranger] = [1, 2, 99].map(hotkey) as [AccountId, AccountId, AccountId];
const SUBNET = 2;

let chain: TestChain;
/** Subnet 2 with the owner's neuron 0, the validator 1 and the miners 2 and 3, long after their registration. */
beforeEach(() => {
  chain = new TestChain();
  chain.call(signed(alice), "SubtensorModule", "register_network", { hotkey: owner });
  for (const key of [validator, miner, hotkey(3)]) {
    chain.call(signed(alice), "SubtensorModule", "burned_register", { netuid: SUBNET, hotkey: key });
  }
  chain.nextBlock(Number(chain.config.weightsSetRateLimit));
  S.ValidatorPermit.set(chain.ctx, SUBNET, [false, true, false, false]);
});

interface Weights {
  netuid: number;
  dests: number[];
  weights: number[];
  version_key: bigint;
}
const valid: Weights = { netuid: SUBNET, dests: [2, 3], weights: [1, 2], version_key: 0n };
const set = (changes: Partial<Weights> = {}, who: AccountId = validator) =>
  chain.failure(signed(who), "SubtensorModule", "set_weights", { ...valid, ...changes });

describe("setting weights", () => {
  it("stores them scaled to 65535, in the order given, and the block", () => {
    expect(set({ dests: [3, 0, 2], weights: [4, 1, 2] })).toBeUndefined();
    expect(S.Weights.get(chain.ctx, SUBNET, 1)).toEqual([
      [3, 65_535],
      [0, 16_384],
      [2, 32_768],
    ]);
    expect(S.LastUpdate.get(chain.ctx, SUBNET)[1]).toBe(11n);
    expect(chain.eventsOf("SubtensorModule", "WeightsSet")).toEqual([[SUBNET, 1]]);
  });

  it("is free of fees", () => {
    const call = { type: "SubtensorModule", value: { type: "set_weights", value: { ...valid } } };
    expect(chain.ctx.dispatchInfo(call).paysFee).toBe(false);
  });

  it("counts for the mechanism it names", () => {
    S.MechanismCountCurrent.set(chain.ctx, SUBNET, 2);
    const args = { netuid: SUBNET, mecid: 1, dests: [2], weights: [9], version_key: 0n };
    chain.call(signed(validator), "SubtensorModule", "set_mechanism_weights", args);
    const index = getMechanismStorageIndex(SUBNET, 1);
    expect(index).toBe(4_098);
    expect(S.Weights.get(chain.ctx, index, 1)).toEqual([[2, 65_535]]);
    expect(S.LastUpdate.get(chain.ctx, index)).toEqual([0n, 11n, 0n, 0n]);
    expect(chain.eventsOf("SubtensorModule", "WeightsSet")).toEqual([[index, 1]]);
    expect(set()).toBeUndefined();
    const third = { ...args, mecid: 2 };
    // The guard looks at the rate limit of a mechanism that is not there, before the call does.
    expect(chain.failure(signed(validator), "SubtensorModule", "set_mechanism_weights", third)).toBe(
      "SubtensorModule.SettingWeightsTooFast",
    );
    expect(chain.failure(signed(stranger), "SubtensorModule", "set_mechanism_weights", third)).toBe(
      "SubtensorModule.MechanismDoesNotExist",
    );
  });

  it("is refused in the chain's order", () => {
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, true);
    expect(set({ weights: [] })).toBe("SubtensorModule.CommitRevealEnabled");
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, false);
    expect(set({ netuid: 0, weights: [] })).toBe("SubtensorModule.CanNotSetRootNetworkWeights");
    expect(set({ netuid: 9, weights: [] })).toBe("SubtensorModule.WeightVecNotEqualSize");
    expect(set({ netuid: 9 })).toBe("SubtensorModule.MechanismDoesNotExist");
    const five = { dests: [0, 1, 2, 3, 4], weights: [1, 1, 1, 1, 1] };
    expect(set(five, stranger)).toBe("SubtensorModule.UidsLengthExceedUidsInSubNet");
    expect(set({}, stranger)).toBe("SubtensorModule.HotKeyNotRegisteredInSubNet");
    S.StakeThreshold.set(chain.ctx, 1n);
    expect(set({}, miner)).toBe("SubtensorModule.NotEnoughStakeToSetWeights");
    S.StakeThreshold.set(chain.ctx, 0n);
    S.WeightsVersionKey.set(chain.ctx, SUBNET, 7n);
    expect(set({ version_key: 6n }, miner)).toBe("SubtensorModule.IncorrectWeightVersionKey");
    expect(set({ version_key: 7n }, miner)).toBe("SubtensorModule.NeuronNoValidatorPermit");
    S.WeightsVersionKey.set(chain.ctx, SUBNET, 0n);
    expect(set({ dests: [2, 2] })).toBe("SubtensorModule.DuplicateUids");
    expect(set({ dests: [2, 4] })).toBe("SubtensorModule.UidVecContainInvalidOne");
    S.MinAllowedWeights.set(chain.ctx, SUBNET, 3);
    expect(set()).toBe("SubtensorModule.WeightVecLengthIsLow");
    expect(set({ dests: [0, 2, 3], weights: [1, 1, 1] })).toBeUndefined();
  });

  it("may be repeated after the rate limit only", () => {
    expect(set()).toBeUndefined();
    chain.nextBlock(9);
    expect(set()).toBe("SubtensorModule.SettingWeightsTooFast");
    chain.nextBlock();
    S.ValidatorPermit.set(chain.ctx, SUBNET, [false, true, false, false]);
    expect(set()).toBeUndefined();
  });

  it("needs no more weights than there are neurons", () => {
    S.MinAllowedWeights.set(chain.ctx, SUBNET, 1_024);
    expect(set({ dests: [0, 1, 2, 3], weights: [0, 0, 0, 0] })).toBeUndefined();
    expect(S.Weights.get(chain.ctx, SUBNET, 1)).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
  });

  it("lets anybody weigh itself alone, and the owner weigh others without permit or stake", () => {
    S.MinAllowedWeights.set(chain.ctx, SUBNET, 3);
    expect(set({ dests: [2], weights: [1] }, miner)).toBeUndefined();
    S.StakeThreshold.set(chain.ctx, 10n ** 18n);
    expect(set({ dests: [1, 2, 3], weights: [1, 1, 1] }, owner)).toBeUndefined();
  });
});

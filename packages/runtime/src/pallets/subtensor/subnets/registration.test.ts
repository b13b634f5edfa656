import type { AccountId } from "@myelin/frame";
import { signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { freeBalance } from "../../balances/balances.ts";
import { S } from "../storage.ts";
import { getNeuronToPrune } from "./pruning.ts";
import { getSubnetAccountId } from "./subnet.ts";

const [alice, bob] = ["Alice", "Bob"].map(account) as [AccountId, AccountId];
const hotkey = (n: number): AccountId => `0x${n.toString(16).padStart(4, "0").repeat(16)}`;
const SUBNET = 1;
const TENTH = 100_000_000n;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const register = (who: AccountId, key: AccountId, netuid = SUBNET) =>
  chain.call(signed(who), "SubtensorModule", "burned_register", { netuid, hotkey: key });
const refusal = (who: AccountId, key: AccountId, netuid = SUBNET) =>
  chain.failure(signed(who), "SubtensorModule", "burned_register", { netuid, hotkey: key });

describe("registration on a subnet", () => {
  it("appends the neuron and lets the price buy alpha that nobody gets", () => {
    const before = { alphaOut: S.SubnetAlphaOut.get(chain.ctx, SUBNET), stake: S.TotalStake.get(chain.ctx) };
    register(alice, hotkey(1));
    const { ctx } = chain;
    expect(S.Uids.get(ctx, SUBNET, hotkey(1))).toBe(1);
    expect(S.Keys.get(ctx, SUBNET, 1)).toBe(hotkey(1));
    expect(S.Owner.get(ctx, hotkey(1))).toBe(alice);
    expect(S.SubnetworkN.get(ctx, SUBNET)).toBe(2);
    expect(S.IsNetworkMember.get(ctx, hotkey(1), SUBNET)).toBe(true);
    expect(S.BlockAtRegistration.get(ctx, SUBNET, 1)).toBe(1n);
    expect(S.LastUpdate.get(ctx, SUBNET)).toEqual([0n, 1n]);
    expect(S.Active.get(ctx, SUBNET)).toEqual([true, true]);
    expect(S.ValidatorPermit.get(ctx, SUBNET)).toEqual([false, false]);
    expect(S.StakeWeight.get(ctx, SUBNET).length).toBeLessThan(2);
    // 0.1 TAO entered the pool of 10 : 10, less the fee of 33/65535 that stays in the account.
    const fee = (TENTH * 33n) / 65_535n;
    expect(S.SubnetTAO.get(ctx, SUBNET)).toBe(10_000_000_000n + TENTH - fee);
    expect(freeBalance(ctx, getSubnetAccountId(ctx, SUBNET)!)).toBe(10_000_000_000n + TENTH);
    expect(S.SubnetAlphaIn.get(ctx, SUBNET)).toBeLessThan(10_000_000_000n);
    expect(S.SubnetAlphaOut.get(ctx, SUBNET)).toBe(before.alphaOut);
    expect(S.TotalStake.get(ctx)).toBe(before.stake + TENTH);
    expect(S.SubnetTaoFlow.get(ctx, SUBNET)).toBe(TENTH);
    expect(S.RAORecycledForRegistration.get(ctx, SUBNET)).toBe(TENTH);
    expect(S.RegistrationsThisBlock.get(ctx, SUBNET)).toBe(1);
    expect(chain.eventsOf("SubtensorModule", "NeuronRegistered")).toEqual([[SUBNET, 1, hotkey(1)]]);
  });

  it("raises the price by 1.26 at once, halves it in 360 blocks, and keeps its bounds", () => {
    register(alice, hotkey(1));
    expect(S.Burn.get(chain.ctx, SUBNET)).toBe(126_000_000n);
    register(alice, hotkey(2));
    expect(S.Burn.get(chain.ctx, SUBNET)).toBe(158_760_000n);
    S.MaxBurn.set(chain.ctx, SUBNET, 160_000_000n);
    register(alice, hotkey(3));
    expect(S.Burn.get(chain.ctx, SUBNET)).toBe(160_000_000n);
    chain.nextBlock();
    expect(S.Burn.get(chain.ctx, SUBNET)).toBe((160_000_000n * 4_286_705_684n) >> 32n);
    expect(S.RegistrationsThisBlock.get(chain.ctx, SUBNET)).toBe(0);
  });

  it("takes the proof-of-work call as what it now is", () => {
    const work = { block_number: 0n, nonce: 0n, work: new Uint8Array(), coldkey: bob };
    chain.call(signed(alice), "SubtensorModule", "register", { netuid: SUBNET, hotkey: hotkey(1), ...work });
    expect(S.Owner.get(chain.ctx, hotkey(1))).toBe(alice);
  });

  it("refuses in the chain's order", () => {
    expect(refusal(alice, hotkey(1), 0)).toBe("SubtensorModule.RegistrationNotPermittedOnRootSubnet");
    expect(refusal(alice, hotkey(1), 9)).toBe("SubtensorModule.SubnetNotExists");
    register(alice, hotkey(1));
    S.NetworkRegistrationAllowed.set(chain.ctx, SUBNET, false);
    expect(refusal(alice, hotkey(1))).toBe("SubtensorModule.SubNetRegistrationDisabled");
    S.NetworkRegistrationAllowed.set(chain.ctx, SUBNET, true);
    expect(refusal(alice, hotkey(1))).toBe("SubtensorModule.HotKeyAlreadyRegisteredInSubNet");
    expect(refusal(hotkey(7), hotkey(2))).toBe("SubtensorModule.NotEnoughBalanceToStake");
    const subnetAccount = getSubnetAccountId(chain.ctx, SUBNET)!;
    expect(refusal(alice, subnetAccount)).toBe("SubtensorModule.CannotUseSystemAccount");
    chain.call(signed(bob), "SubtensorModule", "root_register", { hotkey: hotkey(3) });
    expect(refusal(alice, hotkey(3))).toBe("SubtensorModule.NonAssociatedColdKey");
    S.MaxAllowedUids.set(chain.ctx, SUBNET, 0);
    expect(refusal(alice, hotkey(4))).toBe("SubtensorModule.NoNeuronIdAvailable");
    expect(chain.failure({ type: "Root" }, "SubtensorModule", "burned_register", { netuid: 1, hotkey: alice })).toBe(
      "BadOrigin",
    );
  });
});

describe("a full subnet", () => {
  /** Neurons 1 to 4 of Alice's beside the owner's, out of immunity from block 20 on. */
  const fill = () => {
    S.MaxAllowedUids.set(chain.ctx, SUBNET, 5);
    S.ImmunityPeriod.set(chain.ctx, SUBNET, 20);
    S.MinNonImmuneUids.set(chain.ctx, SUBNET, 0);
    S.SubnetOwner.set(chain.ctx, SUBNET, bob);
    for (let uid = 1; uid <= 4; uid++) register(alice, hotkey(uid));
    S.Owner.set(chain.ctx, hotkey(0), bob);
    S.Emission.set(chain.ctx, SUBNET, [0n, 50n, 20n, 20n, 30n]);
  };

  it("prunes the lowest emission, the older of equals, then the lower uid", () => {
    fill();
    S.ImmunityPeriod.set(chain.ctx, SUBNET, 0);
    S.Emission.set(chain.ctx, SUBNET, [90n, 50n, 20n, 20n, 30n]);
    expect(getNeuronToPrune(chain.ctx, SUBNET)).toBe(2);
    S.BlockAtRegistration.set(chain.ctx, SUBNET, 2, 2n);
    expect(getNeuronToPrune(chain.ctx, SUBNET)).toBe(3);
    S.Emission.set(chain.ctx, SUBNET, [90n, 50n, 20n, 21n, 30n]);
    expect(getNeuronToPrune(chain.ctx, SUBNET)).toBe(2);
  });

  it("prunes an immune neuron only if too few others would remain, and the owner's never", () => {
    fill();
    const { ctx } = chain;
    S.OwnedHotkeys.set(ctx, bob, [hotkey(2)]);
    expect(getNeuronToPrune(ctx, SUBNET)).toBe(0);
    S.SubnetOwnerHotkey.set(ctx, SUBNET, S.Keys.get(ctx, SUBNET, 0));
    S.ImmuneOwnerUidsLimit.set(ctx, SUBNET, 2);
    // 0 and 2 are the owner's; 3 is the weakest of the rest, all immune.
    expect(getNeuronToPrune(ctx, SUBNET)).toBe(3);
    S.ImmuneOwnerUidsLimit.set(ctx, SUBNET, 1);
    expect(getNeuronToPrune(ctx, SUBNET)).toBe(2);
    chain.nextBlock(10);
    S.BlockAtRegistration.set(chain.ctx, SUBNET, 1, 0n);
    S.ImmunityPeriod.set(chain.ctx, SUBNET, 11);
    S.Emission.set(chain.ctx, SUBNET, [0n, 50n, 20n, 20n, 30n]);
    expect(getNeuronToPrune(chain.ctx, SUBNET)).toBe(1);
    S.MinNonImmuneUids.set(chain.ctx, SUBNET, 1);
    expect(getNeuronToPrune(chain.ctx, SUBNET)).toBe(2);
  });

  it("gives the uid to the newcomer and forgets its last holder", () => {
    fill();
    const { ctx } = chain;
    S.Emission.set(ctx, SUBNET, [90n, 50n, 10n, 20n, 30n]);
    S.Weights.set(ctx, SUBNET, 2, [[1, 65_535]]);
    S.Weights.set(ctx, SUBNET, 1, [
      [2, 65_535],
      [3, 7],
    ]);
    S.Bonds.set(ctx, SUBNET, 2, [[1, 5]]);
    S.Bonds.set(ctx, SUBNET, 1, [[2, 5]]);
    S.Consensus.set(ctx, SUBNET, [1, 2, 3, 4, 5]);
    S.Incentive.set(ctx, SUBNET, [1, 2, 3, 4, 5]);
    S.ValidatorPermit.set(ctx, SUBNET, [true, true, true, true, true]);
    S.Active.set(ctx, SUBNET, [true, true, false, true, true]);
    const axon = { block: 1n, version: 1, ip: 1n, port: 1, ip_type: 4, protocol: 4, placeholder1: 0, placeholder2: 0 };
    S.Axons.set(ctx, SUBNET, hotkey(2), axon);
    register(alice, hotkey(5));
    expect(chain.eventsOf("SubtensorModule", "NeuronRegistered").at(-1)).toEqual([SUBNET, 2, hotkey(5)]);
    expect(S.Uids.get(ctx, SUBNET, hotkey(2))).toBeUndefined();
    expect(S.IsNetworkMember.contains(ctx, hotkey(2), SUBNET)).toBe(false);
    expect(S.Uids.get(ctx, SUBNET, hotkey(5))).toBe(2);
    expect(S.Axons.contains(ctx, SUBNET, hotkey(2))).toBe(false);
    expect(S.Emission.get(ctx, SUBNET)).toEqual([90n, 50n, 0n, 20n, 30n]);
    expect(S.Consensus.get(ctx, SUBNET)).toEqual([1, 2, 0, 4, 5]);
    expect(S.Incentive.get(ctx, SUBNET)).toEqual([1, 2, 0, 4, 5]);
    expect(S.ValidatorPermit.get(ctx, SUBNET)).toEqual([true, true, false, true, true]);
    expect(S.Active.get(ctx, SUBNET)).toEqual([true, true, true, true, true]);
    expect(S.Weights.contains(ctx, SUBNET, 2)).toBe(false);
    expect(S.Weights.get(ctx, SUBNET, 1)).toEqual([
      [2, 0],
      [3, 7],
    ]);
    expect(S.Bonds.contains(ctx, SUBNET, 2)).toBe(false);
    expect(S.Bonds.get(ctx, SUBNET, 1)).toEqual([[2, 5]]);
    expect(S.LastUpdate.get(ctx, SUBNET)[2]).toBe(1n);
    expect(S.SubnetworkN.get(ctx, SUBNET)).toBe(5);
  });
});

describe("registration on root", () => {
  const join = (key: AccountId) => chain.call(signed(alice), "SubtensorModule", "root_register", { hotkey: key });
  const refused = (key: AccountId) => chain.failure(signed(alice), "SubtensorModule", "root_register", { hotkey: key });

  it("makes the hotkey a member and a delegate of 18 %", () => {
    join(hotkey(1));
    expect(S.Uids.get(chain.ctx, 0, hotkey(1))).toBe(0);
    expect(S.Delegates.contains(chain.ctx, hotkey(1))).toBe(true);
    expect(S.Delegates.get(chain.ctx, hotkey(1))).toBe(11_796);
    expect(chain.eventsOf("SubtensorModule", "NeuronRegistered")).toEqual([[0, 0, hotkey(1)]]);
  });

  it("admits one in a block and three times the target in an interval", () => {
    join(hotkey(1));
    expect(refused(hotkey(2))).toBe("SubtensorModule.TooManyRegistrationsThisBlock");
    chain.nextBlock();
    expect(refused(hotkey(1))).toBe("SubtensorModule.HotKeyAlreadyRegisteredInSubNet");
    join(hotkey(2));
    chain.nextBlock();
    join(hotkey(3));
    chain.nextBlock();
    expect(refused(hotkey(4))).toBe("SubtensorModule.TooManyRegistrationsThisInterval");
  });

  it("replaces the member with least root stake, if the newcomer has more", () => {
    S.MaxAllowedUids.set(chain.ctx, 0, 2);
    S.MaxRegistrationsPerBlock.set(chain.ctx, 0, 9);
    S.TargetRegistrationsPerInterval.set(chain.ctx, 0, 9);
    join(hotkey(1));
    join(hotkey(2));
    S.TotalHotkeyAlpha.set(chain.ctx, hotkey(1), 0, 7n);
    S.TotalHotkeyAlpha.set(chain.ctx, hotkey(2), 0, 5n);
    S.TotalHotkeyAlpha.set(chain.ctx, hotkey(3), 0, 5n);
    expect(refused(hotkey(3))).toBe("SubtensorModule.StakeTooLowForRoot");
    S.TotalHotkeyAlpha.set(chain.ctx, hotkey(3), 0, 6n);
    join(hotkey(3));
    expect(S.Keys.get(chain.ctx, 0, 1)).toBe(hotkey(3));
    expect(S.Uids.get(chain.ctx, 0, hotkey(2))).toBeUndefined();
  });

  it("needs root", () => {
    S.NetworksAdded.remove(chain.ctx, 0);
    expect(refused(hotkey(1))).toBe("SubtensorModule.RootNetworkDoesNotExist");
  });
});

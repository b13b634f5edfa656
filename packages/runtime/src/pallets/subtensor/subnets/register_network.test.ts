import { type AccountId, signed } from "@myelin/frame";
import { fromUtf8 } from "@myelin/primitives/bytes";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { freeBalance } from "../../balances/balances.ts";
import { S } from "../storage.ts";
import { getLockReductionInterval, getNetworkLockCost } from "./lock_cost.ts";
import { getSubnetAccountId } from "./subnet.ts";
import { SYMBOLS } from "./symbols.ts";

const [alice, bob, dave] = ["Alice", "Bob", "Dave"].map(account) as [AccountId, AccountId, AccountId];
const hotkey = (n: number): AccountId => `0x${n.toString(16).padStart(4, "0").repeat(16)}`;
const TAO = 1_000_000_000n;

let chain: TestChain;
beforeEach(() => {
  chain = new TestChain();
});

const register = (who: AccountId, key: AccountId) =>
  chain.call(signed(who), "SubtensorModule", "register_network", { hotkey: key });
const refusal = (who: AccountId, key: AccountId) =>
  chain.failure(signed(who), "SubtensorModule", "register_network", { hotkey: key });

describe("what a subnet costs", () => {
  it("is 1000 TAO at first, doubles with a registration and falls back in 100800 blocks", () => {
    expect(getNetworkLockCost(chain.ctx)).toBe(1_000n * TAO);
    register(alice, hotkey(1));
    expect(getNetworkLockCost(chain.ctx)).toBe(2_000n * TAO);
    chain.nextBlock(10);
    expect(getNetworkLockCost(chain.ctx)).toBe(2_000n * TAO - ((1_000n * TAO) / 100_800n) * 10n);
    register(bob, hotkey(2));
    expect(S.NetworkLastLockCost.get(chain.ctx)).toBe(2_000n * TAO - ((1_000n * TAO) / 100_800n) * 10n);
  });

  it("never falls below the minimum", () => {
    S.NetworkLastLockCost.set(chain.ctx, 5n * TAO);
    expect(getNetworkLockCost(chain.ctx)).toBe(1_000n * TAO);
    S.NetworkMinLockCost.set(chain.ctx, TAO);
    expect(getNetworkLockCost(chain.ctx)).toBe(5n * TAO - (5n * TAO) / 100_800n);
  });

  it("falls faster after a halving", () => {
    expect(getLockReductionInterval(chain.ctx)).toBe(100_800n);
    S.TotalIssuance.set(chain.ctx, 10_500_000n * TAO);
    expect(getLockReductionInterval(chain.ctx)).toBe(50_400n);
  });
});

describe("registration of a subnet", () => {
  it("fills the pool with the lock, at the median price, and enrols the owner", () => {
    chain.nextBlock(4);
    const before = { free: freeBalance(chain.ctx, alice), stake: S.TotalStake.get(chain.ctx) };
    register(alice, hotkey(1));
    const { ctx } = chain;
    expect(chain.eventsOf("SubtensorModule", "NetworkAdded")).toEqual([[2, 1]]);
    expect(freeBalance(ctx, alice)).toBe(before.free - 1_000n * TAO);
    expect(freeBalance(ctx, getSubnetAccountId(ctx, 2)!)).toBe(1_000n * TAO);
    expect(S.SubnetTAO.get(ctx, 2)).toBe(1_000n * TAO);
    // The only other pool stands at 1 TAO for one alpha.
    expect(S.SubnetAlphaIn.get(ctx, 2)).toBe(1_000n * TAO);
    expect(S.SubnetAlphaOut.get(ctx, 2)).toBe(0n);
    expect(S.SubnetLocked.get(ctx, 2)).toBe(1_000n * TAO);
    expect(S.TotalStake.get(ctx)).toBe(before.stake + 1_000n * TAO);
    expect(S.SubnetOwner.get(ctx, 2)).toBe(alice);
    expect(S.SubnetOwnerHotkey.get(ctx, 2)).toBe(hotkey(1));
    expect(S.Keys.get(ctx, 2, 0)).toBe(hotkey(1));
    expect(S.NetworkRegisteredAt.get(ctx, 2)).toBe(5n);
    expect(S.RegisteredSubnetCounter.get(ctx, 2)).toBe(1n);
    expect(fromUtf8(S.TokenSymbol.get(ctx, 2))).toBe("β");
    expect(S.TotalNetworks.get(ctx)).toBe(3);
    expect(S.SubtokenEnabled.get(ctx, 2)).toBe(false);
    expect(S.FirstEmissionBlockNumber.get(ctx, 2)).toBeUndefined();
  });

  it("gives it the parameters of a new subnet", () => {
    chain.nextBlock(4);
    register(alice, hotkey(1));
    const { ctx } = chain;
    expect(S.Tempo.get(ctx, 2)).toBe(chain.config.initialTempo);
    expect(S.LastEpochBlock.get(ctx, 2)).toBe(5n - 2n);
    expect(S.MaxAllowedUids.get(ctx, 2)).toBe(256);
    expect(S.MaxAllowedValidators.get(ctx, 2)).toBe(64);
    expect(S.MinAllowedWeights.get(ctx, 2)).toBe(1);
    expect(S.ImmunityPeriod.get(ctx, 2)).toBe(5_000);
    expect(S.Yuma3On.get(ctx, 2)).toBe(true);
    expect(S.Burn.get(ctx, 2)).toBe(TAO);
    expect(S.Kappa.contains(ctx, 2)).toBe(true);
    expect(S.SubnetEmissionEnabled.get(ctx, 2)).toBe(true);
  });

  it("earns only after root allows it where the network follows the chain", () => {
    chain = new TestChain({ config: { newSubnetEmissionEnabled: false } });
    register(alice, hotkey(1));
    expect(S.SubnetEmissionEnabled.get(chain.ctx, 2)).toBe(false);
  });

  it("refuses in the chain's order", () => {
    chain.call(signed(bob), "SubtensorModule", "root_register", { hotkey: hotkey(2) });
    expect(refusal(alice, hotkey(2))).toBe("SubtensorModule.NonAssociatedColdKey");
    expect(refusal(alice, getSubnetAccountId(chain.ctx, 1)!)).toBe("SubtensorModule.CannotUseSystemAccount");
    S.NetworkRegistrationStartBlock.set(chain.ctx, 99n);
    expect(refusal(alice, hotkey(1))).toBe("SubtensorModule.SubNetRegistrationDisabled");
    S.NetworkRegistrationStartBlock.set(chain.ctx, 0n);
    S.SubnetLimit.set(chain.ctx, 1);
    expect(refusal(alice, hotkey(1))).toBe("SubtensorModule.SubnetLimitReached");
    S.SubnetLimit.set(chain.ctx, 9);
    const poor = account("Nobody");
    expect(refusal(poor, hotkey(1))).toBe("SubtensorModule.CannotAffordLockCost");
    register(alice, hotkey(1));
    S.NetworkRateLimit.set(chain.ctx, 10n);
    expect(refusal(dave, hotkey(3))).toBe("SubtensorModule.NetworkTxRateLimitExceeded");
    chain.nextBlock(10);
    expect(refusal(dave, hotkey(3))).toBeUndefined();
  });

  it("dissolves the weakest subnet past immunity when all places are taken", () => {
    S.SubnetLimit.set(chain.ctx, 2);
    S.NetworkImmunityPeriod.set(chain.ctx, 5n);
    register(alice, hotkey(1));
    chain.nextBlock(6);
    S.SubnetMovingPrice.set(chain.ctx, 1, 1n << 32n);
    register(bob, hotkey(2));
    expect(chain.eventsOf("SubtensorModule", "NetworkRemoved")).toEqual([2]);
    expect(S.SubnetOwner.get(chain.ctx, 2)).toBe(bob);
    expect(S.RegisteredSubnetCounter.get(chain.ctx, 2)).toBe(2n);
    expect(S.Keys.get(chain.ctx, 2, 0)).toBe(hotkey(2));
    expect(S.Uids.get(chain.ctx, 2, hotkey(1))).toBeUndefined();
  });
});

describe("the start of a subnet", () => {
  const start = (who: AccountId, netuid = 2) => chain.failure(signed(who), "SubtensorModule", "start_call", { netuid });

  it("opens trade and emission, once, by the owner", () => {
    register(alice, hotkey(1));
    expect(start(alice, 9)).toBe("SubtensorModule.SubnetNotExists");
    expect(start(bob)).toBe("BadOrigin");
    S.StartCallDelay.set(chain.ctx, 3n);
    expect(start(alice)).toBe("SubtensorModule.NeedWaitingMoreBlocksToStarCall");
    chain.nextBlock(3);
    expect(start(alice)).toBeUndefined();
    expect(S.FirstEmissionBlockNumber.get(chain.ctx, 2)).toBe(5n);
    expect(S.SubtokenEnabled.get(chain.ctx, 2)).toBe(true);
    expect(chain.eventsOf("SubtensorModule", "FirstEmissionBlockNumberSet")).toEqual([[2, 5n]]);
    expect(start(alice)).toBe("SubtensorModule.FirstEmissionBlockNumberAlreadySet");
  });
});

describe("the symbols", () => {
  it("are 439, from Tau through sixteen scripts", () => {
    expect(SYMBOLS).toHaveLength(439);
    const points = [0, 1, 19, 25, 51, 90, 200, 438].map((n) => fromUtf8(SYMBOLS[n]!).codePointAt(0));
    expect(points).toEqual([0x3a4, 0x3b1, 0x74, 0x5d0, 0x5ea, 0x1680, 0xe22, 0xdb0]);
  });
});

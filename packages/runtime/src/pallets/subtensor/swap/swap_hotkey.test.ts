import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { freeBalance, totalIssuance } from "../../balances/balances.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey } from "../staking/claim_root.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";

const TAO = 10n ** 9n;
const [alice, bob] = [account("Alice"), account("Bob")];
const [old, next, other, child, parent] = ["old", "next", "other", "child", "parent"].map(account) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];
const SUBNET = 2;
const HALF = 2n ** 63n;

let chain: TestChain;

/** Subnet 2, owned by Alice with her hotkey `old`, on which she and Bob stake, there and on root. */
beforeEach(() => {
  chain = new TestChain();
  const { ctx } = chain;
  call("register_network", { hotkey: old });
  for (const netuid of [0, SUBNET]) S.SubtokenEnabled.set(ctx, netuid, true);
  S.NetworksAdded.set(ctx, 1, true);
  for (const who of [alice, bob]) {
    for (const netuid of [0, SUBNET]) call("add_stake", { hotkey: old, netuid, amount_staked: 10n * TAO }, who);
  }
  chain.nextBlock(5);
});

const call = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.call(signed(who), "SubtensorModule", name, args);
const failure = (args: Record<string, unknown> = {}, who = alice, name = "swap_hotkey_v2") => {
  const all = { hotkey: old, new_hotkey: next, netuid: undefined, keep_stake: false, ...args };
  return chain.failure(signed(who), "SubtensorModule", name, all)?.replace("SubtensorModule.", "");
};
const stake = (hotkey: AccountId, who: AccountId, netuid = SUBNET) =>
  getStakeForHotkeyAndColdkeyOnSubnet(chain.ctx, hotkey, who, netuid);

describe("swap_hotkey (pallets/subtensor/src/swap/swap_hotkey.rs)", () => {
  it("moves neuron, stake, ownership and dividends on all subnets", () => {
    const { ctx } = chain;
    const stakes = [alice, bob].map((who) => [stake(old, who), stake(old, who, 0)]);
    const axon = { netuid: SUBNET, version: 1, ip: 0x01_02_03_04n, port: 80, ip_type: 4, protocol: 0 };
    call("serve_axon", { ...axon, placeholder1: 0, placeholder2: 0 }, old);
    S.Delegates.set(ctx, old, 5_000);
    S.ChildkeyTake.set(ctx, old, SUBNET, 77);
    S.VotingPower.set(ctx, SUBNET, old, 9n);
    S.AlphaDividendsPerSubnet.set(ctx, SUBNET, old, 8n);
    S.TotalHotkeyAlphaLastEpoch.set(ctx, old, SUBNET, 7n);
    S.RootClaimable.set(ctx, old, [[SUBNET, 1n << 31n]]);
    for (const who of [alice, bob]) addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, old, who, 10n * TAO);
    call("set_coldkey_auto_stake_hotkey", { netuid: SUBNET, hotkey: old }, bob);
    const before = [freeBalance(ctx, alice), totalIssuance(ctx), S.TotalIssuance.get(ctx)];
    expect(failure()).toBeUndefined();

    expect(S.Owner.contains(ctx, old)).toBe(false);
    expect(S.Owner.get(ctx, next)).toBe(alice);
    expect(S.OwnedHotkeys.get(ctx, alice)).toEqual([next]);
    expect(S.Uids.get(ctx, SUBNET, next)).toBe(0);
    expect(S.Uids.contains(ctx, SUBNET, old)).toBe(false);
    expect(S.Keys.get(ctx, SUBNET, 0)).toBe(next);
    expect(S.IsNetworkMember.get(ctx, next, SUBNET)).toBe(true);
    expect(S.Axons.get(ctx, SUBNET, next)!.port).toBe(80);
    expect(S.Axons.contains(ctx, SUBNET, old)).toBe(false);
    expect(S.SubnetOwnerHotkey.get(ctx, SUBNET)).toBe(next);
    expect(S.Delegates.get(ctx, next)).toBe(5_000);
    expect(S.Delegates.contains(ctx, old)).toBe(false);
    expect(S.ChildkeyTake.get(ctx, next, SUBNET)).toBe(77);
    expect(S.VotingPower.get(ctx, SUBNET, next)).toBe(9n);
    expect(S.AlphaDividendsPerSubnet.get(ctx, SUBNET, next)).toBe(8n);
    expect(S.TotalHotkeyAlphaLastEpoch.get(ctx, next, SUBNET)).toBe(7n);
    expect([alice, bob].map((who) => [stake(next, who), stake(next, who, 0)])).toEqual(stakes);
    expect([alice, bob].map((who) => stake(old, who))).toEqual([0n, 0n]);
    expect(S.StakingHotkeys.get(ctx, bob)).toEqual([next]);
    expect(S.RootClaimable.get(ctx, next)).toEqual([[SUBNET, 1n << 31n]]);
    expect(S.RootClaimed.get(ctx, SUBNET, next, bob)).toBe(5n * TAO);
    expect(S.RootClaimed.contains(ctx, SUBNET, old, bob)).toBe(false);
    expect(S.AutoStakeDestination.get(ctx, bob, SUBNET)).toBe(next);
    expect(S.AutoStakeDestinationColdkeys.get(ctx, next, SUBNET)).toEqual([bob]);

    const cost = chain.config.keySwapCost;
    expect([freeBalance(ctx, alice), totalIssuance(ctx), S.TotalIssuance.get(ctx)]).toEqual(
      before.map((amount) => amount - cost),
    );
    expect(chain.eventsOf("SubtensorModule", "HotkeySwapped")).toEqual([
      { coldkey: alice, old_hotkey: old, new_hotkey: next },
    ]);
  });

  it("leaves the stake where it is when told to", () => {
    expect(failure({ keep_stake: true })).toBeUndefined();
    expect(S.Keys.get(chain.ctx, SUBNET, 0)).toBe(next);
    expect(stake(next, bob)).toBe(0n);
    expect(stake(old, bob)).toBeGreaterThan(0n);
    expect(S.StakingHotkeys.get(chain.ctx, bob)).toEqual([old]);
  });

  it("moves one subnet alone for a smaller price, and keeps the old hotkey known", () => {
    const { ctx } = chain;
    const before = freeBalance(ctx, alice);
    const root = stake(old, bob, 0);
    expect(failure({ netuid: SUBNET })).toBeUndefined();
    expect(freeBalance(ctx, alice)).toBe(before - chain.config.keySwapOnSubnetCost);
    expect(S.Keys.get(ctx, SUBNET, 0)).toBe(next);
    expect(stake(old, bob, 0)).toBe(root);
    expect(stake(old, bob)).toBe(0n);
    expect(S.OwnedHotkeys.get(ctx, alice)).toEqual([old, next]);
    expect(S.StakingHotkeys.get(ctx, bob)).toEqual([old, next]);
    expect(chain.eventsOf("SubtensorModule", "HotkeySwappedOnSubnet")).toEqual([
      { coldkey: alice, old_hotkey: old, new_hotkey: next, netuid: SUBNET },
    ]);
  });

  it("takes children, parents and schedules along", () => {
    const { ctx } = chain;
    S.ChildKeys.set(ctx, old, SUBNET, [[HALF, child]]);
    S.ParentKeys.set(ctx, child, SUBNET, [[HALF, old]]);
    S.ChildKeys.set(ctx, parent, SUBNET, [[HALF, old]]);
    S.ParentKeys.set(ctx, old, SUBNET, [[HALF, parent]]);
    S.PendingChildKeys.set(ctx, SUBNET, old, [[[1n, other]], 99n]);
    S.PendingChildKeys.set(ctx, SUBNET, parent, [
      [
        [5n, old],
        [6n, other],
      ],
      98n,
    ]);
    expect(failure()).toBeUndefined();
    expect(S.ChildKeys.get(ctx, next, SUBNET)).toEqual([[HALF, child]]);
    expect(S.ParentKeys.get(ctx, child, SUBNET)).toEqual([[HALF, next]]);
    expect(S.ParentKeys.get(ctx, next, SUBNET)).toEqual([[HALF, parent]]);
    expect(S.ChildKeys.get(ctx, parent, SUBNET)).toEqual([[HALF, next]]);
    expect(S.ChildKeys.get(ctx, old, SUBNET)).toEqual([]);
    expect(S.ParentKeys.contains(ctx, old, SUBNET)).toBe(false);
    expect(S.PendingChildKeys.get(ctx, SUBNET, next)).toEqual([[[1n, other]], 99n]);
    expect(S.PendingChildKeys.get(ctx, SUBNET, parent)).toEqual([
      [
        [6n, other],
        [5n, next],
      ],
      98n,
    ]);
  });

  it("is refused where a child would become its own parent, and nothing changes", () => {
    S.ChildKeys.set(chain.ctx, old, SUBNET, [[HALF, next]]);
    const before = freeBalance(chain.ctx, alice);
    expect(failure()).toBe("InvalidChild");
    expect(freeBalance(chain.ctx, alice)).toBe(before);
    expect(S.Keys.get(chain.ctx, SUBNET, 0)).toBe(old);
  });

  it("is refused in the chain's order", () => {
    const { ctx } = chain;
    expect(failure({}, bob)).toBe("NonAssociatedColdKey");
    call("try_associate_hotkey", { hotkey: other }, bob);
    expect(failure({ new_hotkey: other })).toBe("NonAssociatedColdKey");
    expect(failure({ new_hotkey: old })).toBe("NewHotKeyIsSameWithOld");
    call("burned_register", { netuid: SUBNET, hotkey: child });
    expect(failure({ new_hotkey: child })).toBe("HotKeyAlreadyRegisteredInSubNet");
    expect(failure({ new_hotkey: child, netuid: SUBNET })).toBe("HotKeyAlreadyRegisteredInSubNet");
    S.RootClaimable.set(ctx, next, [[1, 1n]]);
    expect(failure()).toBe("NewHotKeyNotCleanForRootSwap");
    expect(failure({ netuid: 0 })).toBe("NewHotKeyNotCleanForRootSwap");
    S.RootClaimable.remove(ctx, next);
    S.LastHotkeySwapOnNetuid.set(ctx, SUBNET, alice, BigInt(chain.number));
    expect(failure()).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    expect(failure({ netuid: SUBNET })).toBe("HotKeySwapOnSubnetIntervalNotPassed");
    chain.nextBlock(2);
    S.TxRateLimit.set(ctx, 5n);
    S.LastRateLimitedBlock.set(chain.ctx, { type: "LastTxBlock", value: alice }, BigInt(chain.number));
    S.TxRateLimit.set(chain.ctx, 5n);
    expect(failure()).toBe("HotKeySetTxRateLimitExceeded");
    S.TxRateLimit.set(chain.ctx, 0n);
    call("try_associate_hotkey", { hotkey: parent }, bob);
    const transfer = { dest: { type: "Id", value: alice }, keep_alive: true };
    chain.call(signed(bob), "Balances", "transfer_all", transfer);
    const poor = { hotkey: parent, new_hotkey: account("poor") };
    expect(failure(poor, bob)).toBe("NotEnoughBalanceToPaySwapHotKey");
    expect(failure({ ...poor, netuid: SUBNET }, bob)).toBe("NotEnoughBalanceToPaySwapHotKey");
  });

  it("the older call moves the stake always, and both tell the weight they took", () => {
    const args = { hotkey: old, new_hotkey: next, netuid: SUBNET };
    const { actualWeight } = call("swap_hotkey", args);
    expect(stake(next, bob)).toBeGreaterThan(0n);
    expect(actualWeight!.refTime).toBeGreaterThan(0n);
    expect(actualWeight!.refTime).toBeLessThan(chain.ctx.dispatchInfo(swapCall(args)).weight.refTime);
  });
});

const swapCall = (args: Record<string, unknown>) => ({
  type: "SubtensorModule",
  value: { type: "swap_hotkey", value: args },
});

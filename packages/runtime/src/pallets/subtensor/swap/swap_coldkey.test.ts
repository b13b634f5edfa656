import { type AccountId, ROOT, signed } from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { beforeEach, describe, expect, it } from "vitest";
import { account, id, TestChain } from "../../../testing/harness.ts";
import { freeBalance, totalIssuance } from "../../balances/balances.ts";
import { addStakeAdjustRootClaimedForHotkeyAndColdkey } from "../staking/claim_root.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";

const TAO = 10n ** 9n;
/** Of the development network. */
const [DELAY, REANNOUNCEMENT, COST] = [50, 10, TAO / 10n];
const [alice, bob] = [account("Alice"), account("Bob")];
const [hot, next, another] = ["hot", "next", "another"].map(account) as [AccountId, AccountId, AccountId];
const SUBNET = 2;

let chain: TestChain;

/** Subnet 2 of Alice, with her hotkey `hot`, on which she and Bob stake, there and on root. */
beforeEach(() => {
  chain = new TestChain();
  call("register_network", { hotkey: hot });
  for (const netuid of [0, SUBNET]) S.SubtokenEnabled.set(chain.ctx, netuid, true);
  for (const who of [alice, bob]) {
    for (const netuid of [0, SUBNET]) call("add_stake", { hotkey: hot, netuid, amount_staked: 10n * TAO }, who);
  }
});

const call = (name: string, args: Record<string, unknown> = {}, who = alice) =>
  chain.call(signed(who), "SubtensorModule", name, args);
const failure = (name: string, args: Record<string, unknown> = {}, origin = signed(alice)) =>
  chain.failure(origin, "SubtensorModule", name, args)?.replace("SubtensorModule.", "");
const hashOf = (coldkey: AccountId) => toHex(blake2b256(fromHex(coldkey)));
const announce = (coldkey = next) => call("announce_coldkey_swap", { new_coldkey_hash: hashOf(coldkey) });
const stake = (who: AccountId, netuid = SUBNET) => getStakeForHotkeyAndColdkeyOnSubnet(chain.ctx, hot, who, netuid);
const force = (args = {}) => ({ old_coldkey: alice, new_coldkey: next, swap_cost: 0n, ...args });

describe("swap_coldkey (pallets/subtensor/src/swap/swap_coldkey.rs)", () => {
  it("moves subnets, stake, hotkeys, claims, identity and balance", () => {
    call("set_identity", { ...identity("Alice") });
    call("set_coldkey_auto_stake_hotkey", { netuid: SUBNET, hotkey: hot });
    announce();
    chain.nextBlock(DELAY);
    const { ctx } = chain;
    S.RootClaimable.set(ctx, hot, [[SUBNET, 1n << 31n]]);
    addStakeAdjustRootClaimedForHotkeyAndColdkey(ctx, hot, alice, 10n * TAO);
    const claimed = S.RootClaimed.get(ctx, SUBNET, hot, alice);
    const stakes = [stake(alice), stake(alice, 0)];
    const bobs = [stake(bob), stake(bob, 0)];
    const [balance, issuance] = [freeBalance(ctx, alice), totalIssuance(ctx)];
    call("swap_coldkey_announced", { new_coldkey: next });

    expect(S.SubnetOwner.get(ctx, SUBNET)).toBe(next);
    expect([S.Owner.get(ctx, hot), S.OwnedHotkeys.get(ctx, next)]).toEqual([next, [hot]]);
    expect(S.OwnedHotkeys.contains(ctx, alice) || S.StakingHotkeys.contains(ctx, alice)).toBe(false);
    expect(S.StakingHotkeys.get(ctx, next)).toEqual([hot]);
    expect([stake(alice), stake(alice, 0)]).toEqual([0n, 0n]);
    expect([stake(next), stake(next, 0)]).toEqual(stakes);
    expect([stake(bob), stake(bob, 0)]).toEqual(bobs);
    expect(claimed).toBeGreaterThan(0n);
    expect(S.RootClaimed.get(ctx, SUBNET, hot, next)).toBe(claimed);
    expect(S.RootClaimed.contains(ctx, SUBNET, hot, alice)).toBe(false);
    expect(S.StakingColdkeys.contains(ctx, alice)).toBe(false);
    expect(S.StakingColdkeys.contains(ctx, next)).toBe(true);
    expect(S.AutoStakeDestination.get(ctx, next, SUBNET)).toBe(hot);
    expect(S.AutoStakeDestinationColdkeys.get(ctx, hot, SUBNET)).toEqual([next]);
    expect(S.IdentitiesV2.contains(ctx, alice)).toBe(false);
    expect(S.IdentitiesV2.contains(ctx, next)).toBe(true);
    expect([freeBalance(ctx, alice), freeBalance(ctx, next)]).toEqual([0n, balance]);
    expect(totalIssuance(ctx)).toBe(issuance);
    expect(S.ColdkeySwapAnnouncements.contains(ctx, alice)).toBe(false);
    expect(chain.eventsOf("SubtensorModule", "ColdkeySwapped")).toEqual([{ old_coldkey: alice, new_coldkey: next }]);
  });

  it("waits for its block, for the announced coldkey, and for one that is nobody's", () => {
    expect(failure("swap_coldkey_announced", { new_coldkey: next })).toBe("ColdkeySwapAnnouncementNotFound");
    announce();
    chain.nextBlock(DELAY - 1);
    expect(failure("swap_coldkey_announced", { new_coldkey: another })).toBe("AnnouncedColdkeyHashDoesNotMatch");
    expect(failure("swap_coldkey_announced", { new_coldkey: next })).toBe("ColdkeySwapTooEarly");
    chain.nextBlock();
    S.StakingHotkeys.set(chain.ctx, next, [hot]);
    expect(failure("swap_coldkey_announced", { new_coldkey: next })).toBe("ColdKeyAlreadyAssociated");
    S.StakingHotkeys.remove(chain.ctx, next);
    S.Owner.set(chain.ctx, next, bob);
    expect(failure("swap_coldkey_announced", { new_coldkey: next })).toBe("NewColdKeyIsHotkey");
    S.Owner.remove(chain.ctx, next);
    expect(failure("swap_coldkey_announced", { new_coldkey: next })).toBeUndefined();
  });

  it("is announced for a price, once, and again or not after a while", () => {
    const before = freeBalance(chain.ctx, alice);
    const begun = chain.number;
    announce();
    expect(before - freeBalance(chain.ctx, alice)).toBe(COST);
    expect(S.ColdkeySwapAnnouncements.get(chain.ctx, alice)).toEqual([begun + DELAY, hashOf(next)]);
    chain.nextBlock(DELAY + REANNOUNCEMENT - 1);
    const again = { new_coldkey_hash: hashOf(another) };
    expect(failure("announce_coldkey_swap", again)).toBe("ColdkeySwapReannouncedTooEarly");
    expect(failure("clear_coldkey_swap_announcement")).toBe("ColdkeySwapClearTooEarly");
    chain.nextBlock();
    announce(another);
    expect(before - freeBalance(chain.ctx, alice)).toBe(COST);
    expect(S.ColdkeySwapAnnouncements.get(chain.ctx, alice)![1]).toBe(hashOf(another));
    chain.nextBlock(DELAY + REANNOUNCEMENT);
    call("clear_coldkey_swap_announcement");
    expect(failure("clear_coldkey_swap_announcement")).toBe("ColdkeySwapAnnouncementNotFound");
    const poor = signed(account("poor"));
    expect(failure("announce_coldkey_swap", again, poor)).toBe("NotEnoughBalanceToPaySwapColdKey");
  });

  it("holds every other call of the coldkey back, and all of them once it is disputed", () => {
    expect(failure("dispute_coldkey_swap")).toBe("ColdkeySwapAnnouncementNotFound");
    announce();
    const transfer = () =>
      chain.failure(signed(alice), "Balances", "transfer_keep_alive", { dest: id(bob), value: 1n });
    expect(transfer()).toBe("SubtensorModule.ColdkeySwapAnnounced");
    call("dispute_coldkey_swap");
    expect(failure("dispute_coldkey_swap")).toBe("ColdkeySwapDisputed");
    expect(transfer()).toBe("SubtensorModule.ColdkeySwapDisputed");
    expect(failure("reset_coldkey_swap", { coldkey: alice }, signed(bob))).toBe("BadOrigin");
    chain.call(ROOT, "SubtensorModule", "reset_coldkey_swap", { coldkey: alice });
    expect(transfer()).toBeUndefined();
    expect(chain.eventsOf("SubtensorModule", "ColdkeySwapReset")).toEqual([{ who: alice }]);
  });

  it("is done by root at once, at a price if any, and clears what was announced", () => {
    announce(another);
    expect(failure("swap_coldkey", force(), signed(bob))).toBe("BadOrigin");
    const before = freeBalance(chain.ctx, alice);
    chain.call(ROOT, "SubtensorModule", "swap_coldkey", force({ swap_cost: TAO }));
    expect(freeBalance(chain.ctx, next)).toBe(before - TAO);
    expect(S.ColdkeySwapAnnouncements.contains(chain.ctx, alice)).toBe(false);
    const unpayable = force({ old_coldkey: another, new_coldkey: account("new"), swap_cost: TAO });
    expect(failure("swap_coldkey", unpayable, ROOT)).toBe("NotEnoughBalanceToPaySwapColdKey");
    expect(failure("schedule_swap_coldkey", { new_coldkey: next }, signed(bob))).toBe("Deprecated");
  });
});

function identity(name: string): Record<string, Uint8Array> {
  const empty = new Uint8Array();
  const rest = { url: empty, github_repo: empty, image: empty, discord: empty, description: empty, additional: empty };
  return { name: new TextEncoder().encode(name), ...rest };
}

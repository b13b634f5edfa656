import { signed } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { S } from "../storage.ts";
import { SYMBOLS } from "../subnets/symbols.ts";

const [alice, bob] = [account("Alice"), account("Bob")];
const [hotkey, second, child] = ["hot", "second", "child"].map(account) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const root = { type: "Root" } as const;
const SUBNET = 2;

let chain: TestChain;

/** Subnet 2 of Alice with her neurons `hotkey` and `second`. */
beforeEach(() => {
  chain = new TestChain();
  call("register_network", { hotkey });
  call("burned_register", { netuid: SUBNET, hotkey: second });
});

const call = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.call(signed(who), "SubtensorModule", name, args);
const failure = (name: string, args: Record<string, unknown>, who = alice) =>
  chain.failure(signed(who), "SubtensorModule", name, args)?.replace("SubtensorModule.", "");
const asRoot = (name: string, args: Record<string, unknown>) =>
  chain.failure(root, "SubtensorModule", name, args)?.replace("SubtensorModule.", "");
const events = (name: string) => chain.eventsOf("SubtensorModule", name);

describe("identities (pallets/subtensor/src/utils/identity.rs)", () => {
  const identity = {
    name: "n",
    url: "u",
    github_repo: "g",
    image: "i",
    discord: "d",
    description: "e",
    additional: "a",
  };
  const ofChain = (changes: Record<string, Uint8Array> = {}) => ({
    ...Object.fromEntries(Object.entries(identity).map(([key, text]) => [key, utf8(text)])),
    ...changes,
  });
  const ofSubnet = (changes: Record<string, Uint8Array> = {}) => {
    const { name: subnet_name, url: subnet_url, image: logo_url, ...rest } = ofChain() as Record<string, Uint8Array>;
    return { subnet_name, subnet_url, logo_url, subnet_contact: utf8("c"), ...rest, ...changes };
  };

  it("a coldkey with a neuron describes itself", () => {
    call("set_identity", ofChain());
    expect(S.IdentitiesV2.get(chain.ctx, alice)!.name).toEqual(utf8("n"));
    expect(events("ChainIdentitySet")).toEqual([alice]);
    expect(failure("set_identity", ofChain(), bob)).toBe("HotKeyNotRegisteredInNetwork");
    for (const [field, most] of [
      ["name", 256],
      ["url", 256],
      ["github_repo", 256],
      ["image", 1024],
      ["discord", 256],
      ["description", 1024],
      ["additional", 1024],
    ] as const) {
      expect(failure("set_identity", ofChain({ [field]: new Uint8Array(most) }))).toBeUndefined();
      expect(failure("set_identity", ofChain({ [field]: new Uint8Array(most + 1) }))).toBe("InvalidIdentity");
    }
  });

  it("an owner describes the subnet, also on registering it", () => {
    call("set_subnet_identity", { netuid: SUBNET, ...ofSubnet() });
    expect(S.SubnetIdentitiesV3.get(chain.ctx, SUBNET)!.subnet_contact).toEqual(utf8("c"));
    expect(events("SubnetIdentitySet")).toEqual([SUBNET]);
    expect(failure("set_subnet_identity", { netuid: SUBNET, ...ofSubnet() }, bob)).toBe("NotSubnetOwner");
    const long = ofSubnet({ subnet_name: new Uint8Array(257) });
    expect(failure("set_subnet_identity", { netuid: SUBNET, ...long })).toBe("InvalidIdentity");
    chain.nextBlock(1 + Number(S.NetworkRateLimit.get(chain.ctx)));
    expect(failure("register_network_with_identity", { hotkey: child, identity: long })).toBe("InvalidIdentity");
    expect(S.NetworksAdded.get(chain.ctx, 3)).toBe(false);
    call("register_network_with_identity", { hotkey: child, identity: ofSubnet() });
    expect(S.SubnetIdentitiesV3.get(chain.ctx, 3)!.subnet_name).toEqual(utf8("n"));
    expect(events("SubnetIdentitySet")).toEqual([3]);
  });
});

describe("symbols (pallets/subtensor/src/subnets/symbols.rs)", () => {
  it("an owner or root takes one that is free", () => {
    const free = SYMBOLS[100]!;
    call("update_symbol", { netuid: SUBNET, symbol: free });
    expect(S.TokenSymbol.get(chain.ctx, SUBNET)).toEqual(free);
    expect(events("SymbolUpdated")).toEqual([{ netuid: SUBNET, symbol: free }]);
    expect(asRoot("update_symbol", { netuid: SUBNET, symbol: SYMBOLS[101]! })).toBeUndefined();
    expect(failure("update_symbol", { netuid: SUBNET, symbol: free }, bob)).toBe("BadOrigin");
    expect(failure("update_symbol", { netuid: SUBNET, symbol: utf8("x") })).toBe("SymbolDoesNotExist");
    expect(failure("update_symbol", { netuid: SUBNET, symbol: SYMBOLS[0]! })).toBe("SymbolDoesNotExist");
    expect(failure("update_symbol", { netuid: 1, symbol: free }, bob)).toBe("BadOrigin");
    expect(asRoot("update_symbol", { netuid: 1, symbol: SYMBOLS[101]! })).toBe("SymbolAlreadyInUse");
  });
});

describe("registration up to a price (pallets/subtensor/src/subnets/registration.rs)", () => {
  it("looks at the price first", () => {
    const price = S.Burn.get(chain.ctx, SUBNET);
    const args = { netuid: SUBNET, hotkey: child, limit_price: price };
    expect(failure("register_limit", { ...args, netuid: 0 })).toBe("RegistrationNotPermittedOnRootSubnet");
    expect(failure("register_limit", { ...args, netuid: 9 })).toBe("SubnetNotExists");
    expect(failure("register_limit", { ...args, limit_price: price - 1n })).toBe("RegistrationPriceLimitExceeded");
    expect(failure("register_limit", { ...args, hotkey })).toBe("HotKeyAlreadyRegisteredInSubNet");
    call("register_limit", args);
    expect(S.Uids.get(chain.ctx, SUBNET, child)).toBe(2);
  });
});

describe("automatic stake (pallets/subtensor/src/macros/dispatches.rs)", () => {
  it("has one destination for a coldkey and subnet", () => {
    const set = (key: string) => failure("set_coldkey_auto_stake_hotkey", { netuid: SUBNET, hotkey: key }, bob);
    expect(failure("set_coldkey_auto_stake_hotkey", { netuid: 9, hotkey }, bob)).toBe("SubnetNotExists");
    expect(set(child)).toBe("HotKeyNotRegisteredInSubNet");
    expect(set(hotkey)).toBeUndefined();
    expect(set(hotkey)).toBe("SameAutoStakeHotkeyAlreadySet");
    expect(set(second)).toBeUndefined();
    expect(S.AutoStakeDestination.get(chain.ctx, bob, SUBNET)).toBe(second);
    expect(S.AutoStakeDestinationColdkeys.get(chain.ctx, hotkey, SUBNET)).toEqual([]);
    expect(S.AutoStakeDestinationColdkeys.get(chain.ctx, second, SUBNET)).toEqual([bob]);
    expect(events("AutoStakeDestinationSet").at(-1)).toEqual({ coldkey: bob, netuid: SUBNET, hotkey: second });
  });
});

describe("claims of root dividends (pallets/subtensor/src/staking/claim_root.rs)", () => {
  const TAO = 10n ** 9n;

  it("pay what is owed, kept as alpha where the coldkey says so", () => {
    const { ctx } = chain;
    S.SubtokenEnabled.set(ctx, 0, true);
    call("add_stake", { hotkey, netuid: 0, amount_staked: 10n * TAO });
    S.RootClaimable.set(ctx, hotkey, [[SUBNET, 1n << 31n]]);
    S.SubnetAlphaOut.set(ctx, SUBNET, 10n * TAO);
    call("set_root_claim_type", { new_root_claim_type: { type: "KeepSubnets", value: { subnets: [SUBNET] } } });
    expect(events("RootClaimTypeSet")).toHaveLength(1);
    const { actualWeight } = call("claim_root", { subnets: [SUBNET] });
    expect(S.TotalHotkeyAlpha.get(ctx, hotkey, SUBNET)).toBe(5n * TAO);
    expect(S.RootClaimed.get(ctx, SUBNET, hotkey, alice)).toBe(5n * TAO);
    expect(events("RootClaimed")).toEqual([{ coldkey: alice }]);
    const hotkeys = S.StakingHotkeys.get(ctx, alice).length;
    expect(actualWeight).toEqual({
      refTime: 60_000_000n + BigInt(1 + 3 * hotkeys + 7) * 25_000_000n + 5n * 100_000_000n,
      proofSize: 6_987n,
    });
  });

  it("name one to five subnets; settings have bounds", () => {
    expect(failure("claim_root", { subnets: [] })).toBe("InvalidSubnetNumber");
    expect(failure("claim_root", { subnets: [1, 2, 3, 4, 5, 6] })).toBe("InvalidSubnetNumber");
    expect(failure("claim_root", { subnets: [1, 2, 3, 4, 5] })).toBeUndefined();
    const none = { type: "KeepSubnets", value: { subnets: [] } };
    expect(failure("set_root_claim_type", { new_root_claim_type: none })).toBe("InvalidSubnetNumber");
    expect(asRoot("sudo_set_num_root_claims", { new_value: 51n })).toBe("InvalidNumRootClaim");
    expect(asRoot("sudo_set_num_root_claims", { new_value: 50n })).toBeUndefined();
    expect(S.NumRootClaim.get(chain.ctx)).toBe(50n);
    expect(failure("sudo_set_num_root_claims", { new_value: 1n })).toBe("BadOrigin");
    const threshold = (new_value: bigint) => ({ netuid: SUBNET, new_value });
    expect(failure("sudo_set_root_claim_threshold", threshold(10_000_001n))).toBe("InvalidRootClaimThreshold");
    expect(failure("sudo_set_root_claim_threshold", threshold(7n))).toBeUndefined();
    expect(S.RootClaimableThreshold.get(chain.ctx, SUBNET)).toBe(7n << 32n);
    expect(failure("sudo_set_root_claim_threshold", threshold(7n), bob)).toBe("BadOrigin");
  });
});

describe("children (pallets/subtensor/src/staking/set_children.rs)", () => {
  const HALF = 2n ** 63n;

  it("are scheduled at once before the start, and after the cooldown later", () => {
    const args = { hotkey, netuid: SUBNET, children: [[HALF, child]] };
    call("set_children", args);
    expect(S.ChildKeys.get(chain.ctx, hotkey, SUBNET)).toEqual([[HALF, child]]);
    expect(failure("set_children", { ...args, children: [] })).toBe("TxRateLimitExceeded");
    expect(failure("set_children", args, bob)).toBe("TxRateLimitExceeded");
    expect(failure("set_children", { ...args, hotkey: second }, bob)).toBe("NonAssociatedColdKey");
    S.SubtokenEnabled.set(chain.ctx, SUBNET, true);
    S.StakeThreshold.set(chain.ctx, 10n ** 18n);
    expect(failure("set_children", { ...args, hotkey: second, children: [[1n, hotkey]] })).toBe(
      "NotEnoughStakeToSetChildkeys",
    );
    expect(asRoot("set_pending_childkey_cooldown", { cooldown: 3n })).toBeUndefined();
    S.StakeThreshold.set(chain.ctx, 0n);
    call("set_children", { ...args, hotkey: second, children: [[1n, child]] });
    expect(S.PendingChildKeys.get(chain.ctx, SUBNET, second)).toEqual([[[1n, child]], BigInt(chain.number) + 3n]);
    expect(events("SetChildrenScheduled")).toHaveLength(1);
  });

  it("take a part of their parents' dividends; raising it is rate limited", () => {
    const take = (value: number, who = alice) =>
      failure("set_childkey_take", { hotkey, netuid: SUBNET, take: value }, who);
    expect(take(1, bob)).toBe("NonAssociatedColdKey");
    expect(take(60_000)).toBe("InvalidChildkeyTake");
    expect(take(1_000)).toBeUndefined();
    expect(events("ChildKeyTakeSet")).toEqual([[hotkey, 1_000]]);
    expect(take(1_001)).toBe("TxChildkeyTakeRateLimitExceeded");
    expect(take(900)).toBeUndefined();
    S.MinChildkeyTakePerSubnet.set(chain.ctx, SUBNET, 950);
    expect(take(940)).toBe("InvalidChildkeyTake");
    expect(asRoot("sudo_set_tx_childkey_take_rate_limit", { tx_rate_limit: 2n })).toBeUndefined();
    chain.nextBlock(2);
    expect(take(1_001)).toBeUndefined();
    expect(asRoot("sudo_set_min_childkey_take", { take: 10 })).toBeUndefined();
    expect(asRoot("sudo_set_max_childkey_take", { take: 999 })).toBeUndefined();
    chain.nextBlock(2);
    expect(take(1_000)).toBe("InvalidChildkeyTake");
    for (const name of ["sudo_set_min_childkey_take", "sudo_set_max_childkey_take"]) {
      expect(failure(name, { take: 1 })).toBe("BadOrigin");
    }
  });

  it("are given to owners of new subnets by root validators that want it", () => {
    const set = (enabled: boolean, who = alice, key = hotkey) =>
      failure("set_auto_parent_delegation_enabled", { hotkey: key, enabled }, who);
    expect(set(false, bob)).toBe("NonAssociatedColdKey");
    expect(set(false, alice, second)).toBe("HotKeyNotRegisteredInSubNet");
    call("root_register", { hotkey });
    expect(set(false)).toBeUndefined();
    expect(S.AutoParentDelegationEnabled.get(chain.ctx, hotkey)).toBe(false);
    expect(events("AutoParentDelegationEnabledSet")).toEqual([{ hotkey, enabled: false }]);
  });
});

describe("time of epochs (pallets/subtensor/src/coinbase/tempo_control.rs)", () => {
  it("the owner sets the tempo within bounds, so often", () => {
    const { minTempo, maxTempo, tempoUpdateRateLimit } = chain.config;
    const set = (tempo: number, who = alice) => failure("set_tempo", { netuid: SUBNET, tempo }, who);
    expect(set(minTempo, bob)).toBe("BadOrigin");
    expect(asRoot("set_tempo", { netuid: SUBNET, tempo: minTempo })).toBe("BadOrigin");
    expect(set(minTempo - 1)).toBe("TempoOutOfBounds");
    expect(set(maxTempo + 1)).toBe("TempoOutOfBounds");
    S.AdminFreezeWindow.set(chain.ctx, 60_000);
    expect(set(maxTempo)).toBe("AdminActionProhibitedDuringWeightsWindow");
    S.AdminFreezeWindow.set(chain.ctx, 0);
    expect(set(maxTempo)).toBeUndefined();
    expect(S.Tempo.get(chain.ctx, SUBNET)).toBe(maxTempo);
    expect(S.LastEpochBlock.get(chain.ctx, SUBNET)).toBe(BigInt(chain.number));
    expect(set(minTempo)).toBe("TxRateLimitExceeded");
    chain.nextBlock(Number(tempoUpdateRateLimit));
    expect(set(minTempo)).toBeUndefined();
  });

  it("the owner or root set the activity cutoff, root at any time", () => {
    const { minActivityCutoffFactorMilli: min, maxActivityCutoffFactorMilli: max } = chain.config;
    const args = (factor_milli: number) => ({ netuid: SUBNET, factor_milli });
    expect(failure("set_activity_cutoff_factor", args(min), bob)).toBe("BadOrigin");
    expect(failure("set_activity_cutoff_factor", args(min - 1))).toBe("ActivityCutoffFactorMilliOutOfBounds");
    expect(failure("set_activity_cutoff_factor", args(max + 1))).toBe("ActivityCutoffFactorMilliOutOfBounds");
    expect(failure("set_activity_cutoff_factor", args(max))).toBeUndefined();
    expect(failure("set_activity_cutoff_factor", args(min))).toBe("TxRateLimitExceeded");
    expect(S.ActivityCutoffFactorMilli.get(chain.ctx, SUBNET)).toBe(max);
    S.AdminFreezeWindow.set(chain.ctx, 60_000);
    expect(failure("set_activity_cutoff_factor", args(min))).toBe("AdminActionProhibitedDuringWeightsWindow");
    expect(asRoot("set_activity_cutoff_factor", args(min))).toBeUndefined();
    expect(events("ActivityCutoffFactorMilliSet").at(-1)).toEqual({ netuid: SUBNET, factor_milli: min });
  });

  it("the owner triggers an epoch, which runs after the freeze window", () => {
    const trigger = (who = alice) => failure("trigger_epoch", { netuid: SUBNET }, who);
    S.Tempo.set(chain.ctx, SUBNET, 1_000);
    S.AdminFreezeWindow.set(chain.ctx, 3);
    expect(trigger(bob)).toBe("BadOrigin");
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, true);
    expect(trigger()).toBe("DynamicTempoBlockedByCommitReveal");
    S.CommitRevealWeightsEnabled.set(chain.ctx, SUBNET, false);
    S.AdminFreezeWindow.set(chain.ctx, 1_001);
    expect(trigger()).toBe("AutoEpochAlreadyImminent");
    S.AdminFreezeWindow.set(chain.ctx, 3);
    const epochs = S.SubnetEpochIndex.get(chain.ctx, SUBNET);
    expect(trigger()).toBeUndefined();
    expect(events("EpochTriggered")).toEqual([{ netuid: SUBNET, by: alice, fires_at: BigInt(chain.number) + 3n }]);
    expect(trigger()).toBe("EpochTriggerAlreadyPending");
    chain.nextBlock(3);
    expect(S.SubnetEpochIndex.get(chain.ctx, SUBNET)).toBe(epochs + 1n);
    expect(S.PendingEpochAt.get(chain.ctx, SUBNET)).toBe(0n);
    expect(trigger()).toBe("TxRateLimitExceeded");
  });
});

describe("voting power (pallets/subtensor/src/utils/voting_power.rs)", () => {
  it("is switched on, and off two weeks later", () => {
    const netuid = SUBNET;
    expect(failure("disable_voting_power_tracking", { netuid })).toBe("VotingPowerTrackingNotEnabled");
    expect(failure("enable_voting_power_tracking", { netuid }, bob)).toBe("BadOrigin");
    call("enable_voting_power_tracking", { netuid });
    call("disable_voting_power_tracking", { netuid });
    const disable_at_block = BigInt(chain.number) + 100_800n;
    expect(events("VotingPowerTrackingDisableScheduled")).toEqual([{ netuid, disable_at_block }]);
    call("enable_voting_power_tracking", { netuid });
    expect(S.VotingPowerDisableAtBlock.get(chain.ctx, netuid)).toBe(0n);
    expect(failure("sudo_set_voting_power_ema_alpha", { netuid, alpha: 1n })).toBe("BadOrigin");
    expect(asRoot("sudo_set_voting_power_ema_alpha", { netuid, alpha: 10n ** 18n + 1n })).toBe(
      "InvalidVotingPowerEmaAlpha",
    );
    expect(asRoot("sudo_set_voting_power_ema_alpha", { netuid, alpha: 5n })).toBeUndefined();
    expect(S.VotingPowerEmaAlpha.get(chain.ctx, netuid)).toBe(5n);
  });
});

describe("association of hotkeys (pallets/subtensor/src/staking/account.rs)", () => {
  it("gives nobody's hotkey to the caller and leaves others as they are", () => {
    call("try_associate_hotkey", { hotkey: child }, bob);
    call("try_associate_hotkey", { hotkey: child });
    expect(S.Owner.get(chain.ctx, child)).toBe(bob);
    expect(S.OwnedHotkeys.get(chain.ctx, bob)).toContain(child);
    expect(S.StakingHotkeys.get(chain.ctx, bob)).toContain(child);
  });
});

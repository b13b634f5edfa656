import { signed } from "@myelin/frame";
import { keypairFromUri } from "@myelin/primitives/keys";
import { beforeEach, describe, expect, it } from "vitest";
import { account, callOf, TestChain } from "../../../testing/harness.ts";
import { freeBalance, mintInto } from "../../balances/balances.ts";
import { apis } from "../queries/index.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";

const TAO = 10n ** 9n;
const [alice, bob] = [account("Alice"), account("Bob")];
const hotkey = account("Alice_hotkey");
const root = { type: "Root" } as const;

let chain: TestChain;

beforeEach(() => {
  chain = new TestChain();
  const { ctx } = chain;
  S.NetworksAdded.set(ctx, 5, true);
  S.SubnetMechanism.set(ctx, 5, 1);
  S.SubtokenEnabled.set(ctx, 5, true);
  S.SubnetTAO.set(ctx, 5, 1_000n * TAO);
  S.SubnetAlphaIn.set(ctx, 5, 1_000n * TAO);
  mintInto(ctx, getSubnetAccountId(ctx, 5)!, 1_000n * TAO);
  createAccountIfNonExistent(ctx, alice, hotkey);
});

/** Asks a runtime API as a client would: the answer passes through its encoding. */
function ask<T>(name: string, args: Record<string, unknown>): T {
  const [api, method] = name.split(/_(.*)/s) as [string, string];
  const { run, result } = apis.find(({ name }) => name === api)!.methods[method]!;
  return result.codec.decode(result.codec.encode(run(chain.ctx, args))) as T;
}

describe("stake calls in a block", () => {
  it("stake and unstake by signed extrinsics, and show in the runtime APIs", () => {
    const alice_ = keypairFromUri("//Alice");
    const stake = callOf("SubtensorModule", "add_stake", { hotkey, netuid: 5, amount_staked: 10n * TAO });
    expect(chain.apply(chain.sign(alice_, stake))).toMatchObject({ ok: true });
    const [position] = ask<{ stake: bigint }[]>("StakeInfoRuntimeApi_get_stake_info_for_coldkey", {
      coldkey_account: alice,
    });
    expect(position).toMatchObject({ hotkey, coldkey: alice, netuid: 5, locked: 0n, is_registered: false });
    expect(position!.stake).toBeGreaterThan(9n * TAO);

    const unstake = callOf("SubtensorModule", "remove_stake", { hotkey, netuid: 5, amount_unstaked: position!.stake });
    expect(chain.apply(chain.sign(alice_, unstake))).toMatchObject({ ok: true });
    expect(ask("StakeInfoRuntimeApi_get_stake_info_for_coldkey", { coldkey_account: alice })).toEqual([]);
  });

  it("change nothing when they fail", () => {
    const before = freeBalance(chain.ctx, alice);
    const tooMuch = { hotkey, netuid: 5, amount_staked: before + 1n };
    expect(chain.failure(signed(alice), "SubtensorModule", "add_stake", tooMuch)).toBe(
      "SubtensorModule.InsufficientLiquidity", // more than 1000 times the reserve, before the balance is looked at
    );
    expect(freeBalance(chain.ctx, alice)).toBe(before);
  });

  it("change the take for free, within the guard's bounds", () => {
    chain.call(signed(alice), "SubtensorModule", "decrease_take", { hotkey, take: 6_000 });
    expect(S.Delegates.get(chain.ctx, hotkey)).toBe(6_000);
    expect(chain.failure(signed(bob), "SubtensorModule", "increase_take", { hotkey, take: 7_000 })).toBe(
      "SubtensorModule.NonAssociatedColdKey",
    );
    expect(chain.failure(signed(alice), "SubtensorModule", "increase_take", { hotkey, take: 65_535 })).toBe(
      "SubtensorModule.DelegateTakeTooHigh",
    );
    const info = ask<Record<string, unknown>>("DelegateInfoRuntimeApi_get_delegate", { delegate_account: hotkey });
    expect(info).toMatchObject({ delegate_ss58: hotkey, take: 6_000, owner_ss58: alice, nominators: [] });
    expect(ask("DelegateInfoRuntimeApi_get_delegate", { delegate_account: bob })).toBeUndefined();
  });

  it("list who nominates a delegate, and whom a coldkey nominates", () => {
    chain.call(signed(alice), "SubtensorModule", "decrease_take", { hotkey, take: 6_000 });
    chain.call(signed(bob), "SubtensorModule", "add_stake", { hotkey, netuid: 5, amount_staked: TAO });
    const [delegate] = ask<{ nominators: unknown[] }[]>("DelegateInfoRuntimeApi_get_delegates", {});
    expect(delegate!.nominators).toEqual([[bob, [[5, 998_498_457n]]]]);
    const [[, position]] = ask<[[unknown, unknown]]>("DelegateInfoRuntimeApi_get_delegated", {
      delegatee_account: bob,
    });
    expect(position).toEqual([5, 998_498_457n]);
  });

  it("tell what may be moved and what a move costs", () => {
    chain.call(signed(bob), "SubtensorModule", "add_stake", { hotkey, netuid: 5, amount_staked: TAO });
    const all = ask("StakeInfoRuntimeApi_get_stake_availability_for_coldkeys", {
      coldkey_accounts: [bob],
      netuids: undefined,
    });
    const staked = { total: 998_498_457n, locked: 0n, available: 998_498_457n };
    expect(all).toEqual([[bob, [[5, staked]]]]);
    const none = ask("StakeInfoRuntimeApi_get_stake_availability_for_coldkeys", {
      coldkey_accounts: [bob],
      netuids: [],
    });
    expect(none).toEqual([[bob, []]]);
    const fee = (origin: unknown, destination: unknown) =>
      ask("StakeInfoRuntimeApi_get_stake_fee", {
        origin,
        origin_coldkey_account: bob,
        destination,
        destination_coldkey_account: bob,
        amount: TAO,
      });
    expect(fee(undefined, [hotkey, 5])).toBe(503_547n);
    expect(fee([hotkey, 5], undefined)).toBe(503_547n);
    expect(fee([hotkey, 5], [hotkey, 5])).toBe(0n);
    expect(fee([hotkey, 5], [hotkey, 0])).toBe(0n);
  });

  it("let root dissolve a subnet", () => {
    chain.call(signed(bob), "SubtensorModule", "add_stake", { hotkey, netuid: 5, amount_staked: TAO });
    chain.call(root, "SubtensorModule", "root_dissolve_network", { netuid: 5 });
    expect(S.NetworksAdded.contains(chain.ctx, 5)).toBe(false);
    expect(chain.eventsOf("SubtensorModule", "NetworkRemoved")).toHaveLength(1);
  });
});

describe("Swap calls", () => {
  it("set the fee of a pool, by root, up to 10000", () => {
    chain.call(root, "Swap", "set_fee_rate", { netuid: 5, rate: 10_000 });
    expect(chain.eventsOf("Swap", "FeeRateSet")).toHaveLength(1);
    expect(chain.failure(root, "Swap", "set_fee_rate", { netuid: 5, rate: 10_001 })).toBe("Swap.FeeRateTooHigh");
    expect(chain.failure(root, "Swap", "set_fee_rate", { netuid: 99, rate: 1 })).toBe("Swap.MechanismDoesNotExist");
    expect(chain.failure(signed(alice), "Swap", "set_fee_rate", { netuid: 5, rate: 1 })).toBeDefined();
  });

  it.each([
    ["add_liquidity", { hotkey, netuid: 5, tick_low: 0, tick_high: 1, liquidity: 1n }],
    ["remove_liquidity", { hotkey, netuid: 5, position_id: 1n }],
    ["modify_position", { hotkey, netuid: 5, position_id: 1n, liquidity_delta: 1n }],
    ["toggle_user_liquidity", { netuid: 5, enable: true }],
    ["disable_lp", {}],
  ])("refuse %s, as the chain does", (name, args) => {
    expect(chain.failure(signed(alice), "Swap", name, args)).toBe("Swap.Deprecated");
  });
});

import { type AccountId, signed } from "@myelin/frame";
import { beforeEach, describe, expect, it } from "vitest";
import { account, TestChain } from "../../../testing/harness.ts";
import { S } from "../storage.ts";

const alice = account("Alice");
const hotkeys = [0, 1, 2, 3, 4, 5].map((n): AccountId => `0x${(n + 1).toString(16).padStart(4, "0").repeat(16)}`);
const SUBNET = 2;

let chain: TestChain;

/** Subnet 2 with the owner's neuron 0 and five others out of immunity; 2 and 4 earn least. */
beforeEach(() => {
  chain = new TestChain();
  const { ctx } = chain;
  for (const [uid, hotkey] of hotkeys.entries()) {
    const name = uid === 0 ? "register_network" : "burned_register";
    chain.call(signed(alice), "SubtensorModule", name, uid === 0 ? { hotkey } : { netuid: SUBNET, hotkey });
    if (uid === 5) S.BlockAtRegistration.set(ctx, SUBNET, uid, 7n);
  }
  S.ImmunityPeriod.set(ctx, SUBNET, 0);
  S.MinAllowedUids.set(ctx, SUBNET, 2);
  S.ImmuneOwnerUidsLimit.set(ctx, SUBNET, 1);
  S.Emission.set(ctx, SUBNET, [0n, 50n, 0n, 30n, 0n, 20n]);
  S.Consensus.set(ctx, SUBNET, [10, 11, 12, 13, 14, 15]);
  S.Incentive.set(ctx, SUBNET, [20, 21, 22, 23, 24, 25]);
  S.Weights.set(ctx, SUBNET, 5, [
    [1, 100],
    [2, 200],
    [3, 300],
  ]);
  S.Bonds.set(ctx, SUBNET, 3, [[5, 9]]);
});

const trim = (max_n: number, netuid = SUBNET, who = alice) =>
  chain.failure(signed(who), "AdminUtils", "sudo_trim_to_max_allowed_uids", { netuid, max_n });

describe("trimming uids (pallets/subtensor/src/subnets/uids.rs)", () => {
  it("removes who earns least and moves the others up", () => {
    const { ctx } = chain;
    expect(trim(4)).toBeUndefined();
    expect([...S.Keys.entries(ctx, SUBNET)]).toEqual([0, 1, 3, 5].map((uid, i) => [i, hotkeys[uid]]));
    expect([0, 1, 3, 5].map((uid) => S.Uids.get(ctx, SUBNET, hotkeys[uid]!))).toEqual([0, 1, 2, 3]);
    expect(S.Uids.contains(ctx, SUBNET, hotkeys[2]!)).toBe(false);
    expect(S.IsNetworkMember.contains(ctx, hotkeys[4]!, SUBNET)).toBe(false);
    expect(S.Emission.get(ctx, SUBNET)).toEqual([0n, 50n, 30n, 20n]);
    expect(S.Consensus.get(ctx, SUBNET)).toEqual([10, 11, 13, 15]);
    expect(S.Incentive.get(ctx, SUBNET)).toEqual([20, 21, 23, 25]);
    expect(S.LastUpdate.get(ctx, SUBNET)).toHaveLength(4);
    expect(S.Weights.get(ctx, SUBNET, 3)).toEqual([
      [1, 100],
      [2, 300],
    ]);
    expect(S.Bonds.get(ctx, SUBNET, 2)).toEqual([[3, 9]]);
    expect(S.Weights.contains(ctx, SUBNET, 5)).toBe(false);
    expect(S.BlockAtRegistration.get(ctx, SUBNET, 3)).toBe(7n);
    expect(S.SubnetworkN.get(ctx, SUBNET)).toBe(4);
    expect(S.MaxAllowedUids.get(ctx, SUBNET)).toBe(4);
  });

  it("spares the owner, takes the youngest of equals, and is rate limited", () => {
    expect(trim(5)).toBeUndefined();
    expect(S.Uids.contains(chain.ctx, SUBNET, hotkeys[0]!)).toBe(true);
    expect(S.Uids.contains(chain.ctx, SUBNET, hotkeys[4]!)).toBe(false);
    expect(S.Uids.contains(chain.ctx, SUBNET, hotkeys[2]!)).toBe(true);
    expect(trim(4)).toBe("SubtensorModule.TxRateLimitExceeded");
  });

  it("lowers the limit alone where there are fewer neurons", () => {
    expect(trim(6)).toBeUndefined();
    expect(S.MaxAllowedUids.get(chain.ctx, SUBNET)).toBe(6);
    expect(S.SubnetworkN.get(chain.ctx, SUBNET)).toBe(6);
  });

  it("is refused out of bounds, by strangers, and where most are immune", () => {
    expect(trim(4, 9)).toBe("BadOrigin");
    expect(trim(4, SUBNET, account("Bob"))).toBe("BadOrigin");
    expect(
      chain.failure({ type: "Root" }, "AdminUtils", "sudo_trim_to_max_allowed_uids", { netuid: 9, max_n: 4 }),
    ).toBe("SubtensorModule.SubnetNotExists");
    expect(trim(1)).toBe("SubtensorModule.InvalidValue");
    expect(trim(300)).toBe("SubtensorModule.InvalidValue");
    S.ImmunityPeriod.set(chain.ctx, SUBNET, 1_000);
    expect(trim(4)).toBe("SubtensorModule.TrimmingWouldExceedMaxImmunePercentage");
  });
});

describe("mechanisms (pallets/subtensor/src/subnets/mechanism.rs)", () => {
  it("of a subnet are 1 to 16 at most, as root says", () => {
    const most = (max_mechanism_count: number) =>
      chain.failure({ type: "Root" }, "AdminUtils", "sudo_set_max_mechanism_count", { max_mechanism_count });
    expect(most(0)).toBe("SubtensorModule.InvalidValue");
    expect(most(17)).toBe("SubtensorModule.InvalidValue");
    expect(most(16)).toBeUndefined();
    expect(S.MaxMechanismCount.get(chain.ctx)).toBe(16);
  });
});

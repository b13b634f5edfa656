import { signed } from "@myelin/frame";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { failure } from "../../../testing/failure.ts";
import {
  account,
  addRoot,
  addSubnet,
  type PalletContext,
  palletContext,
  setAuthor,
} from "../../../testing/pallet-context.ts";
import { S as AlphaAssets } from "../../alpha_assets/storage.ts";
import { freeBalance, mintInto, totalIssuance } from "../../balances/balances.ts";
import { S as Swap } from "../../swap/storage.ts";
import { BURN_ACCOUNT } from "../coinbase/tao.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { doAddStake } from "./add_stake.ts";
import { clearSmallNominations, createAccountIfNonExistent, getTotalStakeForHotkey } from "./helpers.ts";
import { doRemoveStake } from "./remove_stake.ts";
import {
  decreaseStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyAndColdkeyOnSubnet,
  getStakeForHotkeyOnSubnet,
  increaseStakeForHotkeyAndColdkeyOnSubnet,
  increaseStakeForHotkeyOnSubnet,
  stakeIntoSubnet,
} from "./stake_utils.ts";

const TAO = 10n ** 9n;
const [alice, bob, author, hotkey, stranger] = [account(1), account(2), account(3), account(4), account(5)];

let ctx: PalletContext;

beforeEach(() => {
  ctx = palletContext();
  ctx.block.number = 10;
  addRoot(ctx);
  addSubnet(ctx, 1, 1_000n * TAO, 1_000n * TAO);
  for (const who of [alice, bob, author]) mintInto(ctx, who, 100n * TAO);
  createAccountIfNonExistent(ctx, alice, hotkey);
  setAuthor(ctx, author);
  ctx.events.length = 0;
});

const add = (tao: bigint, netuid = 1, who = alice, to = hotkey) => doAddStake(ctx, signed(who), to, netuid, tao);
const remove = (alpha: bigint, netuid = 1, who = alice) => doRemoveStake(ctx, signed(who), hotkey, netuid, alpha);
const stake = (who = alice, netuid = 1) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid);

describe("add_stake (pallets/subtensor/src/staking/add_stake.rs)", () => {
  it("buys alpha, pays the author and books every counter", () => {
    const alpha = add(TAO);
    expect(alpha).toBe(998_498_457n);
    expect(stake()).toBe(alpha);
    expect(freeBalance(ctx, alice)).toBe(99n * TAO);
    expect(freeBalance(ctx, author)).toBe(100n * TAO + 503_547n);
    expect(freeBalance(ctx, getSubnetAccountId(ctx, 1)!)).toBe(S.SubnetTAO.get(ctx, 1));
    expect(S.SubnetTAO.get(ctx, 1)).toBe(1_000n * TAO + 999_496_453n);
    expect(S.SubnetAlphaIn.get(ctx, 1)).toBe(1_000n * TAO - alpha);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(alpha);
    // The whole input counts, fee included.
    expect(S.TotalStake.get(ctx)).toBe(TAO);
    expect(S.SubnetVolume.get(ctx, 1)).toBe(TAO);
    expect(S.SubnetTaoFlow.get(ctx, 1)).toBe(999_496_453n);
    expect(S.LastColdkeyHotkeyStakeBlock.get(ctx, alice, hotkey)).toBe(10n);
    expect(ctx.events.at(-1)).toEqual({
      type: "SubtensorModule",
      value: { type: "StakeAdded", value: [alice, hotkey, TAO, alpha, 1, 503_547n] },
    });
  });

  it("burns the fee of a block without author", () => {
    const silent = palletContext();
    addSubnet(silent, 1, 1_000n * TAO, 1_000n * TAO);
    mintInto(silent, alice, 100n * TAO);
    createAccountIfNonExistent(silent, alice, hotkey);
    doAddStake(silent, signed(alice), hotkey, 1, TAO);
    expect(freeBalance(silent, BURN_ACCOUNT)).toBe(503_547n);
  });

  it("stakes one for one on root and lists the coldkey for automatic claims", () => {
    add(5n * TAO, 0);
    expect(stake(alice, 0)).toBe(5n * TAO);
    expect(S.StakingColdkeys.get(ctx, alice)).toBe(0n);
    remove(5n * TAO, 0);
    expect(freeBalance(ctx, alice)).toBe(100n * TAO);
    expect(S.NumStakingColdkeys.get(ctx)).toBe(0n);
  });

  it("leaves the payer alive", () => {
    add(100n * TAO);
    expect(freeBalance(ctx, alice)).toBe(500n);
  });

  it.each([
    ["SubtensorModule.SubnetNotExists", () => add(TAO, 9)],
    ["SubtensorModule.InsufficientLiquidity", () => add(1_000_001n * TAO)],
    ["SubtensorModule.AmountTooLow", () => add(2_000_000n)],
    ["SubtensorModule.NotEnoughBalanceToStake", () => add(101n * TAO)],
    ["SubtensorModule.HotKeyAccountNotExists", () => add(TAO, 1, alice, stranger)],
    [
      "SubtensorModule.SubtokenDisabled",
      () => {
        S.SubtokenEnabled.set(ctx, 1, false);
        add(TAO);
      },
    ],
    [
      "SubtensorModule.InsufficientLiquidity",
      () => {
        S.SubnetAlphaIn.set(ctx, 1, 999_999n);
        add(TAO);
      },
    ],
    [
      "SubtensorModule.InsufficientLiquidity",
      () => {
        // A pool whose shares are worth so much that the stake would give none.
        S.TotalHotkeyAlpha.set(ctx, hotkey, 1, 1n << 63n);
        S.TotalHotkeySharesV2.set(ctx, hotkey, 1, { mantissa: 10n ** 21n, exponent: -(1n << 63n) });
        add(TAO);
      },
    ],
    [
      "SubtensorModule.InsufficientBalance",
      () => stakeIntoSubnet(ctx, { hotkey, coldkey: stranger, netuid: 1 }, TAO, 10n ** 15n, false),
    ],
  ])("fails with %s", (error, run) => {
    expect(failure(run)).toBe(error);
  });

  it("accepts the least amount plus its fee", () => {
    // fee on 2000000 rao: 1007
    expect(failure(() => add(2_001_006n))).toBe("SubtensorModule.AmountTooLow");
    // 2001007 less its own fee of 1007 is the minimum
    expect(add(2_001_007n)).toBeGreaterThan(0n);
  });
});

describe("remove_stake (pallets/subtensor/src/staking/remove_stake.rs)", () => {
  it("sells alpha, pays the coldkey and sells the fee for the author", () => {
    const alpha = add(10n * TAO);
    const before = freeBalance(ctx, alice);
    const authorBefore = freeBalance(ctx, author);
    ctx.events.length = 0;
    remove(alpha);
    expect(stake()).toBe(0n);
    const { value } = ctx.events.findLast(({ value }) => value.type === "StakeRemoved")!;
    const fee = (alpha * 33n) / 65_535n;
    const paid = freeBalance(ctx, alice) - before;
    expect(value.value).toEqual([alice, hotkey, paid, alpha - fee, 1, fee]);
    expect(freeBalance(ctx, author)).toBeGreaterThan(authorBefore);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(0n);
    expect(S.AlphaV2.contains(ctx, hotkey, alice, 1)).toBe(false);
    expect(S.TotalHotkeyAlpha.contains(ctx, hotkey, 1)).toBe(false);
  });

  it("clips the amount to the stake", () => {
    const alpha = add(10n * TAO);
    remove(2n * alpha);
    expect(stake()).toBe(0n);
  });

  it.each([
    ["SubtensorModule.SubtokenDisabled", () => remove(TAO, 9)],
    ["SubtensorModule.AmountTooLow", () => remove(TAO)],
    [
      "SubtensorModule.AmountTooLow",
      () => {
        add(10n * TAO);
        remove(1_000n);
      },
    ],
    [
      "SubtensorModule.InsufficientLiquidity",
      () => {
        add(10n * TAO);
        S.SubnetTAO.set(ctx, 1, 999_999n);
        remove(5n * TAO);
      },
    ],
    [
      "SubtensorModule.InsufficientLiquidity",
      () => {
        add(10n * TAO);
        S.SubnetAlphaIn.set(ctx, 1, 1n);
        remove(5n * TAO);
      },
    ],
    [
      "SubtensorModule.HotKeyAccountNotExists",
      () => {
        add(10n * TAO);
        S.Owner.remove(ctx, hotkey);
        remove(5n * TAO);
      },
    ],
    [
      "SubtensorModule.StakeUnavailable",
      () => {
        add(10n * TAO);
        S.StakingHotkeys.remove(ctx, alice);
        remove(5n * TAO);
      },
    ],
    [
      "SubtensorModule.SubnetNotExists",
      () => {
        add(10n * TAO);
        S.NetworksAdded.set(ctx, 1, false);
        remove(5n * TAO);
      },
    ],
  ])("fails with %s", (error, run) => {
    expect(failure(run)).toBe(error);
  });

  it("clears a nomination that became too small, and all of them on demand", () => {
    S.NominatorMinRequiredStake.set(ctx, 500_000_000n); // 500 times the least stake: 1 TAO
    const alpha = add(10n * TAO, 1, bob);
    remove(alpha - TAO / 2n, 1, bob);
    expect(stake(bob)).toBe(0n);

    add(2n * TAO, 1, bob);
    S.NominatorMinRequiredStake.set(ctx, 5_000_000_000n);
    add(TAO);
    clearSmallNominations(ctx);
    expect(stake(bob)).toBe(0n);
    expect(stake(alice)).toBeGreaterThan(0n); // the owner's own stake is no nomination
  });

  it("drops the pending children of a hotkey that falls under the stake threshold", () => {
    S.StakeThreshold.set(ctx, 5n * TAO);
    const alpha = add(10n * TAO);
    S.PendingChildKeys.set(ctx, 1, hotkey, [[[1n, bob]], 100n]);
    remove(alpha / 10n);
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(true);
    remove(alpha);
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(false);
  });
});

describe("the share pool (primitives/share-pool)", () => {
  it("shares dividends by stake", () => {
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, alice, 1, 3n * TAO);
    increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, bob, 1, 7n * TAO);
    increaseStakeForHotkeyOnSubnet(ctx, hotkey, 1, TAO);
    expect(stake(alice)).toBe(3_300_000_000n);
    expect(stake(bob)).toBe(7_700_000_000n);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, alice, 1, 4n * TAO); // more than there is
    expect(stake(alice)).toBe(3_300_000_000n);
  });

  it("never promises more than the hotkey holds", () => {
    const operation = fc.record({
      who: fc.constantFrom(alice, bob, author),
      amount: fc.bigInt({ min: 1n, max: 10n ** 15n }),
      kind: fc.constantFrom("add", "remove", "dividend"),
    });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 40 }), (operations) => {
        const pool = palletContext();
        let total = 0n;
        for (const { who, amount, kind } of operations) {
          const held = getStakeForHotkeyAndColdkeyOnSubnet(pool, hotkey, who, 1);
          if (kind === "add") {
            increaseStakeForHotkeyAndColdkeyOnSubnet(pool, hotkey, who, 1, amount);
            total += amount;
          } else if (kind === "remove" && held >= amount) {
            decreaseStakeForHotkeyAndColdkeyOnSubnet(pool, hotkey, who, 1, amount);
            total -= amount;
          } else if (kind === "dividend") {
            increaseStakeForHotkeyOnSubnet(pool, hotkey, 1, amount);
            total += amount;
          }
          expect(getStakeForHotkeyOnSubnet(pool, hotkey, 1)).toBe(total);
        }
        const sum = [alice, bob, author].reduce(
          (all, who) => all + getStakeForHotkeyAndColdkeyOnSubnet(pool, hotkey, who, 1),
          0n,
        );
        const anyShare = pool.state.keysWithPrefix(S.AlphaV2.prefix()).next().done !== true;
        if (anyShare) expect(total - sum).toBeLessThan(1_000n);
        expect(sum).toBeLessThanOrEqual(total);
      }),
      { numRuns: 100 },
    );
  });
});

describe("supply", () => {
  it("is kept by any sequence of stakes and unstakes, with and without author", () => {
    const operation = fc.record({
      who: fc.constantFrom(alice, bob),
      netuid: fc.constantFrom(0, 1, 2),
      permille: fc.bigInt({ min: 1n, max: 1_000n }),
      kind: fc.constantFrom("add", "remove"),
    });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 25 }), fc.boolean(), (operations, authored) => {
        const chain = palletContext();
        addRoot(chain);
        addSubnet(chain, 1, 1_000n * TAO, 1_000n * TAO);
        addSubnet(chain, 2, 50n * TAO, 3_000n * TAO);
        for (const who of [alice, bob, author, BURN_ACCOUNT]) mintInto(chain, who, 100n * TAO);
        createAccountIfNonExistent(chain, alice, hotkey);
        if (authored) setAuthor(chain, author);
        const issued = totalIssuance(chain);
        for (const { who, netuid, permille, kind } of operations) attemptStake(chain, who, netuid, permille, kind);
        expectSupply(chain, issued);
      }),
      { numRuns: 60 },
    );
  });

  function attemptStake(chain: PalletContext, who: typeof alice, netuid: number, permille: bigint, kind: string): void {
    const base =
      kind === "add" ? freeBalance(chain, who) : getStakeForHotkeyAndColdkeyOnSubnet(chain, hotkey, who, netuid);
    const amount = (base * permille) / 1_000n;
    try {
      chain.transactional(() =>
        kind === "add"
          ? doAddStake(chain, signed(who), hotkey, netuid, amount)
          : doRemoveStake(chain, signed(who), hotkey, netuid, amount),
      );
    } catch (error) {
      expect(String(error)).toMatch(/AmountTooLow|InsufficientLiquidity/);
    }
  }

  function expectSupply(chain: PalletContext, issued: bigint): void {
    expect(totalIssuance(chain)).toBe(issued);
    const accounts = [
      alice,
      bob,
      author,
      BURN_ACCOUNT,
      ...[0, 1, 2].map((netuid) => getSubnetAccountId(chain, netuid)!),
    ];
    expect(accounts.reduce((sum, who) => sum + freeBalance(chain, who), 0n)).toBe(issued);
    for (const [netuid, alpha] of [
      [1, 1_000n * TAO],
      [2, 3_000n * TAO],
    ] as const) {
      expect(freeBalance(chain, getSubnetAccountId(chain, netuid)!)).toBe(S.SubnetTAO.get(chain, netuid));
      const outstanding = getStakeForHotkeyOnSubnet(chain, hotkey, netuid) + AlphaAssets.AlphaBurned.get(chain, netuid);
      expect(outstanding).toBe(S.SubnetAlphaOut.get(chain, netuid));
      expect(S.SubnetAlphaIn.get(chain, netuid) + S.SubnetAlphaOut.get(chain, netuid)).toBe(alpha);
    }
    expect(S.SubnetTAO.get(chain, 0)).toBe(getStakeForHotkeyOnSubnet(chain, hotkey, 0));
  }
});

describe("worth of stake", () => {
  it("adds up alpha at its price and root stake", () => {
    Swap.FeeRate.set(ctx, 1, 0);
    S.SubnetTAO.set(ctx, 1, 500n * TAO);
    increaseStakeForHotkeyOnSubnet(ctx, hotkey, 1, 10n * TAO);
    increaseStakeForHotkeyOnSubnet(ctx, hotkey, 0, TAO);
    expect(getTotalStakeForHotkey(ctx, hotkey)).toBe(6n * TAO);
  });
});

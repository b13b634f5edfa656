import { signed } from "@myelin/frame";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { attempt } from "../../../attempt.ts";
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
import { currentAlphaPrice, MIN_PRICE, swap } from "../../swap/impls.ts";
import { BURN_ACCOUNT } from "../coinbase/tao.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { doAddStake } from "./add_stake.ts";
import { createAccountIfNonExistent } from "./helpers.ts";
import { doMoveStake, doSwapStake, doTransferStake } from "./move_stake.ts";
import { getMaxAmountAdd, getMaxAmountMove, getMaxAmountRemove } from "./price_limits.ts";
import { doAddStakeBurn, doBurnAlpha, doRecycleAlpha } from "./recycle_alpha.ts";
import { doAddStakeLimit, doRemoveStakeFullLimit, doRemoveStakeLimit } from "./stake_limit.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyOnSubnet } from "./stake_utils.ts";
import { doUnstakeAll, doUnstakeAllAlpha } from "./unstake_all.ts";

const TAO = 10n ** 9n;
const U64_MAX = 2n ** 64n - 1n;
const [alice, bob, author, hotkey, second, stranger] = [1, 2, 3, 4, 5, 6].map(account) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];

let ctx: PalletContext;

/** Root, a pool at price 1, a pool at price 1/60; two hotkeys of Alice; a block author. */
function world(): PalletContext {
  const made = palletContext();
  made.block.number = 10;
  addRoot(made);
  addSubnet(made, 1, 1_000n * TAO, 1_000n * TAO);
  addSubnet(made, 2, 50n * TAO, 3_000n * TAO);
  for (const netuid of [0, 1, 2]) S.TransferToggle.set(made, netuid, true);
  for (const who of [alice, bob, author, BURN_ACCOUNT]) mintInto(made, who, 100n * TAO);
  for (const key of [hotkey, second]) createAccountIfNonExistent(made, alice, key);
  setAuthor(made, author);
  made.events.length = 0;
  return made;
}

beforeEach(() => {
  ctx = world();
});

const by = signed(alice);
const stake = (netuid = 1, who = alice, on = hotkey) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, on, who, netuid);
const lastEvent = () => ctx.events.at(-1)!.value;
const price = (netuid: number) => (currentAlphaPrice(ctx, netuid) * TAO) >> 64n;
const order = (changes: Partial<Parameters<typeof doAddStakeLimit>[2]> = {}) => ({
  hotkey,
  netuid: 1,
  amount: 10n * TAO,
  limitPrice: TAO,
  allowPartial: false,
  ...changes,
});

describe("add_stake_limit (pallets/subtensor/src/staking/add_stake.rs)", () => {
  it("buys what the limit admits and leaves the price at it", () => {
    const limitPrice = 1_010_000_000n;
    const most = getMaxAmountAdd(ctx, 1, limitPrice);
    expect(most).toBeGreaterThan(4n * TAO);
    doAddStakeLimit(ctx, by, order({ limitPrice, allowPartial: true }));
    expect(freeBalance(ctx, alice)).toBe(100n * TAO - most);
    expect(price(1)).toBeGreaterThan(1_009_990_000n);
    expect(price(1)).toBeLessThanOrEqual(limitPrice);
  });

  it("is all or nothing unless said otherwise", () => {
    const limitPrice = 1_010_000_000n;
    expect(failure(() => doAddStakeLimit(ctx, by, order({ limitPrice })))).toBe("SubtensorModule.SlippageTooHigh");
    const most = getMaxAmountAdd(ctx, 1, limitPrice);
    doAddStakeLimit(ctx, by, order({ limitPrice, amount: most }));
    expect(freeBalance(ctx, alice)).toBe(100n * TAO - most);
  });

  it("refuses in the chain's order", () => {
    const fails = (changes: Partial<ReturnType<typeof order>>, who = alice) =>
      failure(() => doAddStakeLimit(ctx, signed(who), order(changes)));
    expect(fails({ amount: 1_000_001n * TAO })).toBe("SubtensorModule.InsufficientLiquidity");
    expect(fails({ limitPrice: TAO / 2n })).toBe("Swap.PriceLimitExceeded");
    expect(fails({ netuid: 9, limitPrice: 2n * TAO })).toBe("SubtensorModule.SubnetNotExists");
    expect(fails({ amount: 1n, limitPrice: 2n * TAO })).toBe("SubtensorModule.AmountTooLow");
    expect(fails({ amount: 101n * TAO, limitPrice: 2n * TAO })).toBe("SubtensorModule.NotEnoughBalanceToStake");
    expect(fails({ hotkey: stranger, limitPrice: 2n * TAO })).toBe("SubtensorModule.HotKeyAccountNotExists");
    S.SubtokenEnabled.set(ctx, 1, false);
    expect(fails({ limitPrice: 2n * TAO })).toBe("SubtensorModule.SubtokenDisabled");
  });

  it("on root takes any amount from a price of one on", () => {
    expect(getMaxAmountAdd(ctx, 0, TAO)).toBe(U64_MAX);
    expect(getMaxAmountAdd(ctx, 0, TAO - 1n)).toBe(0n);
    expect(failure(() => doAddStakeLimit(ctx, by, order({ netuid: 0, limitPrice: TAO - 1n })))).toBe(
      "SubtensorModule.SlippageTooHigh",
    );
    doAddStakeLimit(ctx, by, order({ netuid: 0 }));
    expect(stake(0)).toBe(10n * TAO);
  });

  it("makes a delegate of somebody else's hotkey", () => {
    doAddStakeLimit(ctx, by, order({ limitPrice: 2n * TAO }));
    expect(S.Delegates.contains(ctx, hotkey)).toBe(false);
    doAddStakeLimit(ctx, signed(bob), order({ limitPrice: 2n * TAO }));
    expect(S.Delegates.get(ctx, hotkey)).toBe(ctx.config.initialDefaultDelegateTake);
    expect(S.Delegates.contains(ctx, hotkey)).toBe(true);
  });
});

describe("remove_stake_limit and remove_stake_full_limit (pallets/subtensor/src/staking/remove_stake.rs)", () => {
  beforeEach(() => doAddStake(ctx, by, hotkey, 1, 50n * TAO));

  it("sells what the limit admits; the rest stays", () => {
    const limitPrice = price(1) - 10_000_000n;
    const before = stake();
    const most = getMaxAmountRemove(ctx, 1, limitPrice);
    expect(most).toBeLessThan(before);
    doRemoveStakeLimit(ctx, by, order({ amount: before, limitPrice, allowPartial: true }));
    expect(stake()).toBeGreaterThanOrEqual(before - most);
    expect(stake() - (before - most)).toBeLessThan(10n);
  });

  it("is all or nothing unless said otherwise", () => {
    const amount = stake();
    const limitPrice = price(1) - 1_000_000n;
    expect(failure(() => doRemoveStakeLimit(ctx, by, order({ amount, limitPrice })))).toBe(
      "SubtensorModule.SlippageTooHigh",
    );
    expect(failure(() => doRemoveStakeFullLimit(ctx, by, hotkey, 1, limitPrice))).toBe(
      "SubtensorModule.SlippageTooHigh",
    );
    doRemoveStakeFullLimit(ctx, by, hotkey, 1, undefined);
    expect(stake()).toBe(0n);
  });

  it("refuses in the chain's order", () => {
    const fails = (changes: Partial<ReturnType<typeof order>>) =>
      failure(() => doRemoveStakeLimit(ctx, by, order({ limitPrice: 1n, ...changes })));
    expect(fails({ amount: 1_000_001n * TAO })).toBe("SubtensorModule.InsufficientLiquidity");
    expect(fails({ limitPrice: 9n * TAO })).toBe("Swap.PriceLimitExceeded");
    expect(fails({ netuid: 9 })).toBe("SubtensorModule.SubnetNotExists");
    expect(fails({ amount: 0n })).toBe("SubtensorModule.AmountTooLow");
    expect(fails({ amount: 51n * TAO })).toBe("SubtensorModule.NotEnoughStakeToWithdraw");
    expect(fails({ amount: 1n })).toBe("SubtensorModule.AmountTooLow");
    expect(failure(() => doRemoveStakeFullLimit(ctx, by, second, 1, 1n))).toBe("SubtensorModule.AmountTooLow");
  });

  it("drops scheduled children of a hotkey that falls below the threshold", () => {
    S.StakeThreshold.set(ctx, 40n * TAO);
    S.PendingChildKeys.set(ctx, 1, hotkey, [[[1n, second]], 99n]);
    doRemoveStakeLimit(ctx, by, order({ amount: TAO, limitPrice: 1n }));
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(true);
    doRemoveStakeFullLimit(ctx, by, hotkey, 1, 1n);
    expect(S.PendingChildKeys.contains(ctx, 1, hotkey)).toBe(false);
  });
});

describe("moving stake (pallets/subtensor/src/staking/move_stake.rs)", () => {
  beforeEach(() => doAddStake(ctx, by, hotkey, 1, 50n * TAO));

  it("to another hotkey of the subnet costs nothing", () => {
    const amount = stake();
    const pool = S.SubnetTAO.get(ctx, 1);
    doMoveStake(ctx, by, { hotkey, netuid: 1 }, { hotkey: second, netuid: 1 }, amount);
    expect(stake()).toBe(0n);
    expect(stake(1, alice, second)).toBe(amount);
    expect(S.SubnetTAO.get(ctx, 1)).toBe(pool);
    const worth = (currentAlphaPrice(ctx, 1) * amount) >> 64n;
    expect(ctx.events.slice(-3).map(({ value }) => value)).toEqual([
      { type: "StakeRemoved", value: [alice, hotkey, worth, amount, 1, 0n] },
      { type: "StakeAdded", value: [alice, second, worth, amount, 1, 0n] },
      { type: "StakeMoved", value: [alice, hotkey, 1, second, 1, worth] },
    ]);
  });

  it("to another subnet pays the fee of one leg, the destination's only from root", () => {
    ctx.events.length = 0;
    doSwapStake(ctx, by, hotkey, [1, 2], 10n * TAO);
    const fees = () =>
      ctx.events
        .filter(({ value }) => ["StakeRemoved", "StakeAdded"].includes(value.type))
        .map(({ value }) => (value.value as readonly bigint[])[5]);
    expect(fees()).toEqual([5_035_477n, 0n]);
    expect(stake(2)).toBeGreaterThan(0n);
    expect(freeBalance(ctx, alice)).toBe(50n * TAO);
    expect(lastEvent()).toMatchObject({ type: "StakeSwapped", value: [alice, hotkey, 1, 2, expect.anything()] });
    doAddStake(ctx, by, hotkey, 0, 10n * TAO);
    ctx.events.length = 0;
    doSwapStake(ctx, by, hotkey, [0, 1], 10n * TAO);
    expect(fees()).toEqual([0n, 5_035_477n]);
  });

  it("leaves the proceeds as TAO when they are too little to stake", () => {
    const relative = (price(1) * TAO) / price(2);
    const limit = { price: relative - relative / 100_000n, allowPartial: true };
    const before = freeBalance(ctx, alice);
    doSwapStake(ctx, by, hotkey, [1, 2], 10n * TAO, limit);
    const gained = freeBalance(ctx, alice) - before;
    expect(gained).toBeGreaterThan(0n);
    expect(gained).toBeLessThan(ctx.config.initialMinStake);
    expect(stake(2)).toBe(0n);
    expect(lastEvent()).toEqual({ type: "StakeSwapped", value: [alice, hotkey, 1, 2, gained] });
  });

  it("transfers to another coldkey on the same subnet or across", () => {
    doTransferStake(ctx, by, bob, hotkey, [1, 1], 10n * TAO);
    expect(stake(1, bob)).toBe(10n * TAO);
    expect(lastEvent()).toMatchObject({ type: "StakeTransferred" });
    doTransferStake(ctx, by, bob, hotkey, [1, 2], 10n * TAO);
    expect(stake(2, bob)).toBeGreaterThan(0n);
    expect(S.Delegates.contains(ctx, hotkey)).toBe(true);
    expect(freeBalance(ctx, bob)).toBe(100n * TAO);
  });

  it("takes root dividends' book along", () => {
    doAddStake(ctx, by, hotkey, 0, 10n * TAO);
    S.RootClaimable.set(ctx, hotkey, [[1, 1n << 31n]]);
    S.RootClaimed.set(ctx, 1, hotkey, alice, 5n * TAO);
    doTransferStake(ctx, by, bob, hotkey, [0, 0], 4n * TAO);
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBe(3n * TAO);
    expect(S.RootClaimed.get(ctx, 1, hotkey, bob)).toBe(2n * TAO);
  });

  it("keeps to a relative price", () => {
    const relative = (price(1) * TAO) / price(2);
    expect(getMaxAmountMove(ctx, 1, 2, relative + TAO)).toBe(0n);
    expect(getMaxAmountMove(ctx, 1, 2, 0n)).toBe(U64_MAX);
    const most = getMaxAmountMove(ctx, 1, 2, relative - TAO);
    expect(most).toBeGreaterThan(0n);
    const limit = { price: relative - TAO, allowPartial: false };
    expect(failure(() => doSwapStake(ctx, by, hotkey, [1, 2], 40n * TAO, limit))).toBe(
      "SubtensorModule.SlippageTooHigh",
    );
    const before = stake();
    doSwapStake(ctx, by, hotkey, [1, 2], 40n * TAO, { ...limit, allowPartial: true });
    const moved = before - stake();
    expect(moved === most || moved === most + 1n).toBe(true); // the fee's rounding
  });

  it("knows what a limit means to and from root", () => {
    expect(getMaxAmountMove(ctx, 0, 0, TAO)).toBe(U64_MAX);
    expect(getMaxAmountMove(ctx, 0, 0, TAO + 1n)).toBe(0n);
    expect(getMaxAmountMove(ctx, 0, 1, 0n)).toBe(U64_MAX);
    expect(getMaxAmountMove(ctx, 0, 1, TAO / 2n)).toBe(getMaxAmountAdd(ctx, 1, 2n * TAO));
    expect(getMaxAmountMove(ctx, 1, 0, TAO / 2n)).toBe(getMaxAmountRemove(ctx, 1, TAO / 2n));
    S.SubnetTAO.set(ctx, 2, 0n);
    expect(getMaxAmountMove(ctx, 1, 2, 1n)).toBe(0n);
  });

  it("refuses in the chain's order", () => {
    const moves = (from: object, to: object, amount = TAO) =>
      failure(() => doMoveStake(ctx, by, { hotkey, netuid: 1, ...from }, { hotkey: second, netuid: 1, ...to }, amount));
    expect(moves({ netuid: 9 }, { hotkey, netuid: 9 })).toBe("SubtensorModule.SameNetuid");
    expect(moves({ netuid: 9 }, {})).toBe("SubtensorModule.SubnetNotExists");
    expect(moves({}, { netuid: 9 })).toBe("SubtensorModule.SubnetNotExists");
    S.SubtokenEnabled.set(ctx, 2, false);
    expect(moves({}, { netuid: 2 })).toBe("SubtensorModule.SubtokenDisabled");
    S.SubtokenEnabled.set(ctx, 2, true);
    expect(moves({ hotkey: stranger }, {})).toBe("SubtensorModule.HotKeyAccountNotExists");
    expect(moves({}, { hotkey: stranger })).toBe("SubtensorModule.HotKeyAccountNotExists");
    expect(moves({}, { netuid: 2 }, 1n)).toBe("SubtensorModule.AmountTooLow");
    expect(moves({}, {}, 1n)).toBe("SubtensorModule.AmountTooLow");
    S.TransferToggle.set(ctx, 2, false);
    const transfers = (netuids: [number, number]) => failure(() => doTransferStake(ctx, by, bob, hotkey, netuids, TAO));
    expect(transfers([1, 2])).toBe("SubtensorModule.TransferDisallowed");
    S.TransferToggle.set(ctx, 1, false);
    expect(transfers([1, 1])).toBe("SubtensorModule.TransferDisallowed");
    S.SubnetTAO.set(ctx, 1, 0n);
    expect(moves({}, { netuid: 2 })).toBe("SubtensorModule.InsufficientLiquidity");
  });
});

describe("unstaking everything (pallets/subtensor/src/staking/remove_stake.rs)", () => {
  beforeEach(() => {
    for (const netuid of [0, 1, 2]) doAddStake(ctx, by, hotkey, netuid, 5n * TAO);
  });

  it("turns all stake on a hotkey into TAO, but for subnets that do not trade", () => {
    S.SubtokenEnabled.set(ctx, 2, false);
    doUnstakeAll(ctx, by, hotkey);
    expect([0, 1, 2].map((netuid) => stake(netuid) === 0n)).toEqual([true, true, false]);
    expect(freeBalance(ctx, alice)).toBeGreaterThan(94n * TAO);
  });

  it("turns all alpha on a hotkey into root stake", () => {
    doUnstakeAllAlpha(ctx, by, hotkey);
    expect([stake(1), stake(2)]).toEqual([0n, 0n]);
    expect(stake(0)).toBeGreaterThan(14n * TAO);
    expect(freeBalance(ctx, alice)).toBe(85n * TAO);
  });

  it("refuses an unknown hotkey, and staking nothing on root", () => {
    expect(failure(() => doUnstakeAll(ctx, by, stranger))).toBe("SubtensorModule.HotKeyAccountNotExists");
    expect(failure(() => doUnstakeAllAlpha(ctx, by, stranger))).toBe("SubtensorModule.HotKeyAccountNotExists");
    expect(failure(() => doUnstakeAllAlpha(ctx, by, second))).toBe("SubtensorModule.AmountTooLow");
  });
});

describe("recycling and burning alpha (pallets/subtensor/src/staking/recycle_alpha.rs)", () => {
  beforeEach(() => doAddStake(ctx, by, hotkey, 1, 50n * TAO));

  it("recycled alpha leaves the issuance, burned alpha stays in it", () => {
    const before = stake();
    const out = S.SubnetAlphaOut.get(ctx, 1);
    doRecycleAlpha(ctx, by, hotkey, 1, TAO);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(out - TAO);
    expect(lastEvent()).toEqual({ type: "AlphaRecycled", value: [alice, hotkey, TAO, 1] });
    doBurnAlpha(ctx, by, hotkey, 1, TAO);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(out - TAO);
    expect(AlphaAssets.AlphaBurned.get(ctx, 1)).toBe(TAO);
    expect(lastEvent()).toEqual({ type: "AlphaBurned", value: [alice, hotkey, TAO, 1] });
    expect(stake()).toBe(before - 2n * TAO);
    doBurnAlpha(ctx, by, hotkey, 1, U64_MAX);
    expect(stake()).toBe(0n);
  });

  it.each([
    ["recycle", doRecycleAlpha],
    ["burn", doBurnAlpha],
  ])("%s refuses in the chain's order", (_name, run) => {
    const fails = (netuid = 1, key = hotkey) => failure(() => run(ctx, by, key, netuid, TAO));
    expect(fails(9)).toBe("SubtensorModule.SubnetNotExists");
    expect(fails(0)).toBe("SubtensorModule.CannotBurnOrRecycleOnRootSubnet");
    expect(fails(1, stranger)).toBe("SubtensorModule.HotKeyAccountNotExists");
    S.SubnetAlphaOut.set(ctx, 1, 0n);
    expect(fails()).toBe("SubtensorModule.InsufficientLiquidity");
    S.SubtokenEnabled.set(ctx, 1, false);
    expect(fails()).toBe("SubtensorModule.SubtokenDisabled");
  });

  it("buys and burns in one step, or neither", () => {
    const before = stake();
    doAddStakeBurn(ctx, by, hotkey, 1, TAO, undefined);
    expect(stake()).toBe(before);
    const burned = AlphaAssets.AlphaBurned.get(ctx, 1);
    expect(lastEvent()).toEqual({
      type: "AddStakeBurn",
      value: { netuid: 1, hotkey, amount: TAO, alpha: burned },
    });
    expect(failure(() => doAddStakeBurn(ctx, by, hotkey, 1, TAO, 1_000n))).toBe("Swap.PriceLimitExceeded");
    const free = freeBalance(ctx, alice);
    expect(failure(() => doAddStakeBurn(ctx, by, hotkey, 0, TAO, undefined))).toBe(
      "SubtensorModule.CannotBurnOrRecycleOnRootSubnet",
    );
    expect(freeBalance(ctx, alice)).toBe(free);
  });
});

describe("supply", () => {
  it("is kept by any sequence of these calls", () => {
    const operation = fc.record({
      who: fc.constantFrom(alice, bob),
      key: fc.constantFrom(hotkey, second),
      netuids: fc.tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0, 1, 2)),
      amount: fc.bigInt({ min: 1n, max: 40n * TAO }),
      kind: fc.constantFrom("add", "remove", "move", "transfer", "all", "allAlpha", "burn", "recycle", "addBurn"),
    });
    fc.assert(
      fc.property(fc.array(operation, { minLength: 5, maxLength: 30 }), (operations) => {
        const chain = world();
        const issued = totalIssuance(chain);
        let recycled = [0n, 0n, 0n];
        for (const { who, key, netuids, amount, kind } of operations) {
          const [from, to] = netuids;
          const origin = signed(who);
          const limited = { hotkey: key, netuid: from, amount, allowPartial: true };
          const run: Record<typeof kind, () => void> = {
            add: () => doAddStakeLimit(chain, origin, { ...limited, limitPrice: 3n * TAO }),
            remove: () => doRemoveStakeLimit(chain, origin, { ...limited, limitPrice: MIN_PRICE }),
            move: () => doMoveStake(chain, origin, { hotkey: key, netuid: from }, { hotkey, netuid: to }, amount),
            transfer: () => doTransferStake(chain, origin, bob, key, netuids, amount),
            all: () => doUnstakeAll(chain, origin, key),
            allAlpha: () => doUnstakeAllAlpha(chain, origin, key),
            burn: () => doBurnAlpha(chain, origin, key, from, amount),
            recycle: () => {
              const before = S.SubnetAlphaOut.get(chain, from);
              doRecycleAlpha(chain, origin, key, from, amount);
              const gone = before - S.SubnetAlphaOut.get(chain, from);
              recycled = recycled.with(from, recycled[from]! + gone);
            },
            addBurn: () => doAddStakeBurn(chain, origin, key, from, amount, undefined),
          };
          attempt(() => chain.transactional(run[kind]));
        }
        expectSupply(chain, issued, recycled);
      }),
      { numRuns: 60 },
    );
  });

  function expectSupply(chain: PalletContext, issued: bigint, recycled: readonly bigint[]): void {
    const pools = [0, 1, 2].map((netuid) => getSubnetAccountId(chain, netuid)!);
    const accounts = [alice, bob, author, BURN_ACCOUNT, ...pools];
    expect(accounts.reduce((sum, who) => sum + freeBalance(chain, who), 0n)).toBe(issued);
    for (const [netuid, alpha] of [
      [1, 1_000n * TAO],
      [2, 3_000n * TAO],
    ] as const) {
      expect(freeBalance(chain, pools[netuid]!)).toBe(S.SubnetTAO.get(chain, netuid));
      const staked = [hotkey, second].reduce((sum, key) => sum + getStakeForHotkeyOnSubnet(chain, key, netuid), 0n);
      expect(staked + AlphaAssets.AlphaBurned.get(chain, netuid)).toBe(S.SubnetAlphaOut.get(chain, netuid));
      expect(S.SubnetAlphaIn.get(chain, netuid) + S.SubnetAlphaOut.get(chain, netuid)).toBe(alpha - recycled[netuid]!);
    }
  }
});

it("a limit of the pool is where the pool's price stops", () => {
  const most = getMaxAmountAdd(ctx, 1, 1_500_000_000n);
  swap(ctx, 1, "buy", most, 1_500_000_000n, false, true);
  expect(failure(() => getMaxAmountAdd(ctx, 1, TAO - 1n))).toBe("Swap.PriceLimitExceeded");
});

import type { Origin } from "@myelin/frame";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { attempt } from "../../../attempt.ts";
import {
  addNeuron,
  addStake,
  eventNames,
  fund,
  numbered,
  setWeights,
  startSubnet,
} from "../../../testing/emitting-subnet.ts";
import { type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { S as AlphaAssets } from "../../alpha_assets/storage.ts";
import { freeBalance, totalIssuance } from "../../balances/balances.ts";
import { S as System } from "../../system/storage.ts";
import { hooks } from "../hooks.ts";
import { doAddStake } from "../staking/add_stake.ts";
import { getRootOwedForHotkeyColdkey } from "../staking/claim_root.ts";
import { doRemoveStake } from "../staking/remove_stake.ts";
import { doScheduleChildren } from "../staking/set_children.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";

const TAO = 10n ** 9n;
const NETUIDS = [1, 2];
const hotkeys = [1, 2, 3, 4, 5].map(numbered);
const coldkeys = [11, 12, 13, 14, 15].map(numbered);

/** Two subnets with five neurons each and root stakers, at prices that let root earn. */
function network(): PalletContext {
  const ctx = palletContext({
    initialTempo: 4,
    commitRevealWeightsEnabled: false,
    numRootClaim: 2n,
    pendingChildKeyCooldown: 2n,
  });
  startSubnet(ctx, 0);
  for (const coldkey of coldkeys) fund(ctx, coldkey, 1_000n * TAO);
  for (const netuid of NETUIDS) {
    startSubnet(ctx, netuid, { tao: 1_000n * TAO, alpha: 900n * TAO });
    S.SubnetOwner.set(ctx, netuid, coldkeys[4]!);
    S.SubnetOwnerHotkey.set(ctx, netuid, hotkeys[4]!);
    hotkeys.forEach((hotkey, i) => {
      addNeuron(ctx, netuid, hotkey, coldkeys[i]!);
      addStake(ctx, hotkey, coldkeys[i]!, netuid, BigInt(i + 1) * TAO);
    });
  }
  hotkeys.forEach((hotkey, i) => {
    addStake(ctx, hotkey, coldkeys[i]!, 0, BigInt(i + 1) * 1_000n * TAO);
  });
  return ctx;
}

function nextBlock(ctx: PalletContext): void {
  ctx.block.number++;
  hooks.on_initialize!(ctx);
}

const sum = (terms: Iterable<bigint>): bigint => [...terms].reduce((total, term) => total + term, 0n);

/** Every rao is in an account, both counts of them agree, and each pool's account holds what the pool says. */
function expectTaoAccounted(ctx: PalletContext): void {
  const held = sum([...System.Account.entries(ctx)].map(([, { data }]) => data.free + data.reserved));
  expect(held).toBe(totalIssuance(ctx));
  expect(S.TotalIssuance.get(ctx)).toBe(totalIssuance(ctx));
  for (const netuid of [0, ...NETUIDS]) {
    expect(freeBalance(ctx, getSubnetAccountId(ctx, netuid)!)).toBeGreaterThanOrEqual(S.SubnetTAO.get(ctx, netuid));
  }
  expect(S.TotalStake.get(ctx)).toBeGreaterThanOrEqual(
    sum([0, ...NETUIDS].map((netuid) => S.SubnetTAO.get(ctx, netuid))),
  );
}

/** Every alpha rao was minted, and the outstanding ones cover stake, waiting emission, claims and protocol. */
function expectAlphaAccounted(ctx: PalletContext, netuid: number): void {
  const outstanding = S.SubnetAlphaOut.get(ctx, netuid);
  expect(S.SubnetAlphaIn.get(ctx, netuid) + outstanding).toBe(AlphaAssets.TotalAlphaIssuance.get(ctx, netuid));
  const staked = sum(hotkeys.map((hotkey) => S.TotalHotkeyAlpha.get(ctx, hotkey, netuid)));
  const waiting =
    S.PendingServerEmission.get(ctx, netuid) +
    S.PendingValidatorEmission.get(ctx, netuid) +
    S.PendingRootAlphaDivs.get(ctx, netuid) +
    S.PendingOwnerCut.get(ctx, netuid);
  const positions = hotkeys.flatMap((hotkey) => coldkeys.map((coldkey) => [hotkey, coldkey] as const));
  const owed = sum(positions.map(([hotkey, coldkey]) => getRootOwedForHotkeyColdkey(ctx, hotkey, coldkey, netuid)));
  const burned = AlphaAssets.AlphaBurned.get(ctx, netuid);
  const assigned = staked + waiting + owed + burned + S.SubnetProtocolAlpha.get(ctx, netuid);
  expect(outstanding).toBeGreaterThanOrEqual(assigned);
}

/** Nobody's shares are worth more than their pool. */
function expectSharesCovered(ctx: PalletContext): void {
  for (const netuid of [0, ...NETUIDS]) {
    for (const hotkey of hotkeys) {
      const values = coldkeys.map((coldkey) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid));
      expect(S.TotalHotkeyAlpha.get(ctx, hotkey, netuid)).toBeGreaterThanOrEqual(sum(values));
    }
  }
}

function expectSupplyAccounted(ctx: PalletContext): void {
  expectTaoAccounted(ctx);
  for (const netuid of NETUIDS) expectAlphaAccounted(ctx, netuid);
  expectSharesCovered(ctx);
}

describe("a block before its extrinsics", () => {
  it("issues one TAO to pools, and alpha to participants at the epoch", () => {
    const ctx = network();
    const before = S.TotalIssuance.get(ctx);
    setWeights(ctx, 1, 4, [[1, 65_535]]);
    const earned = () => S.TotalHotkeyAlpha.get(ctx, hotkeys[1]!, 1);
    const stake = earned();
    nextBlock(ctx);
    // Two floors, one for each subnet, may lose a rao.
    expect(S.TotalIssuance.get(ctx) - before).toBeGreaterThanOrEqual(TAO - 4n);
    expect(S.TotalIssuance.get(ctx) - before).toBeLessThanOrEqual(TAO);
    expect(earned()).toBe(stake);
    for (let block = 0; block < 4; block++) nextBlock(ctx);
    expect(earned()).toBeGreaterThan(stake + TAO);
    expect(S.SubnetEpochIndex.get(ctx, 1)).toBe(1n);
    expectSupplyAccounted(ctx);
  });

  it("pays root stakers, who claim as the parent block's hash draws them", () => {
    const ctx = network();
    for (let block = 0; block < 30; block++) nextBlock(ctx);
    expect(S.NumStakingColdkeys.get(ctx)).toBe(5n);
    expect(sum(S.SubnetRootSellTao.values(ctx))).toBeGreaterThanOrEqual(0n);
    const claimed = [...S.RootClaimed.entries(ctx)].filter(([, , , amount]) => amount > 0n);
    expect(claimed.length).toBeGreaterThan(0);
    expectSupplyAccounted(ctx);
  });

  it("applies children in the block of an epoch once their cooldown is over", () => {
    const ctx = network();
    ctx.block.number = 1;
    doScheduleChildren(ctx, coldkeys[0]!, hotkeys[0]!, 1, [[1n << 63n, hotkeys[1]!]]);
    for (let block = 0; block < 2; block++) nextBlock(ctx);
    expect(S.ChildKeys.get(ctx, hotkeys[0]!, 1)).toEqual([]);
    for (let block = 0; block < 8; block++) nextBlock(ctx);
    expect(S.ChildKeys.get(ctx, hotkeys[0]!, 1)).toEqual([[1n << 63n, hotkeys[1]!]]);
    expect(S.ParentKeys.get(ctx, hotkeys[1]!, 1)).toEqual([[1n << 63n, hotkeys[0]!]]);
    expect([...S.PendingChildKeys.keys(ctx, 1)]).toEqual([]);
  });

  it("keeps account of every rao and every alpha rao under random operations", () => {
    const happened = new Set<string>();
    fc.assert(
      fc.property(fc.array(operation, { minLength: 20, maxLength: 40 }), (operations) => {
        const ctx = network();
        for (const operate of operations) {
          attempt(() => ctx.transactional(() => operate(ctx)));
          nextBlock(ctx);
          expectSupplyAccounted(ctx);
        }
        for (const name of eventNames(ctx)) happened.add(name);
      }),
      { numRuns: 8 },
    );
    for (const name of ["StakeAdded", "StakeRemoved", "SetChildren", "RootClaimed", "IncentiveAlphaEmittedToMiners"]) {
      expect(happened).toContain(name);
    }
  });
});

const signed = (who: number): Origin => ({ type: "Signed", account: coldkeys[who]! });
const neuron = fc.nat(4);
const netuid = fc.constantFrom(...NETUIDS);
const anyNetuid = fc.constantFrom(0, ...NETUIDS);
const amount = fc.bigInt(1n, 200n * TAO);

/** Something a user or owner does between two blocks. */
const operation: fc.Arbitrary<(ctx: PalletContext) => void> = fc.oneof(
  fc.tuple(neuron, neuron, anyNetuid, amount).map(([who, hotkey, subnet, tao]) => (ctx: PalletContext) => {
    doAddStake(ctx, signed(who), hotkeys[hotkey]!, subnet, tao);
  }),
  fc.tuple(neuron, neuron, anyNetuid, amount).map(([who, hotkey, subnet, alpha]) => (ctx: PalletContext) => {
    doRemoveStake(ctx, signed(who), hotkeys[hotkey]!, subnet, alpha);
  }),
  fc
    .tuple(neuron, netuid, fc.array(fc.nat(65_535), { minLength: 5, maxLength: 5 }))
    .map(([uid, subnet, weights]) => (ctx: PalletContext) => {
      setWeights(
        ctx,
        subnet,
        uid,
        weights.map((weight, target) => [target, weight]),
      );
    }),
  fc
    .tuple(neuron, neuron, netuid, fc.bigInt(0n, (1n << 64n) - 1n))
    .map(([who, child, subnet, proportion]) => (ctx: PalletContext) => {
      doScheduleChildren(ctx, coldkeys[who]!, hotkeys[who]!, subnet, [[proportion, hotkeys[child]!]]);
    }),
  fc.tuple(neuron, fc.constantFrom("Swap" as const, "Keep" as const)).map(([who, type]) => (ctx: PalletContext) => {
    S.RootClaimType.set(ctx, coldkeys[who]!, { type });
  }),
  fc
    .tuple(netuid, fc.boolean(), fc.constantFrom("Burn" as const, "Recycle" as const))
    .map(([subnet, enabled, type]) => (ctx: PalletContext) => {
      S.SubnetEmissionEnabled.set(ctx, subnet, enabled);
      S.RecycleOrBurn.set(ctx, subnet, { type });
    }),
);

import { I96F32, U64F64 } from "@myelin/primitives/fixed";
import { beforeEach, describe, expect, it } from "vitest";
import { account, addRoot, addSubnet, type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import { getAlphaIssuance, getMedianSubnetAlphaPrice, getMovingAlphaPrice, updateMovingPrice } from "./prices.ts";
import { getStakeWeightsForHotkeyOnSubnet, getStakeWeightsForNetwork, getTaoWeight } from "./stake_weights.ts";

const TAO = 10n ** 9n;

let ctx: PalletContext;

beforeEach(() => {
  ctx = palletContext();
  addRoot(ctx);
});

describe("prices (pallets/subtensor/src/staking/stake_utils.rs)", () => {
  it("takes the median of positive prices, the mean of the middle two, one without any", () => {
    expect(getMedianSubnetAlphaPrice(ctx)).toBe(U64F64.ONE);
    addSubnet(ctx, 1, 100n * TAO, 200n * TAO);
    expect(getMedianSubnetAlphaPrice(ctx)).toBe(U64F64.ONE / 2n);
    addSubnet(ctx, 2, 100n * TAO, 400n * TAO);
    expect(getMedianSubnetAlphaPrice(ctx)).toBe((U64F64.ONE * 3n) / 8n);
    addSubnet(ctx, 3, 100n * TAO, 100n * TAO);
    expect(getMedianSubnetAlphaPrice(ctx)).toBe(U64F64.ONE / 2n);
    addSubnet(ctx, 4, 0n, 0n);
    expect(getMedianSubnetAlphaPrice(ctx)).toBe(U64F64.ONE / 2n);
  });

  it("moves the average by SubnetMovingAlpha * b / (b + halving) towards the price, capped at one", () => {
    addSubnet(ctx, 1, 100n * TAO, 50n * TAO); // price 2
    S.SubnetMovingAlpha.set(ctx, I96F32.ONE / 2n);
    S.EMAPriceHalvingBlocks.set(ctx, 1, 100n);
    S.FirstEmissionBlockNumber.set(ctx, 1, 11n);
    ctx.block.number = 110; // b = 100
    updateMovingPrice(ctx, 1);
    expect(S.SubnetMovingPrice.get(ctx, 1)).toBe(I96F32.ONE / 4n);
    updateMovingPrice(ctx, 1);
    expect(getMovingAlphaPrice(ctx, 1)).toBe((U64F64.ONE * 7n) / 16n);
    expect(getMovingAlphaPrice(ctx, 0)).toBe(U64F64.ONE);
  });

  it("counts alpha in the pool and outside as issued", () => {
    addSubnet(ctx, 1, TAO, 3n * TAO);
    S.SubnetAlphaOut.set(ctx, 1, 4n * TAO);
    expect(getAlphaIssuance(ctx, 1)).toBe(7n * TAO);
  });
});

describe("stake weights", () => {
  const [parent, child] = [account(1), account(2)];

  beforeEach(() => {
    addSubnet(ctx, 1, TAO, TAO);
    S.TotalHotkeyAlpha.set(ctx, parent, 1, 1_000n);
    S.TotalHotkeyAlpha.set(ctx, parent, 0, 5_000n);
    S.TotalHotkeyAlpha.set(ctx, child, 1, 10n);
  });

  it("adds root stake at TaoWeight / (2^64 - 1)", () => {
    expect(getTaoWeight(ctx)).toBe(226_245_882n); // U96F32 bits of the default, 5.27 %
    const { total, alpha, tao } = getStakeWeightsForHotkeyOnSubnet(ctx, parent, 1);
    expect([alpha >> 64n, tao >> 64n]).toEqual([1_000n, 5_000n]);
    expect(total >> 64n).toBe(1_263n);
  });

  it("moves along parents and children, of alpha and of root stake", () => {
    const half = 1n << 63n;
    S.ChildKeys.set(ctx, parent, 1, [[half, child]]);
    S.ParentKeys.set(ctx, child, 1, [[half, parent]]);
    const ofChild = getStakeWeightsForHotkeyOnSubnet(ctx, child, 1);
    const ofParent = getStakeWeightsForHotkeyOnSubnet(ctx, parent, 1);
    expect([ofChild.alpha >> 64n, ofChild.tao >> 64n]).toEqual([510n, 2_500n]);
    expect([ofParent.alpha >> 64n, ofParent.tao >> 64n]).toEqual([500n, 2_500n]);
  });

  it("lists the neurons of a subnet by uid, zero for a gap", () => {
    S.SubnetworkN.set(ctx, 1, 3);
    S.Keys.set(ctx, 1, 0, child);
    S.Keys.set(ctx, 1, 2, parent);
    const { alpha } = getStakeWeightsForNetwork(ctx, 1);
    expect(alpha.map((bits) => bits >> 64n)).toEqual([10n, 0n, 1_000n]);
  });
});

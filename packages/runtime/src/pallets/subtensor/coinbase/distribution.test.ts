import { U96F32 } from "@myelin/primitives/fixed";
import { describe, expect, it } from "vitest";
import {
  addNeuron,
  addStake,
  eventNames,
  numbered,
  setWeights,
  startSubnet,
} from "../../../testing/emitting-subnet.ts";
import { type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import * as AlphaAssets from "../../alpha_assets/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/stake_utils.ts";
import { S } from "../storage.ts";
import { distributeEmission } from "./distribution.ts";

const [validator, miner, ownerMiner] = [numbered(1), numbered(2), numbered(3)];
const [validatorOwner, minerOwner, subnetOwner, nominator] = [numbered(11), numbered(12), numbered(13), numbered(14)];
const POT = 1_000_000_000n;

/** A validator, a miner and a miner of the subnet's owner; the validator gives both miners equal weight. */
function subnet(): PalletContext {
  const ctx = palletContext({ commitRevealWeightsEnabled: false });
  startSubnet(ctx, 0);
  startSubnet(ctx, 1);
  ctx.block.number = 1000;
  S.Tempo.set(ctx, 1, 100);
  S.Kappa.set(ctx, 1, 32_767);
  S.SubnetOwner.set(ctx, 1, subnetOwner);
  S.SubnetOwnerHotkey.set(ctx, 1, ownerMiner);
  addNeuron(ctx, 1, validator, validatorOwner);
  addNeuron(ctx, 1, miner, minerOwner);
  addNeuron(ctx, 1, ownerMiner, subnetOwner);
  addStake(ctx, validator, validatorOwner, 1, 10n ** 12n);
  addStake(ctx, validator, nominator, 1, 10n ** 12n);
  S.Delegates.set(ctx, validator, 0);
  return ctx;
}

const pay = (ctx: PalletContext, ownerCut = 0n) =>
  distributeEmission(ctx, { netuid: 1, server: POT / 2n, validator: POT / 2n, root: 0n, ownerCut });

const stake = (ctx: PalletContext, hotkey: `0x${string}`, coldkey: `0x${string}`) =>
  getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, 1);

describe("paying an epoch", () => {
  it("gives miners their incentive and validators' stakers the dividends", () => {
    const ctx = subnet();
    setWeights(ctx, 1, 0, [[1, 65_535]]);
    pay(ctx);
    expect(Number(stake(ctx, miner, minerOwner))).toBeCloseTo(5e8, -2);
    expect(Number(stake(ctx, validator, validatorOwner) - 10n ** 12n)).toBeCloseTo(2.5e8, -2);
    expect(Number(stake(ctx, validator, nominator) - 10n ** 12n)).toBeCloseTo(2.5e8, -2);
    expect(S.MinerBurned.get(ctx, 1)).toBe(0n);
    expect(Number(S.AlphaDividendsPerSubnet.get(ctx, 1, validator))).toBeCloseTo(5e8, -2);
    expect(S.TotalHotkeyAlphaLastEpoch.get(ctx, validator, 1)).toBe(S.TotalHotkeyAlpha.get(ctx, validator, 1));
    expect(eventNames(ctx)).toContain("IncentiveAlphaEmittedToMiners");
  });

  it("takes the delegate take before the dividends are shared", () => {
    const ctx = subnet();
    setWeights(ctx, 1, 0, [[1, 65_535]]);
    S.Delegates.set(ctx, validator, 13_107); // a fifth
    pay(ctx);
    // The take joins the owner's stake first: the rest is shared 1 000 100 to 1 000 000.
    expect(Number(stake(ctx, validator, nominator) - 10n ** 12n)).toBeCloseTo(199_990_000, -2);
    expect(Number(stake(ctx, validator, validatorOwner) - 10n ** 12n)).toBeCloseTo(300_010_000, -2);
  });

  it("withholds the incentive of the owner's miners and remembers the part", () => {
    const ctx = subnet();
    setWeights(ctx, 1, 0, [
      [1, 49_151],
      [2, 16_384],
    ]);
    const outstanding = S.SubnetAlphaOut.get(ctx, 1);
    pay(ctx);
    expect(stake(ctx, ownerMiner, subnetOwner)).toBe(0n);
    expect(U96F32.toFloat(S.MinerBurned.get(ctx, 1))).toBeCloseTo(0.25, 4);
    expect(Number(AlphaAssets.S.AlphaBurned.get(ctx, 1))).toBeCloseTo(1.25e8, -5);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(outstanding);
  });

  it("recycles what was withheld where the subnet says so", () => {
    const ctx = subnet();
    S.RecycleOrBurn.set(ctx, 1, { type: "Recycle" });
    setWeights(ctx, 1, 0, [[2, 65_535]]);
    const outstanding = S.SubnetAlphaOut.get(ctx, 1);
    pay(ctx);
    expect(U96F32.toFloat(S.MinerBurned.get(ctx, 1))).toBe(1);
    expect(Number(outstanding - S.SubnetAlphaOut.get(ctx, 1))).toBeCloseTo(5e8, -2);
  });

  it("stakes incentive where the miner's coldkey wants it", () => {
    const ctx = subnet();
    setWeights(ctx, 1, 0, [[1, 65_535]]);
    S.AutoStakeDestination.set(ctx, minerOwner, 1, validator);
    pay(ctx);
    expect(stake(ctx, miner, minerOwner)).toBe(0n);
    expect(stake(ctx, validator, minerOwner)).toBeGreaterThan(4n * 10n ** 8n);
    expect(eventNames(ctx)).toContain("AutoStakeAdded");
  });

  it("gives validators everything while there is no incentive", () => {
    const ctx = subnet();
    pay(ctx);
    const received = S.TotalHotkeyAlpha.get(ctx, validator, 1) - 2n * 10n ** 12n;
    expect(Number(received)).toBeCloseTo(1e9, -2);
  });

  it("adds the owner's cut to the owner's stake", () => {
    const ctx = subnet();
    pay(ctx, 777n);
    expect(stake(ctx, ownerMiner, subnetOwner)).toBe(777n);
  });

  it("lets root's dividends wait as claims of the hotkey's root stakers", () => {
    const ctx = subnet();
    addStake(ctx, validator, nominator, 0, 10n ** 12n);
    setWeights(ctx, 1, 0, [[1, 65_535]]);
    distributeEmission(ctx, { netuid: 1, server: POT / 2n, validator: POT / 4n, root: POT / 4n, ownerCut: 0n });
    expect(Number(S.RootAlphaDividendsPerSubnet.get(ctx, 1, validator))).toBeCloseTo(2.5e8, -2);
    const [[netuid, rate]] = S.RootClaimable.get(ctx, validator) as [[number, bigint]];
    expect(netuid).toBe(1);
    expect(Number(rate) / 2 ** 32).toBeCloseTo(2.5e8 / 1e12, 8);
  });
});

describe("mechanisms", () => {
  it("share the emission and add up their figures", () => {
    const ctx = subnet();
    S.MechanismCountCurrent.set(ctx, 1, 2);
    S.MechanismEmissionSplit.set(ctx, 1, [49_151, 16_384]);
    setWeights(ctx, 1, 0, [[1, 65_535]]);
    S.Weights.set(ctx, 4097, 0, [[2, 65_535]]);
    S.LastUpdate.set(ctx, 4097, [1000n, 0n, 0n]);
    pay(ctx);
    expect(S.Incentive.get(ctx, 1)).toEqual([0, 65_535, 0]);
    expect(S.Incentive.get(ctx, 4097)).toEqual([0, 0, 65_535]);
    expect(Number(stake(ctx, miner, minerOwner))).toBeCloseTo(3.75e8, -4);
    expect(U96F32.toFloat(S.MinerBurned.get(ctx, 1))).toBeCloseTo(0.25, 4);
    const consensus = S.Consensus.get(ctx, 1);
    expect(consensus[1]).toBeGreaterThan(49_000);
    expect(consensus[2]).toBeGreaterThan(16_000);
    expect(S.Emission.get(ctx, 1)).toHaveLength(3);
  });
});

import { U96F32 } from "@myelin/primitives/fixed";
import { describe, expect, it } from "vitest";
import { addStake, fund, numbered, startSubnet } from "../../../testing/emitting-subnet.ts";
import { palletContext } from "../../../testing/pallet-context.ts";
import { totalIssuance } from "../../balances/balances.ts";
import { S } from "../storage.ts";
import { rootProportion } from "./root_proportion.ts";
import {
  getNetworkRootSellFlag,
  getSubnetTerms,
  injectAndMaybeSwap,
  runCoinbase,
  splitAlphaOut,
} from "./run_coinbase.ts";
import { mintTao } from "./tao.ts";

const TAO = 10n ** 9n;
const PRICE_1 = 1n << 32n;
const num = (bits: bigint) => U96F32.toNum(bits);

/** Root with as much weight as subnet 1 has alpha, so that root's proportion is near one half. */
function balancedNetwork() {
  const ctx = palletContext();
  startSubnet(ctx, 0);
  startSubnet(ctx, 1, { tao: 10_000n * TAO, alpha: 10_000n * TAO });
  addStake(ctx, numbered(1), numbered(2), 0, (10_000n * TAO * 100_000n) / 5_268n);
  return ctx;
}

describe("terms of a subnet", () => {
  it("keep the pool's price while the alpha is below root's proportion of the emission", () => {
    const ctx = balancedNetwork();
    const terms = getSubnetTerms(ctx, 1, U96F32.fromNum(TAO / 4n));
    expect(num(terms.taoIn)).toBe(TAO / 4n);
    expect(num(terms.alphaIn)).toBe(TAO / 4n);
    expect(num(terms.alphaOut)).toBe(TAO);
    expect(terms.excessTao).toBe(0n);
  });

  it("cap the alpha and keep the rest of the TAO for a purchase", () => {
    const ctx = balancedNetwork();
    const emission = U96F32.fromNum(TAO);
    const terms = getSubnetTerms(ctx, 1, emission);
    expect(terms.alphaIn).toBe(U96F32.saturatingMul(rootProportion(ctx, 1), emission));
    expect(num(terms.alphaIn)).toBeGreaterThan((TAO * 49n) / 100n);
    expect(num(terms.alphaIn)).toBeLessThan((TAO * 51n) / 100n);
    expect(terms.taoIn + terms.excessTao).toBe(emission);
    expect(terms.taoIn).toBe(terms.alphaIn);
  });

  it("buy with everything where nobody stakes on root", () => {
    const ctx = palletContext();
    startSubnet(ctx, 1);
    const terms = getSubnetTerms(ctx, 1, U96F32.fromNum(TAO));
    expect([terms.alphaIn, terms.taoIn, num(terms.excessTao)]).toEqual([0n, 0n, TAO]);
  });
});

describe("injection", () => {
  it("pays pool and purchase from the block's credit and takes back the rest", () => {
    const ctx = balancedNetwork();
    const before = S.TotalIssuance.get(ctx);
    const credit = mintTao(ctx, TAO);
    const terms = {
      netuid: 1,
      taoIn: U96F32.fromNum(3n * 10n ** 8n),
      alphaIn: U96F32.fromNum(3n * 10n ** 8n),
      alphaOut: U96F32.fromNum(TAO),
      excessTao: U96F32.fromNum(2n * 10n ** 8n),
    };
    injectAndMaybeSwap(ctx, [terms], credit);
    expect(S.SubnetTaoInEmission.get(ctx, 1)).toBe(3n * 10n ** 8n);
    expect(S.SubnetAlphaInEmission.get(ctx, 1)).toBe(3n * 10n ** 8n);
    expect(S.SubnetExcessTao.get(ctx, 1)).toBe(2n * 10n ** 8n);
    expect(S.SubnetTAO.get(ctx, 1)).toBe(10_000n * TAO + 5n * 10n ** 8n);
    expect(S.SubnetProtocolFlow.get(ctx, 1)).toBe(5n * 10n ** 8n);
    // Bought on the old reserves: x(1 - y/(y + d)) for equal weights, floored.
    const bought = S.SubnetProtocolAlpha.get(ctx, 1);
    expect(bought).toBe(199_996_000n);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(bought);
    expect(S.TotalIssuance.get(ctx) - before).toBe(5n * 10n ** 8n);
    expect(totalIssuance(ctx)).toBe(S.TotalIssuance.get(ctx));
  });

  it("of a whole block recycles what no subnet receives", () => {
    const ctx = palletContext();
    fund(ctx, numbered(1), TAO);
    runCoinbase(ctx, mintTao(ctx, TAO));
    expect(S.TotalIssuance.get(ctx)).toBe(TAO);
    expect(totalIssuance(ctx)).toBe(TAO);
  });
});

describe("split of the alpha that participants receive", () => {
  it("takes the owner's cut first and halves the rest", () => {
    const ctx = palletContext();
    startSubnet(ctx, 1);
    splitAlphaOut(ctx, 1, U96F32.fromNum(TAO), true);
    // 10^9 * 11796/65535 = 179995422.3; half of the rest is 410002288.8.
    expect(S.PendingOwnerCut.get(ctx, 1)).toBe(179_995_422n);
    expect(S.PendingServerEmission.get(ctx, 1)).toBe(410_002_288n);
    expect(S.PendingValidatorEmission.get(ctx, 1)).toBe(410_002_288n);
    expect(S.PendingRootAlphaDivs.get(ctx, 1)).toBe(0n);
    expect(S.SubnetAlphaOut.get(ctx, 1)).toBe(TAO);
    expect(S.SubnetAlphaOutEmission.get(ctx, 1)).toBe(TAO);
  });

  it("without the owner's cut gives halves", () => {
    const ctx = palletContext();
    startSubnet(ctx, 1);
    S.OwnerCutEnabled.set(ctx, 1, false);
    splitAlphaOut(ctx, 1, U96F32.fromNum(TAO), true);
    expect(S.PendingOwnerCut.get(ctx, 1)).toBe(0n);
    expect(S.PendingServerEmission.get(ctx, 1)).toBe(TAO / 2n);
    expect(S.PendingValidatorEmission.get(ctx, 1)).toBe(TAO / 2n);
  });

  it.each([
    ["keeps root's part for root while prices exceed one together", true],
    ["recycles root's part otherwise", false],
  ])("%s", (_, rootSells) => {
    const ctx = balancedNetwork();
    splitAlphaOut(ctx, 1, U96F32.fromNum(TAO), rootSells);
    const root = 410_002_288n - S.PendingValidatorEmission.get(ctx, 1);
    expect(root).toBeGreaterThan(200_000_000n);
    const waiting = S.PendingRootAlphaDivs.get(ctx, 1);
    const recycled = TAO - S.SubnetAlphaOut.get(ctx, 1);
    expect(rootSells ? recycled : waiting).toBe(0n);
    // Rounded down on its own, so the last rao may be missing.
    expect(root - (rootSells ? waiting : recycled)).toBeLessThanOrEqual(1n);
  });

  it("counts the moving prices of emitting subnets", () => {
    const ctx = palletContext();
    startSubnet(ctx, 1, { movingPrice: PRICE_1 });
    startSubnet(ctx, 2, { movingPrice: 1n });
    expect(getNetworkRootSellFlag(ctx, [1])).toBe(false);
    expect(getNetworkRootSellFlag(ctx, [1, 2])).toBe(true);
  });
});

import { U64F64, U96F32 } from "@myelin/primitives/fixed";
import { describe, expect, it } from "vitest";
import { startSubnet } from "../../../testing/emitting-subnet.ts";
import { palletContext } from "../../../testing/pallet-context.ts";
import { S } from "../storage.ts";
import { getShares, getSubnetBlockEmissions, getSubnetsToEmitTo } from "./subnet_emissions.ts";

const PRICE_1 = 1n << 32n;

function twoSubnets(first = PRICE_1, second = 3n * PRICE_1) {
  const ctx = palletContext();
  startSubnet(ctx, 1, { movingPrice: first });
  startSubnet(ctx, 2, { movingPrice: second });
  return ctx;
}

const emissions = (ctx: ReturnType<typeof palletContext>) =>
  getSubnetBlockEmissions(ctx, [1, 2], 1_000_000_000n).map((bits) => U96F32.toNum(bits));

describe("shares of subnets in the block's TAO", () => {
  it("follow moving prices", () => {
    expect(emissions(twoSubnets())).toEqual([250_000_000n, 750_000_000n]);
  });

  it("fall with what was withheld from the owner's miners", () => {
    const ctx = twoSubnets();
    S.MinerBurned.set(ctx, 2, U96F32.ONE / 3n);
    // Weights 1/4 and 3/4 * 2/3 = 1/2.
    expect(emissions(ctx)).toEqual([333_333_333n, 666_666_666n]);
  });

  it("follow prices alone where everything was withheld", () => {
    const ctx = twoSubnets();
    S.MinerBurned.set(ctx, 1, U96F32.ONE);
    S.MinerBurned.set(ctx, 2, 2n * U96F32.ONE);
    expect(getShares(ctx, [1, 2])).toEqual([U64F64.ONE / 4n, (U64F64.ONE * 3n) / 4n]);
  });

  it("go to the others where emission is switched off, and to nobody where all are off", () => {
    const ctx = twoSubnets();
    S.SubnetEmissionEnabled.set(ctx, 2, false);
    expect(emissions(ctx)).toEqual([1_000_000_000n, 0n]);
    S.SubnetEmissionEnabled.set(ctx, 1, false);
    expect(emissions(ctx)).toEqual([0n, 0n]);
  });

  it("are zero while no subnet has a moving price", () => {
    expect(emissions(twoSubnets(0n, 0n))).toEqual([0n, 0n]);
  });

  it("count a subnet without a pool at a price of one", () => {
    const ctx = twoSubnets(0n);
    S.SubnetMechanism.set(ctx, 1, 0);
    expect(emissions(ctx)).toEqual([250_000_000n, 750_000_000n]);
  });
});

describe("subnets that emit", () => {
  it("are started, traded and open, and never root", () => {
    const ctx = twoSubnets();
    startSubnet(ctx, 0);
    for (const netuid of [3, 4, 5]) startSubnet(ctx, netuid);
    S.FirstEmissionBlockNumber.remove(ctx, 3);
    S.SubtokenEnabled.set(ctx, 4, false);
    S.NetworkRegistrationAllowed.set(ctx, 5, false);
    expect(getSubnetsToEmitTo(ctx, [0, 1, 2, 3, 4, 5])).toEqual([1, 2]);
  });
});

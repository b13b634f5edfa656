import { signed } from "@myelin/frame";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { failure } from "../../../testing/failure.ts";
import { account, addRoot, addSubnet, type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { freeBalance, mintInto, totalIssuance } from "../../balances/balances.ts";
import { S as Swap } from "../../swap/storage.ts";
import { dissolve_network, root_dissolve_network } from "../calls/dissolve_network.ts";
import { doAddStake } from "../staking/add_stake.ts";
import { splitByLargestRemainder } from "../staking/destroy_alpha_in_out_stakes.ts";
import { createAccountIfNonExistent } from "../staking/helpers.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { doDissolveNetwork, getNetworkToPrune } from "./root.ts";

const TAO = 10n ** 9n;
const [alice, bob, owner, hotkey, other] = [account(1), account(2), account(3), account(4), account(5)];

let ctx: PalletContext;

beforeEach(() => {
  ctx = palletContext();
  ctx.block.number = 100;
  addRoot(ctx);
  addSubnet(ctx, 1, 1_000n * TAO, 1_000n * TAO);
  addSubnet(ctx, 2, 1_000n * TAO, 1_000n * TAO);
  S.TotalNetworks.set(ctx, 3);
  for (const who of [alice, bob, owner]) mintInto(ctx, who, 500n * TAO);
  S.TotalIssuance.set(ctx, totalIssuance(ctx));
  createAccountIfNonExistent(ctx, alice, hotkey);
  createAccountIfNonExistent(ctx, bob, other);
  S.SubnetOwner.set(ctx, 1, owner);
  S.NetworkRegisteredAt.set(ctx, 1, 50n);
});

describe("dissolving a subnet (pallets/subtensor/src/coinbase/root.rs)", () => {
  it("pays the pool to stakers by alpha, the protocol's part excepted, and recycles the rest", () => {
    // Without the reserve, so that only stakers share: registered at or before the refund block.
    S.TaoInRefundDeploymentBlock.set(ctx, 50n);
    const a = doAddStake(ctx, signed(alice), hotkey, 1, 100n * TAO);
    const b = doAddStake(ctx, signed(bob), other, 1, 50n * TAO);
    const pot = S.SubnetTAO.get(ctx, 1);
    const issued = totalIssuance(ctx);
    const subnetAccount = getSubnetAccountId(ctx, 1)!;
    doDissolveNetwork(ctx, 1);
    const shareOfAlice = freeBalance(ctx, alice) - 400n * TAO;
    const shareOfBob = freeBalance(ctx, bob) - 450n * TAO;
    expect(shareOfAlice + shareOfBob).toBe(pot);
    expect(shareOfAlice - (pot * a) / (a + b)).toBeLessThanOrEqual(1n);
    expect(totalIssuance(ctx)).toBe(issued);
    expect(freeBalance(ctx, subnetAccount)).toBe(0n);
  });

  it("lets the reserve's alpha share without being paid in newer subnets", () => {
    const alpha = doAddStake(ctx, signed(alice), hotkey, 1, 100n * TAO);
    const reserve = S.SubnetAlphaIn.get(ctx, 1);
    const pot = S.SubnetTAO.get(ctx, 1);
    const issued = totalIssuance(ctx);
    const counted = S.TotalIssuance.get(ctx);
    doDissolveNetwork(ctx, 1);
    const paid = freeBalance(ctx, alice) - 400n * TAO;
    expect(paid - (pot * alpha) / (alpha + reserve)).toBeLessThanOrEqual(1n);
    // What nobody got, less the existential deposit of the account, left the circulation in both counts.
    const recycled = pot - paid - 500n;
    expect(issued - totalIssuance(ctx)).toBe(recycled);
    expect(counted - S.TotalIssuance.get(ctx)).toBe(recycled);
  });

  it("refunds the lock of subnets older than the registration start, less the owner's earnings", () => {
    S.NetworkRegistrationStartBlock.set(ctx, 60n);
    S.SubnetLocked.set(ctx, 1, 300n * TAO);
    S.SubnetOwnerCut.set(ctx, 0);
    S.SubnetTAO.set(ctx, 1, 0n); // the account still holds the lock
    doDissolveNetwork(ctx, 1);
    expect(freeBalance(ctx, owner)).toBe(800n * TAO);

    S.SubnetOwner.set(ctx, 2, owner);
    S.NetworkRegisteredAt.set(ctx, 2, 70n);
    S.SubnetLocked.set(ctx, 2, 300n * TAO);
    doDissolveNetwork(ctx, 2);
    expect(freeBalance(ctx, owner)).toBe(800n * TAO);
  });

  it("leaves nothing of the subnet and everything of the others", () => {
    doAddStake(ctx, signed(alice), hotkey, 1, 100n * TAO);
    doAddStake(ctx, signed(alice), hotkey, 2, 100n * TAO);
    for (const netuid of [1, 2]) {
      S.Uids.set(ctx, netuid, hotkey, 0);
      S.Keys.set(ctx, netuid, 0, hotkey);
      S.IsNetworkMember.set(ctx, hotkey, netuid, true);
      S.Weights.set(ctx, netuid, 0, [[0, 1]]);
      S.Weights.set(ctx, 4_096 + netuid, 0, [[0, 1]]);
      S.MechanismCountCurrent.set(ctx, netuid, 2);
      S.ChildKeys.set(ctx, hotkey, netuid, [[1n, other]]);
      S.TransactionKeyLastBlock.set(ctx, hotkey, netuid, 0, 5n);
      S.Tempo.set(ctx, netuid, 10);
    }
    S.Weights.set(ctx, 0, 7, [
      [1, 9],
      [2, 9],
    ]);
    doDissolveNetwork(ctx, 1);
    const left = (netuid: number) => [
      S.NetworksAdded.contains(ctx, netuid),
      S.Uids.contains(ctx, netuid, hotkey),
      S.Keys.contains(ctx, netuid, 0),
      S.IsNetworkMember.contains(ctx, hotkey, netuid),
      S.Weights.contains(ctx, netuid, 0),
      S.Weights.contains(ctx, 4_096 + netuid, 0),
      S.ChildKeys.contains(ctx, hotkey, netuid),
      S.TransactionKeyLastBlock.contains(ctx, hotkey, netuid, 0),
      S.Tempo.contains(ctx, netuid),
      S.SubnetTAO.contains(ctx, netuid),
      S.SubnetAlphaOut.contains(ctx, netuid),
      S.TotalHotkeyAlpha.contains(ctx, hotkey, netuid),
      S.AlphaV2.contains(ctx, hotkey, alice, netuid),
      Swap.PalSwapInitialized.contains(ctx, netuid),
    ];
    expect(left(1)).toEqual(left(1).map(() => false));
    expect(left(2)).toEqual(left(2).map(() => true));
    expect(S.Weights.get(ctx, 0, 7)).toEqual([
      [1, 0],
      [2, 9],
    ]);
    expect(S.TotalNetworks.get(ctx)).toBe(2);
    expect(ctx.events.at(-1)!.value).toEqual({ type: "NetworkRemoved", value: 1 });
  });

  it("is for root alone and for subnets that exist", () => {
    expect(failure(() => dissolve_network.run(ctx, signed(owner), { coldkey: owner, netuid: 1 }))).toMatch(/origin/);
    expect(failure(() => root_dissolve_network.run(ctx, signed(owner), { netuid: 1 }))).toMatch(/origin/);
    for (const netuid of [0, 9]) {
      expect(failure(() => root_dissolve_network.run(ctx, { type: "Root" }, { netuid }))).toBe(
        "SubtensorModule.SubnetNotExists",
      );
    }
    dissolve_network.run(ctx, { type: "Root" }, { coldkey: owner, netuid: 1 });
    expect(S.NetworksAdded.contains(ctx, 1)).toBe(false);
  });
});

describe("pruning", () => {
  it("picks the lowest moving price past immunity, the older of equals", () => {
    S.NetworkImmunityPeriod.set(ctx, 40n);
    S.NetworkRegisteredAt.set(ctx, 1, 70n);
    S.NetworkRegisteredAt.set(ctx, 2, 60n);
    expect(getNetworkToPrune(ctx)).toBe(2);
    ctx.block.number = 110;
    expect(getNetworkToPrune(ctx)).toBe(2);
    S.SubnetMovingPrice.set(ctx, 2, 1n);
    expect(getNetworkToPrune(ctx)).toBe(1);
    S.NetworkImmunityPeriod.set(ctx, 1_000n);
    expect(getNetworkToPrune(ctx)).toBeUndefined();
  });
});

describe("splitByLargestRemainder", () => {
  it("gives out everything, nobody a rao more than the part rounded up", () => {
    expect(splitByLargestRemainder(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    const weights = fc.array(fc.bigInt({ min: 1n, max: 10n ** 16n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), weights, (pot, parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0n);
        const shares = splitByLargestRemainder(pot, parts);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(pot);
        shares.forEach((share, i) => {
          const floor = (pot * parts[i]!) / total;
          expect(share === floor || share === floor + 1n).toBe(true);
        });
      }),
    );
  });
});

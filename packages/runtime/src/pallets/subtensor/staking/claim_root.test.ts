import { signed } from "@myelin/frame";
import { I96F32 } from "@myelin/primitives/fixed";
import { beforeEach, describe, expect, it } from "vitest";
import { account, addRoot, addSubnet, type PalletContext, palletContext } from "../../../testing/pallet-context.ts";
import { freeBalance, mintInto } from "../../balances/balances.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { doAddStake } from "./add_stake.ts";
import {
  blockHashToIndices,
  doRootClaim,
  finalizeAllSubnetRootDividends,
  getRootOwedForHotkeyColdkey,
  increaseRootClaimableForHotkeyAndSubnet,
  runAutoClaimRootDivs,
} from "./claim_root.ts";
import { createAccountIfNonExistent } from "./helpers.ts";
import { doRemoveStake } from "./remove_stake.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./stake_utils.ts";

const TAO = 10n ** 9n;
const [alice, bob, hotkey] = [account(1), account(2), account(3)];

let ctx: PalletContext;

beforeEach(() => {
  ctx = palletContext();
  addRoot(ctx);
  addSubnet(ctx, 1, 1_000n * TAO, 1_000n * TAO);
  addSubnet(ctx, 2, 1_000n * TAO, 2_000n * TAO);
  for (const who of [alice, bob]) mintInto(ctx, who, 100n * TAO);
  createAccountIfNonExistent(ctx, alice, hotkey);
});

const stakeOnRoot = (who: typeof alice, tao: bigint) => doAddStake(ctx, signed(who), hotkey, 0, tao);
const owed = (who: typeof alice, netuid = 1) => getRootOwedForHotkeyColdkey(ctx, hotkey, who, netuid);
const stake = (who: typeof alice, netuid: number) => getStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, who, netuid);

describe("dividends of root stake (pallets/subtensor/src/staking/claim_root.rs)", () => {
  it("accrue in proportion to root stake, from the moment it is staked", () => {
    stakeOnRoot(alice, 40n * TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 4n * TAO);
    stakeOnRoot(bob, 40n * TAO);
    // The rate, 0.1, is cut to 2^-32, so a whole amount loses up to 40 * 10^9 / 2^32, about 10 alpha rao.
    expect(4n * TAO - owed(alice)).toBeLessThan(11n);
    expect(owed(bob)).toBeLessThan(2n);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 4n * TAO);
    expect(2n * TAO - owed(bob)).toBeLessThan(11n);
  });

  it("go to the hotkey's owner where they exceed the root stake", () => {
    stakeOnRoot(bob, TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 2n * TAO);
    expect(stake(alice, 1)).toBe(2n * TAO);
    expect(owed(bob)).toBe(0n);
  });

  it("are sold for root stake by default and paid once", () => {
    stakeOnRoot(alice, 40n * TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 4n * TAO);
    const pool = S.SubnetTAO.get(ctx, 1);
    doRootClaim(ctx, alice);
    const tao = pool - S.SubnetTAO.get(ctx, 1);
    expect(tao).toBeGreaterThan(3_900_000_000n);
    expect(stake(alice, 0)).toBe(40n * TAO + tao);
    expect(S.SubnetTAO.get(ctx, 0)).toBe(40n * TAO + tao);
    expect(freeBalance(ctx, getSubnetAccountId(ctx, 0)!)).toBe(40n * TAO + tao);
    expect(S.SubnetRootSellTao.get(ctx, 1)).toBe(tao);
    expect(S.SubnetProtocolFlow.get(ctx, 1)).toBe(-tao);
    expect(ctx.events.at(-1)!.value).toEqual({ type: "RootClaimed", value: { coldkey: alice } });
    expect(owed(alice)).toBeLessThan(2n);
    doRootClaim(ctx, alice);
    expect(stake(alice, 0)).toBe(40n * TAO + tao);
  });

  it("stay alpha where the coldkey keeps them", () => {
    stakeOnRoot(alice, 40n * TAO);
    for (const netuid of [1, 2]) increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, netuid, 4n * TAO);
    S.RootClaimType.set(ctx, alice, { type: "KeepSubnets", value: { subnets: [2] } });
    doRootClaim(ctx, alice);
    expect(stake(alice, 1)).toBe(0n);
    expect(4n * TAO - stake(alice, 2)).toBeLessThan(11n);
    expect(stake(alice, 0)).toBeGreaterThan(43n * TAO);
  });

  it("wait while they are under the threshold", () => {
    stakeOnRoot(alice, 40n * TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 499_000n);
    doRootClaim(ctx, alice);
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBe(0n);
    S.RootClaimableThreshold.set(ctx, 1, I96F32.fromNum(100n));
    doRootClaim(ctx, alice, new Set([2]));
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBe(0n);
    doRootClaim(ctx, alice, new Set([1]));
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBeGreaterThan(498_000n);
  });

  it("follow the stake out: what was claimed shrinks with it", () => {
    stakeOnRoot(alice, 40n * TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 4n * TAO);
    S.RootClaimType.set(ctx, alice, { type: "Keep" });
    doRootClaim(ctx, alice);
    doRemoveStake(ctx, signed(alice), hotkey, 0, 20n * TAO);
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBeLessThanOrEqual(2n * TAO);
    expect(owed(alice)).toBeLessThan(11n);
  });

  it("are claimed for a few coldkeys a block, drawn from the parent hash", () => {
    stakeOnRoot(alice, 40n * TAO);
    stakeOnRoot(bob, 10n * TAO);
    increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, 1, 5n * TAO);
    runAutoClaimRootDivs(ctx, `0x${"00".repeat(32)}`); // all steps are zero: index 0, Alice
    expect(stake(alice, 0)).toBeGreaterThan(43n * TAO);
    expect(stake(bob, 0)).toBe(10n * TAO);
  });

  it("leave no trace of a claim that fails", () => {
    stakeOnRoot(alice, 40n * TAO);
    for (const netuid of [1, 2]) increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, netuid, 4n * TAO);
    S.SubnetTAO.set(ctx, 2, 999_999n); // no trade on subnet 2
    const before = S.SubnetTAO.get(ctx, 1);
    ctx.events.length = 0;
    runAutoClaimRootDivs(ctx, `0x${"00".repeat(32)}`);
    expect(S.SubnetTAO.get(ctx, 1)).toBe(before);
    expect(S.RootClaimed.get(ctx, 1, hotkey, alice)).toBe(0n);
    expect(ctx.events).toEqual([]);
  });

  it("end with the subnet", () => {
    stakeOnRoot(alice, 40n * TAO);
    for (const netuid of [1, 2]) increaseRootClaimableForHotkeyAndSubnet(ctx, hotkey, netuid, 4n * TAO);
    doRootClaim(ctx, alice);
    finalizeAllSubnetRootDividends(ctx, 1);
    expect(S.RootClaimable.get(ctx, hotkey).map(([netuid]) => netuid)).toEqual([2]);
    expect(S.RootClaimed.contains(ctx, 1, hotkey, alice)).toBe(false);
    expect(S.RootClaimed.contains(ctx, 2, hotkey, alice)).toBe(true);
  });
});

describe("blockHashToIndices", () => {
  it("walks the four big-endian words of the hash, each step modulo n", () => {
    const word = (value: number) => value.toString(16).padStart(16, "0");
    const hash = `0x${word(7)}${word(2)}${word(4)}${word(1)}` as const;
    // start 7; +7 = 14 % 10 = 4; +2 = 6; +4 = 0; +1 = 1; +7 = 8
    expect(blockHashToIndices(hash, 5n, 10n)).toEqual([0n, 1n, 4n, 6n, 8n]);
    expect(blockHashToIndices(hash, 5n, 0n)).toEqual([0n]);
  });
});

/** Subnets and neurons put straight into storage, for tests of what happens to them later. */
import type { AccountId } from "@myelin/frame";
import { mintInto } from "../pallets/balances/balances.ts";
import { mintAlphaIn, mintAlphaOut } from "../pallets/subtensor/coinbase/alpha.ts";
import { increaseStakeForHotkeyAndColdkeyOnSubnet } from "../pallets/subtensor/staking/stake_utils.ts";
import { S } from "../pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../pallets/subtensor/subnets/subnet.ts";
import { addRoot, addSubnet, type PalletContext } from "./pallet-context.ts";

/** An account that is a number; accounts sort as their numbers do. */
export function numbered(number: number): AccountId {
  return `0x${number.toString(16).padStart(64, "0")}`;
}

/** Gives an account rao that both counts of the issuance know of. */
export function fund(ctx: PalletContext, who: AccountId, rao: bigint): void {
  mintInto(ctx, who, rao);
  S.TotalIssuance.mutate(ctx, (total) => total + rao);
}

export interface PoolOptions {
  /** Rao in the pool. */
  readonly tao?: bigint;
  /** Alpha rao in the pool. */
  readonly alpha?: bigint;
  /** Moving price, I96F32 bits. */
  readonly movingPrice?: bigint;
}

/** Root, and subnets that are started and have a pool whose reserves count as issued. */
export function startSubnet(ctx: PalletContext, netuid: number, options: PoolOptions = {}): void {
  const { tao = 10n ** 13n, alpha = 10n ** 13n, movingPrice = 1n << 32n } = options;
  if (netuid === 0) {
    addRoot(ctx);
    return;
  }
  addSubnet(ctx, netuid, 0n, 0n);
  S.FirstEmissionBlockNumber.set(ctx, netuid, 1n);
  S.SubnetMovingPrice.set(ctx, netuid, movingPrice);
  fund(ctx, getSubnetAccountId(ctx, netuid)!, tao);
  S.SubnetTAO.set(ctx, netuid, tao);
  S.TotalStake.mutate(ctx, (total) => total + tao);
  mintAlphaIn(ctx, netuid, alpha);
}

/** Names of the events so far, in order. */
export function eventNames(ctx: PalletContext): string[] {
  return ctx.events.map(({ value }) => value.type);
}

/** A neuron with the next uid. Its vectors grow as those of a registered one do. */
export function addNeuron(ctx: PalletContext, netuid: number, hotkey: AccountId, coldkey: AccountId): number {
  const uid = S.SubnetworkN.get(ctx, netuid);
  S.SubnetworkN.set(ctx, netuid, uid + 1);
  S.Keys.set(ctx, netuid, uid, hotkey);
  S.Uids.set(ctx, netuid, hotkey, uid);
  S.IsNetworkMember.set(ctx, hotkey, netuid, true);
  S.Owner.set(ctx, hotkey, coldkey);
  S.OwnedHotkeys.mutate(ctx, coldkey, (all) => (all.includes(hotkey) ? all : [...all, hotkey]));
  S.LastUpdate.mutate(ctx, netuid, (blocks) => [...blocks, 0n]);
  S.ValidatorPermit.mutate(ctx, netuid, (permits) => [...permits, false]);
  return uid;
}

/** Stake out of nothing: newly minted alpha, or funded TAO on root. */
export function addStake(
  ctx: PalletContext,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  if (netuid === 0) {
    fund(ctx, getSubnetAccountId(ctx, 0)!, amount);
    S.SubnetTAO.mutate(ctx, 0, (total) => total + amount);
    S.SubnetAlphaOut.mutate(ctx, 0, (total) => total + amount);
    S.TotalStake.mutate(ctx, (total) => total + amount);
  } else {
    mintAlphaOut(ctx, netuid, amount);
  }
  increaseStakeForHotkeyAndColdkeyOnSubnet(ctx, hotkey, coldkey, netuid, amount);
}

/** Weights as if set in this block by a neuron that may validate. */
export function setWeights(ctx: PalletContext, netuid: number, uid: number, weights: [number, number][]): void {
  S.Weights.set(ctx, netuid, uid, weights);
  S.LastUpdate.mutate(ctx, netuid, (blocks) =>
    blocks.map((block, i) => (i === uid ? BigInt(ctx.block.number) : block)),
  );
  S.ValidatorPermit.mutate(ctx, netuid, (permits) => permits.map((permit, i) => permit || i === uid));
}

/**
 * Storage that Bittensor's clients read although the chain at spec 425 does not have it.
 *
 * Nothing here is state: no call, no epoch and no root hash knows of it. The metadata names the items, and a node that
 * answers clients reads them through `virtualReader`.
 */
import {
  accountId,
  type Context,
  hashers as h,
  type MapItem,
  map,
  names,
  nMap,
  storage,
  struct,
  u16,
  u64,
  u64f64,
  unit,
} from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { S as Subtensor } from "../pallets/subtensor/storage.ts";
import { ROOT_NETUID } from "../pallets/subtensor/types.ts";
import { currentAlphaPrice } from "../pallets/swap/impls.ts";

const EpochConsensus = names("pallet_subtensor::pallet::EpochConsensus", "Yuma", "Null");

const MinerCollateralState = struct("pallet_subtensor::pallet::MinerCollateralState", {
  locked: u64,
  drain_ratio: u64f64,
  min_locked: u64,
  earned: u64,
});

/** Items of the Swap pallet. */
export const swapItems = storage("Swap", {
  /** Square root of the price of one alpha in TAO: how pools kept their price up to spec 393, from a subnet's start on. */
  AlphaSqrtPrice: map(h.twox64Concat, u16, u64f64, { default: 0n }),
});

/** Items of SubtensorModule, from specs after 425. Each reads as its default: no subnet here ever chose otherwise. */
export const subtensorItems = storage("SubtensorModule", {
  /** How an epoch finds consensus. */
  SubnetEpochConsensus: map(h.identity, u16, EpochConsensus, { default: "Yuma" }),
  /** Share of a registration's price that is kept as the miner's collateral, parts of 65535. */
  CollateralLockShare: map(h.identity, u16, u16, { default: 0 }),
  /** Collateral that drains for each alpha a miner earns. */
  CollateralDrainRatio: map(h.identity, u16, u64f64, { default: U64F64.ONE }),
  /** Collateral of a miner, by subnet, hotkey and coldkey: none here has any. */
  MinerCollateral: nMap(
    [
      [h.identity, u16],
      [h.blake2_128Concat, accountId],
      [h.blake2_128Concat, accountId],
    ],
    MinerCollateralState,
    { optional: true },
  ),
  /** Parents whose children do not count because their stake is low: the rule is not here, so none is. */
  ChildkeyThresholdSuspended: map(h.blake2_128Concat, accountId, unit, { optional: true }),
});

/** A map by netuid whose entries are computed when they are read. */
export interface ComputedItem {
  readonly item: MapItem<[netuid: number], bigint, bigint>;
  compute(ctx: Context, netuid: number): bigint;
}

export const computedItems: readonly ComputedItem[] = [{ item: swapItems.AlphaSqrtPrice, compute: sqrtPrice }];

function sqrtPrice(ctx: Context, netuid: number): bigint {
  const hasPool = netuid === ROOT_NETUID || Subtensor.SubtokenEnabled.get(ctx, netuid);
  return hasPool ? (U64F64.sqrt(currentAlphaPrice(ctx, netuid)) ?? 0n) : 0n;
}

/** Storage keys and values of all entries of a computed item: one for each subnet, in the order of the keys. */
export function entriesOf({ item, compute }: ComputedItem, ctx: Context): [key: string, value: Uint8Array][] {
  const netuids = [...Subtensor.NetworksAdded.entries(ctx)].flatMap(([netuid, added]) => (added ? [netuid] : []));
  const entries = netuids.map((netuid): [string, Uint8Array] => [
    item.key(netuid),
    item.codec.encode(compute(ctx, netuid)),
  ]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

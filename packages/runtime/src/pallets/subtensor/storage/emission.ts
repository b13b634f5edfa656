import { accountId, bool, doubleMap, hashers as h, map, tuple, u64, u96f32, value, vec } from "@myelin/frame";
import { AlphaBalance, NetUid, RecycleOrBurnEnum, TaoBalance } from "../types.ts";

/** Emission, issuance and what waits for the next epoch. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const emissionStorage = {
  TotalIssuance: value(TaoBalance, {
    default: (c) => c.initialIssuance,
    docs: "Rao issued as this pallet counts it; drives the halving curve.",
  }),
  TotalStake: value(TaoBalance, { default: 0n, docs: "Rao that entered pools and root stake, less what left them." }),
  BlockEmission: value(u64, {
    default: 1_000_000_000n,
    docs: "Result of the last evaluation of the halving curve, in rao.",
  }),
  SubnetAlphaInEmission: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha injected into the pool in the last block.",
  }),
  SubnetAlphaOutEmission: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha created for participants in the last block.",
  }),
  SubnetTaoInEmission: map(h.identity, NetUid, TaoBalance, {
    default: 0n,
    docs: "Rao injected into the pool in the last block.",
  }),
  SubnetExcessTao: map(h.identity, NetUid, TaoBalance, {
    default: 0n,
    docs: "Rao of the last block's emission that bought alpha instead of entering the pool.",
  }),
  SubnetRootSellTao: map(h.identity, NetUid, TaoBalance, {
    default: 0n,
    docs: "Rao that sales of root dividends brought in the last block.",
  }),
  SubnetEmissionEnabled: map(h.identity, NetUid, bool, {
    default: (c) => c.subnetEmissionEnabled,
    docs: "Whether the subnet receives TAO emission.",
  }),
  FirstEmissionBlockNumber: map(h.identity, NetUid, u64, {
    optional: true,
    docs: "First block that emits to the subnet; absent until `start_call`.",
  }),
  PendingServerEmission: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha for miners that waits for the epoch.",
  }),
  PendingValidatorEmission: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha for validators that waits for the epoch.",
  }),
  PendingRootAlphaDivs: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha for root stakers that waits for the epoch.",
  }),
  PendingOwnerCut: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha for the subnet owner that waits for the epoch.",
  }),
  MinerBurned: map(h.identity, NetUid, u96f32, {
    default: 0n,
    docs: "Part of the last epoch's incentive that was withheld from the owner's miners.",
  }),
  RecycleOrBurn: map(h.identity, NetUid, RecycleOrBurnEnum, {
    default: (c) => ({ type: c.recycleOrBurn }),
    docs: "Whether withheld incentive leaves the issuance or stays in it.",
  }),
  OwnerCutEnabled: map(h.identity, NetUid, bool, {
    default: (c) => c.ownerCutEnabled,
    docs: "Whether the owner's cut is taken.",
  }),
  RootProp: map(h.identity, NetUid, u96f32, {
    default: 0n,
    docs: "Root's part of the validators' alpha, as computed in the last block.",
  }),
  AlphaDividendsPerSubnet: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, AlphaBalance, {
    default: 0n,
    docs: "Alpha dividends a hotkey's stakers received in the last epoch.",
  }),
  RootAlphaDividendsPerSubnet: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, AlphaBalance, {
    default: 0n,
    docs: "Alpha a hotkey's root stakers earned in the last epoch.",
  }),
  LastHotkeyEmissionOnNetuid: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha a hotkey earned in an epoch, as older releases recorded it.",
  }),
  LoadedEmission: map(h.identity, NetUid, vec(tuple(accountId, u64, u64)), {
    optional: true,
    docs: "Emission tuples of older releases.",
  }),
};

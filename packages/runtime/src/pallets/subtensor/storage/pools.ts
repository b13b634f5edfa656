import { bool, hashers as h, i64, i64f64, i96f32, map, tuple, u16, u64, u64f64, u128, value } from "@myelin/frame";
import { AlphaBalance, NetUid, TaoBalance } from "../types.ts";

/** Pools and prices. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const poolsStorage = {
  SubnetMechanism: map(h.identity, NetUid, u16, { default: 0, docs: "Pricing of the subnet: 1 a pool, 0 one to one." }),
  SubnetTAO: map(h.identity, NetUid, TaoBalance, { default: 0n, docs: "Rao in the pool." }),
  SubnetAlphaIn: map(h.identity, NetUid, AlphaBalance, { default: 0n, docs: "Alpha in the pool." }),
  SubnetAlphaOut: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha outside the pool, whoever holds it.",
  }),
  SubnetProtocolAlpha: map(h.identity, NetUid, AlphaBalance, {
    default: 0n,
    docs: "Alpha that emission bought and nobody owns.",
  }),
  SubnetVolume: map(h.identity, NetUid, u128, {
    default: 0n,
    docs: "Rao traded against the pool since the subnet began.",
  }),
  SubnetMovingAlpha: value(i96f32, {
    default: (c) => c.subnetMovingAlpha,
    docs: "Weight of the newest price in the moving price, before its warm-up factor.",
  }),
  SubnetMovingPrice: map(h.identity, NetUid, i96f32, {
    default: 0n,
    docs: "Moving average of the alpha price, rao per alpha rao.",
  }),
  EMAPriceHalvingBlocks: map(h.identity, NetUid, u64, {
    default: (c) => c.initialEmaPriceHalvingPeriod,
    docs: "Blocks after which the warm-up factor of the moving price reaches one half.",
  }),
  SubnetTaoFlow: map(h.identity, NetUid, i64, { default: 0n, docs: "Rao that users moved in and out, net." }),
  SubnetEmaTaoFlow: map(h.identity, NetUid, tuple(u64, i64f64), {
    optional: true,
    docs: "Smoothed user flow and the block of its last update; unused by the live shares.",
  }),
  NetTaoFlowEnabled: value(bool, {
    default: true,
    docs: "Whether flow-based shares would subtract the protocol's own flow.",
  }),
  SubnetProtocolFlow: map(h.identity, NetUid, i64, {
    default: 0n,
    docs: "Rao that emission moved into the pool, net.",
  }),
  SubnetEmaProtocolFlow: map(h.identity, NetUid, tuple(u64, i64f64), {
    optional: true,
    docs: "Smoothed protocol flow and the block of its last update; unused by the live shares.",
  }),
  TaoFlowCutoff: value(i64f64, { default: 0n, docs: "Flow below which flow-based shares would be zero." }),
  FlowNormExponent: value(u64f64, { default: 1n << 64n, docs: "Exponent of flow-based shares." }),
  FlowEmaSmoothingFactor: value(u64, {
    default: 29_597_889_189_277n,
    docs: "Smoothing factor of the flow averages, parts of 2^63.",
  }),
};

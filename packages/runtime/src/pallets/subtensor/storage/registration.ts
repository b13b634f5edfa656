import { bool, bytes, hashers as h, map, u16, u64, u64f64 } from "@myelin/frame";
import { NetUid, TaoBalance } from "../types.ts";

/** Registration of neurons: price, pace and difficulty. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const registrationStorage = {
  NetworkRegistrationAllowed: map(h.identity, NetUid, bool, {
    default: (c) => c.networkRegistrationAllowed,
    docs: "Whether neurons may register; also whether the subnet earns emission.",
  }),
  NetworkPowRegistrationAllowed: map(h.identity, NetUid, bool, {
    default: true,
    docs: "Retired switch of registration by proof of work.",
  }),
  Burn: map(h.identity, NetUid, TaoBalance, {
    default: (c) => c.initialBurn,
    docs: "Price of a registration, in rao.",
  }),
  MinBurn: map(h.identity, NetUid, TaoBalance, {
    default: (c) => c.initialMinBurn,
    docs: "Lowest price of a registration, in rao.",
  }),
  MaxBurn: map(h.identity, NetUid, TaoBalance, {
    default: (c) => c.initialMaxBurn,
    docs: "Highest price of a registration, in rao.",
  }),
  BurnHalfLife: map(h.identity, NetUid, u16, {
    default: (c) => c.burnHalfLife,
    docs: "Blocks after which the price has fallen by half.",
  }),
  BurnIncreaseMult: map(h.identity, NetUid, u64f64, {
    default: (c) => c.burnIncreaseMult,
    docs: "Factor by which a registration raises the price.",
  }),
  RegistrationsThisBlock: map(h.identity, NetUid, u16, { default: 0, docs: "Registrations in the current block." }),
  RegistrationsThisInterval: map(h.identity, NetUid, u16, {
    default: 0,
    docs: "Registrations in the current interval.",
  }),
  BurnRegistrationsThisInterval: map(h.identity, NetUid, u16, {
    default: 0,
    docs: "Registrations by burn in the current interval.",
  }),
  POWRegistrationsThisInterval: map(h.identity, NetUid, u16, {
    default: 0,
    docs: "Retired count of registrations by proof of work.",
  }),
  MaxRegistrationsPerBlock: map(h.identity, NetUid, u16, {
    default: (c) => c.initialMaxRegistrationsPerBlock,
    docs: "Most registrations on root in one block.",
  }),
  TargetRegistrationsPerInterval: map(h.identity, NetUid, u16, {
    default: (c) => c.initialTargetRegistrationsPerInterval,
    docs: "Registrations an interval aims at.",
  }),
  AdjustmentInterval: map(h.identity, NetUid, u16, {
    default: (c) => c.initialAdjustmentInterval,
    docs: "Blocks of a registration interval.",
  }),
  AdjustmentAlpha: map(h.identity, NetUid, u64, {
    default: (c) => c.initialAdjustmentAlpha,
    docs: "Retired smoothing of price adjustments.",
  }),
  LastAdjustmentBlock: map(h.identity, NetUid, u64, { default: 0n, docs: "Block at which the interval last began." }),
  Difficulty: map(h.identity, NetUid, u64, {
    default: (c) => c.initialDifficulty,
    docs: "Retired difficulty of proof of work.",
  }),
  MinDifficulty: map(h.identity, NetUid, u64, {
    default: (c) => c.initialMinDifficulty,
    docs: "Retired lowest difficulty.",
  }),
  MaxDifficulty: map(h.identity, NetUid, u64, {
    default: (c) => c.initialMaxDifficulty,
    docs: "Retired highest difficulty.",
  }),
  UsedWork: map(h.identity, bytes, u64, { default: 0n, docs: "Retired seals of proofs of work that were used." }),
  RAORecycledForRegistration: map(h.identity, NetUid, TaoBalance, {
    default: (c) => c.initialRAORecycledForRegistration,
    docs: "Rao recycled by registrations on the subnet.",
  }),
};

import { accountId, bool, doubleMap, hashers as h, map, nMap, u64, u128, unit, value } from "@myelin/frame";
import { LockState, NetUid } from "../types.ts";

/** Locked stake and conviction. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const locksStorage = {
  Lock: nMap(
    [
      [h.blake2_128Concat, accountId],
      [h.identity, NetUid],
      [h.blake2_128Concat, accountId],
    ],
    LockState,
    { optional: true, docs: "Alpha a coldkey has locked to a hotkey." },
  ),
  LockingColdkeys: nMap(
    [
      [h.identity, NetUid],
      [h.blake2_128Concat, accountId],
      [h.blake2_128Concat, accountId],
    ],
    unit,
    { optional: true, docs: "Coldkeys that hold a lock to a hotkey." },
  ),
  HotkeyLock: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, LockState, {
    optional: true,
    docs: "Sum of the perpetual locks to a hotkey.",
  }),
  DecayingHotkeyLock: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, LockState, {
    optional: true,
    docs: "Sum of the decaying locks to a hotkey.",
  }),
  OwnerLock: map(h.identity, NetUid, LockState, {
    optional: true,
    docs: "Sum of the perpetual locks to the subnet owner's hotkey.",
  }),
  DecayingOwnerLock: map(h.identity, NetUid, LockState, {
    optional: true,
    docs: "Sum of the decaying locks to the subnet owner's hotkey.",
  }),
  DecayingLock: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, bool, {
    optional: true,
    docs: "Whether a coldkey's lock decays; absent means it does.",
  }),
  MaturityRate: value(u64, {
    default: (c) => c.maturityRate,
    docs: "Blocks in which conviction grows by one time constant.",
  }),
  UnlockRate: value(u64, {
    default: (c) => c.unlockRate,
    docs: "Blocks in which a decaying lock loses one time constant.",
  }),
  AccountFlags: map(h.blake2_128Concat, accountId, u128, {
    default: 0n,
    docs: "Flags of a coldkey; bit 0 accepts locked alpha.",
  }),
};

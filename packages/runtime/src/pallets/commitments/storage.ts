import {
  accountId,
  btreeSet,
  bytes,
  doubleMap,
  hashers as h,
  storage,
  tuple,
  u16,
  u32,
  u64,
  value,
  vec,
} from "@myelin/frame";
import { Registration, UsageTracker } from "./types.ts";

/** `pallets/commitments/src/lib.rs`, storage. Double maps: netuid, hotkey. */
export const S = storage("Commitments", {
  TimelockedIndex: value(btreeSet(tuple(u16, accountId)), {
    default: [],
    docs: "Hotkeys, by netuid, with time-locked fields that are still closed.",
  }),
  CommitmentOf: doubleMap(h.identity, u16, h.twox64Concat, accountId, Registration, {
    optional: true,
    docs: "The latest commitment of a hotkey.",
  }),
  LastCommitment: doubleMap(h.identity, u16, h.twox64Concat, accountId, u32, {
    optional: true,
    docs: "Block of the latest commitment.",
  }),
  LastBondsReset: doubleMap(h.identity, u16, h.twox64Concat, accountId, u32, {
    optional: true,
    docs: "Block at which a hotkey last reset its bonds.",
  }),
  RevealedCommitments: doubleMap(h.identity, u16, h.twox64Concat, accountId, vec(tuple(bytes, u64)), {
    optional: true,
    docs: "Opened time-locked fields and the block of their opening: the last ten.",
  }),
  UsedSpaceOf: doubleMap(h.identity, u16, h.twox64Concat, accountId, UsageTracker, {
    optional: true,
    docs: "Bytes committed in the current epoch.",
  }),
  MaxSpace: value(u32, { default: 3100, docs: "Bytes a hotkey may commit in an epoch." }),
});

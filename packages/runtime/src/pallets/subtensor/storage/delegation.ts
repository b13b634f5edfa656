import {
  accountId,
  bool,
  doubleMap,
  hashers as h,
  map,
  tuple,
  u16,
  u64,
  value,
  vec,
  ZERO_ACCOUNT,
} from "@myelin/frame";
import { NetUid } from "../types.ts";

/** Takes, parents and children. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const delegationStorage = {
  Owner: map(h.blake2_128Concat, accountId, accountId, { default: ZERO_ACCOUNT, docs: "Coldkey that owns a hotkey." }),
  OwnedHotkeys: map(h.blake2_128Concat, accountId, vec(accountId), { default: [], docs: "Hotkeys a coldkey owns." }),
  Delegates: map(h.blake2_128Concat, accountId, u16, {
    default: (c) => c.initialDefaultDelegateTake,
    docs: "Take of a hotkey from its nominators' dividends, parts of 65535.",
  }),
  MaxDelegateTake: value(u16, {
    default: (c) => c.initialDefaultDelegateTake,
    docs: "Highest delegate take, parts of 65535.",
  }),
  MinDelegateTake: value(u16, {
    default: (c) => c.initialMinDelegateTake,
    docs: "Lowest delegate take, parts of 65535.",
  }),
  ChildkeyTake: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, u16, {
    default: (c) => c.initialDefaultChildKeyTake,
    docs: "Take of a child hotkey from its parents' dividends, parts of 65535.",
  }),
  MaxChildkeyTake: value(u16, {
    default: (c) => c.initialMaxChildKeyTake,
    docs: "Highest childkey take, parts of 65535.",
  }),
  MinChildkeyTake: value(u16, {
    default: (c) => c.initialMinChildKeyTake,
    docs: "Lowest childkey take on any subnet, parts of 65535.",
  }),
  ChildKeys: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, vec(tuple(u64, accountId)), {
    default: [],
    docs: "Children of a hotkey with their proportions of 2^64 - 1.",
  }),
  ParentKeys: doubleMap(h.blake2_128Concat, accountId, h.identity, NetUid, vec(tuple(u64, accountId)), {
    default: [],
    docs: "Parents of a hotkey with their proportions of 2^64 - 1.",
  }),
  PendingChildKeys: doubleMap(
    h.identity,
    NetUid,
    h.blake2_128Concat,
    accountId,
    tuple(vec(tuple(u64, accountId)), u64),
    { default: [[], 0n], docs: "Children that replace the present ones, and the block after which they do." },
  ),
  PendingChildKeyCooldown: value(u64, {
    default: (c) => c.pendingChildKeyCooldown,
    docs: "Blocks a change of children waits.",
  }),
  AutoParentDelegationEnabled: map(h.blake2_128Concat, accountId, bool, {
    default: (c) => c.autoParentDelegationEnabled,
    docs: "Whether a root validator delegates to the owner of each new subnet.",
  }),
};

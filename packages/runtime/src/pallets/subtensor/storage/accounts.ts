import { accountId, doubleMap, hashers as h, h256, map, nMap, tuple, u16, u64, value } from "@myelin/frame";
import { BlockNumber, ChainIdentityV2, NetUid, RateLimitKey } from "../types.ts";

/** Rate limits, key swaps and identities. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const accountsStorage = {
  LastRateLimitedBlock: map(h.identity, RateLimitKey, u64, {
    default: 0n,
    docs: "Block at which a rate-limited action last happened.",
  }),
  TransactionKeyLastBlock: nMap(
    [
      [h.blake2_128Concat, accountId],
      [h.identity, NetUid],
      [h.identity, u16],
    ],
    u64,
    { default: 0n, docs: "Block at which a hotkey last made a rate-limited transaction on a subnet, by kind." },
  ),
  TxRateLimit: value(u64, {
    default: (c) => c.initialTxRateLimit,
    docs: "Blocks between two hotkey swaps of a coldkey; 0 switches the limit off.",
  }),
  TxDelegateTakeRateLimit: value(u64, {
    default: (c) => c.initialTxDelegateTakeRateLimit,
    docs: "Blocks between two changes of a delegate take; 0 switches the limit off.",
  }),
  TxChildkeyTakeRateLimit: value(u64, {
    default: (c) => c.initialTxChildKeyTakeRateLimit,
    docs: "Blocks between two increases of a childkey take.",
  }),
  LastTxBlock: map(h.identity, accountId, u64, {
    default: 0n,
    docs: "Retired block of a coldkey's last limited transaction.",
  }),
  LastTxBlockChildKeyTake: map(h.identity, accountId, u64, {
    default: 0n,
    docs: "Retired block of a hotkey's last childkey take.",
  }),
  LastTxBlockDelegateTake: map(h.identity, accountId, u64, {
    default: 0n,
    docs: "Retired block of a hotkey's last delegate take.",
  }),
  LastHotkeySwapOnNetuid: doubleMap(h.identity, NetUid, h.blake2_128Concat, accountId, u64, {
    default: 0n,
    docs: "Block at which a coldkey last swapped a hotkey on the subnet.",
  }),
  ColdkeySwapAnnouncementDelay: value(BlockNumber, {
    default: (c) => c.initialColdkeySwapAnnouncementDelay,
    docs: "Blocks between the announcement of a coldkey swap and the swap.",
  }),
  ColdkeySwapReannouncementDelay: value(BlockNumber, {
    default: (c) => c.initialColdkeySwapReannouncementDelay,
    docs: "Blocks after which an announcement may be replaced or cleared.",
  }),
  ColdkeySwapAnnouncements: map(h.twox64Concat, accountId, tuple(BlockNumber, h256), {
    optional: true,
    docs: "Earliest block of an announced coldkey swap and the hash of the new coldkey.",
  }),
  ColdkeySwapDisputes: map(h.twox64Concat, accountId, BlockNumber, {
    optional: true,
    docs: "Block at which a coldkey swap was disputed.",
  }),
  IdentitiesV2: map(h.blake2_128Concat, accountId, ChainIdentityV2, {
    optional: true,
    docs: "Public description of a coldkey.",
  }),
};

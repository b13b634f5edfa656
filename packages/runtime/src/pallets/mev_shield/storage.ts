import { bool, boundedBytes, hashers as h, map, storage, u32, u64, value } from "@myelin/frame";
import { AuraId } from "../aura/storage.ts";
import { PendingExtrinsic, ShieldEncKey } from "./types.ts";

/** `pallets/shield/src/lib.rs`, storage. */
export const S = storage("MevShield", {
  CurrentKey: value(ShieldEncKey, { optional: true, docs: "The key before PendingKey." }),
  PendingKey: value(ShieldEncKey, { optional: true, docs: "Key of the next block's author." }),
  NextKey: value(ShieldEncKey, {
    optional: true,
    docs: "Key to encrypt to: that of the author of the block after the next.",
  }),
  AuthorKeys: map(h.twox64Concat, AuraId, ShieldEncKey, {
    optional: true,
    docs: "The key each author announced last.",
  }),
  PendingKeyExpiresAt: value(u32, { optional: true, docs: "First block for which PendingKey is too old." }),
  NextKeyExpiresAt: value(u32, { optional: true, docs: "First block for which NextKey is too old." }),
  HasMigrationRun: map(h.identity, boundedBytes(128), bool, { default: false, docs: "Migrations that have run." }),
  MaxPendingExtrinsicsLimit: value(u32, { default: 100, docs: "Most encrypted calls that wait at once." }),
  ExtrinsicLifetime: value(u32, { default: 10, docs: "Blocks an encrypted call may wait." }),
  OnInitializeWeight: value(u64, { default: 500_000_000_000n, docs: "Most reference time for waiting calls, in ps." }),
  MaxExtrinsicWeight: value(u64, { default: 50_000_000_000n, docs: "Most reference time of one waiting call, in ps." }),
  PendingExtrinsics: map(h.identity, u32, PendingExtrinsic, { optional: true, docs: "Encrypted calls that wait." }),
  CounterForPendingExtrinsics: value(u32, { default: 0, docs: "Counter for the related counted storage map" }),
  NextPendingExtrinsicIndex: value(u32, { default: 0, docs: "Index of the next call that is stored." }),
});

import { accountId, boundedBytes, doubleMap, hashers as h, h256, tuple, u64, vec } from "@myelin/frame";
import { MAX_CRV3_COMMIT_SIZE_BYTES, NetUidStorageIndex } from "../types.ts";

/** Commit-reveal of weights. Names, hashers, types and defaults of `pallets/subtensor/src/lib.rs`. */
export const commitsStorage = {
  WeightCommits: doubleMap(
    h.twox64Concat,
    NetUidStorageIndex,
    h.twox64Concat,
    accountId,
    vec(tuple(h256, u64, u64, u64)),
    { optional: true, docs: "Open commits of a hotkey: hash, commit block, first and last reveal block." },
  ),
  TimelockedWeightCommits: doubleMap(
    h.twox64Concat,
    NetUidStorageIndex,
    h.twox64Concat,
    u64,
    vec(tuple(accountId, u64, boundedBytes(MAX_CRV3_COMMIT_SIZE_BYTES), u64)),
    { default: [], docs: "Time-locked commits of an epoch: hotkey, block, ciphertext and drand round." },
  ),
  CRV3WeightCommits: doubleMap(
    h.twox64Concat,
    NetUidStorageIndex,
    h.twox64Concat,
    u64,
    vec(tuple(accountId, boundedBytes(MAX_CRV3_COMMIT_SIZE_BYTES), u64)),
    { default: [], docs: "Time-locked commits in the format of older releases." },
  ),
  CRV3WeightCommitsV2: doubleMap(
    h.twox64Concat,
    NetUidStorageIndex,
    h.twox64Concat,
    u64,
    vec(tuple(accountId, u64, boundedBytes(MAX_CRV3_COMMIT_SIZE_BYTES), u64)),
    { default: [], docs: "Time-locked commits in the second format of older releases." },
  ),
};

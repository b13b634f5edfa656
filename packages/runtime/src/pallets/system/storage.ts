import {
  accountId,
  bool,
  bytes,
  Digest,
  EventRecord,
  hashers as h,
  h256,
  map,
  Phase,
  storage,
  tuple,
  u32,
  value,
  vec,
  Weight,
  ZERO_HASH,
} from "@myelin/frame";
import { perDispatchClass } from "./limits.ts";
import { AccountInfo, CodeUpgradeAuthorization, EMPTY_ACCOUNT, LastRuntimeUpgradeInfo } from "./types.ts";

const zero = { ref_time: 0n, proof_size: 0n };

/** `substrate/frame/system/src/lib.rs`, storage. */
export const S = storage("System", {
  Account: map(h.blake2_128Concat, accountId, AccountInfo, {
    default: EMPTY_ACCOUNT,
    docs: "Nonce, references and funds of an account.",
  }),
  ExtrinsicCount: value(u32, { optional: true, docs: "Extrinsics of the current block." }),
  InherentsApplied: value(bool, { default: false, docs: "Whether the inherents of this block have all been applied." }),
  BlockWeight: value(perDispatchClass(Weight), {
    default: { normal: zero, operational: zero, mandatory: zero },
    docs: "Weight used in the current block, by class.",
  }),
  AllExtrinsicsLen: value(u32, { optional: true, docs: "Bytes of all extrinsics of the current block." }),
  BlockHash: map(h.twox64Concat, u32, h256, { default: ZERO_HASH, docs: "Hashes of the latest blocks, by number." }),
  ExtrinsicData: map(h.twox64Concat, u32, bytes, {
    default: new Uint8Array(),
    docs: "Extrinsics of the current block.",
  }),
  Number: value(u32, { default: 0, docs: "Number of the current block." }),
  ParentHash: value(h256, { default: ZERO_HASH, docs: "Hash of the block before." }),
  Digest: value(Digest, { default: { logs: [] }, docs: "Digest of the current block." }),
  Events: value(vec(EventRecord), { default: [], docs: "Events of the current block." }),
  EventCount: value(u32, { default: 0, docs: "How many events the current block has." }),
  EventTopics: map(h.blake2_128Concat, h256, vec(tuple(u32, u32)), {
    default: [],
    docs: "Where events of a topic are: block and index.",
  }),
  LastRuntimeUpgrade: value(LastRuntimeUpgradeInfo, { optional: true, docs: "Version that ran the last upgrade." }),
  UpgradedToU32RefCount: value(bool, { default: false, docs: "True: reference counters are u32." }),
  UpgradedToTripleRefCount: value(bool, {
    default: false,
    docs: "True: references are consumers, providers, sufficients.",
  }),
  ExecutionPhase: value(Phase, { optional: true, docs: "What of the block is being executed." }),
  AuthorizedUpgrade: value(CodeUpgradeAuthorization, {
    optional: true,
    docs: "Upgrade that may be applied by anyone.",
  }),
  ExtrinsicWeightReclaimed: value(Weight, { default: zero, docs: "Weight given back while an extrinsic is applied." }),
});

import {
  accountId,
  boundedVec,
  DispatchResult,
  doubleMap,
  hashers as h,
  map,
  storage,
  tuple,
  u64,
  unit,
} from "@myelin/frame";
import { MAX_PENDING, MAX_PROXIES } from "./constants.ts";
import { Announcement, ProxyDefinition } from "./types.ts";

/** `pallets/proxy/src/lib.rs`, storage. */
export const S = storage("Proxy", {
  Proxies: map(h.twox64Concat, accountId, tuple(boundedVec(ProxyDefinition, MAX_PROXIES), u64), {
    default: [[], 0n],
    docs: "Delegates of an account, ordered, and the deposit for them.",
  }),
  Announcements: map(h.twox64Concat, accountId, tuple(boundedVec(Announcement, MAX_PENDING), u64), {
    default: [[], 0n],
    docs: "Calls a delegate has announced, and its deposit for them.",
  }),
  LastCallResult: map(h.twox64Concat, accountId, DispatchResult, {
    optional: true,
    docs: "What became of the last call made for an account in this block.",
  }),
  RealPaysFee: doubleMap(h.twox64Concat, accountId, h.twox64Concat, accountId, unit, {
    optional: true,
    docs: "Delegates whose fees the account they act for pays.",
  }),
});

import { accountId, doubleMap, hashers as h, storage } from "@myelin/frame";
import { CallHash, Multisig } from "./types.ts";

/** `substrate/frame/multisig/src/lib.rs`, storage. */
export const S = storage("Multisig", {
  Multisigs: doubleMap(h.twox64Concat, accountId, h.blake2_128Concat, CallHash, Multisig, {
    optional: true,
    docs: "Operations of a multisig account that wait for approvals, by the hash of the call.",
  }),
});

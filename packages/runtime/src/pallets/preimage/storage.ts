import { boundedBytes, hashers as h, h256, map, storage, tuple, u32 } from "@myelin/frame";
import { OldRequestStatus, RequestStatus } from "./types.ts";

/** Longest preimage: 4 MiB. */
export const MAX_SIZE = 4 * 1024 * 1024;

/** `substrate/frame/preimage/src/lib.rs`, storage. */
export const S = storage("Preimage", {
  StatusFor: map(h.identity, h256, OldRequestStatus, {
    optional: true,
    docs: "Status of a preimage in the format of older releases.",
  }),
  RequestStatusFor: map(h.identity, h256, RequestStatus, { optional: true, docs: "Status of a preimage." }),
  PreimageFor: map(h.identity, tuple(h256, u32), boundedBytes(MAX_SIZE), {
    optional: true,
    docs: "Preimages by hash and length.",
  }),
});

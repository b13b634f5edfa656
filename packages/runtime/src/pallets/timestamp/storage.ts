import { bool, storage, u64, value } from "@myelin/frame";

/** `substrate/frame/timestamp/src/lib.rs`, storage. */
export const S = storage("Timestamp", {
  Now: value(u64, { default: 0n, docs: "Time of the current block, milliseconds since 1970." }),
  DidUpdate: value(bool, { default: false, docs: "Whether the time of this block has been set." }),
});

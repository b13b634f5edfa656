import { errors } from "@myelin/frame";

/** `pallets/shield/src/lib.rs`, errors. */
export const Err = errors("MevShield", {
  BadEncKeyLen: [0, "The announced key has another length than ML-KEM-768's."],
  Unreachable: [1, "The block names no author."],
  TooManyPendingExtrinsics: [2, "As many encrypted calls wait as may."],
  WeightExceedsAbsoluteMax: [3, "The weight is more than half of a block."],
});

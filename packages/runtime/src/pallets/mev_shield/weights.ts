/** `pallets/shield/src/weights.rs`. */
import { weight } from "../../weights.ts";

export const W = {
  announceNextKey: weight(33_661_000n, 5_555n, 4, 6),
  submitEncrypted: weight(207_223_000n),
  /** Higher than it takes, so that the queue is not worth flooding (`STORE_ENCRYPTED_WEIGHT`). */
  storeEncrypted: weight(20_000_000_000n),
  setMaxPendingExtrinsicsNumber: weight(4_206_000n, 0n, 0, 1),
  setOnInitializeWeight: weight(4_327_000n, 0n, 0, 1),
  setStoredExtrinsicLifetime: weight(4_167_000n, 0n, 0, 1),
  setMaxExtrinsicWeight: weight(4_227_000n, 0n, 0, 1),
  /** Looking at the queue, and at each place in it. */
  queue: weight(0n, 0n, 2),
  missing: weight(0n, 0n, 1),
  removed: weight(0n, 0n, 1, 2),
};

import { events, h256 } from "@myelin/frame";

/** `substrate/frame/preimage/src/lib.rs`, events. */
export const E = events("Preimage", {
  Noted: [0, { hash: h256 }],
  Requested: [1, { hash: h256 }],
  Cleared: [2, { hash: h256 }],
});

import { errors } from "@myelin/frame";

/** `pallets/utility/src/lib.rs`, Error. */
export const Err = errors("Utility", {
  TooManyCalls: [0, "More calls than a batch may hold."],
  InvalidDerivedAccount: [1, "The account cannot be derived."],
});

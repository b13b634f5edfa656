import { errors } from "@myelin/frame";

/** `substrate/frame/preimage/src/lib.rs`, errors. */
export const Err = errors("Preimage", {
  TooBig: [0, "The preimage is longer than 4 MiB."],
  AlreadyNoted: [1, "The preimage is on the chain already."],
  NotAuthorized: [2, "Somebody else put the preimage there."],
  NotNoted: [3, "The preimage is not on the chain."],
  Requested: [4, "The chain needs the preimage."],
  NotRequested: [5, "Nobody asked for the preimage."],
  TooMany: [6, "More than 1024 hashes at once."],
  TooFew: [7, "No hash was given."],
});

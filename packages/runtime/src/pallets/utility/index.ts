import { constant, pallet, u32 } from "@myelin/frame";
import * as batches from "./calls/batch.ts";
import { if_else } from "./calls/if_else.ts";
import * as origins from "./calls/origin.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { BATCHED_CALLS_LIMIT } from "./limits.ts";

/** Several calls in one, and calls under another origin (index 11). */
export const utility = pallet({
  name: "Utility",
  index: 11,
  module: "pallet_subtensor_utility::pallet",
  generics: { events: [] },
  calls: { ...batches, ...origins, if_else },
  events: E,
  errors: Err,
  constants: { batched_calls_limit: constant(u32, BATCHED_CALLS_LIMIT) },
});

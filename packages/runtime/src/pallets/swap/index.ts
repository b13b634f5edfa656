import { pallet } from "@myelin/frame";
import { calls } from "./calls/index.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { SwapRuntimeApi } from "./queries.ts";
import { S } from "./storage.ts";

/** Swap, pallet index 28: the pool on which each subnet exchanges TAO and alpha. */
export const swap = pallet({
  name: "Swap",
  index: 28,
  module: "pallet_subtensor_swap::pallet::pallet",
  storage: S,
  calls,
  events: E,
  errors: Err,
  constants,
  apis: [SwapRuntimeApi],
});

import { type Config, constant, pallet, u32, Weight } from "@myelin/frame";
import * as calls from "./calls.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { maximumWeight, serviceAgendas } from "./service.ts";
import { MAX_SCHEDULED_PER_BLOCK, S } from "./storage.ts";

function maximum(config: Config) {
  const { refTime, proofSize } = maximumWeight(config);
  return { ref_time: refTime, proof_size: proofSize };
}

/** Calls that run at the beginning of a later block (index 15). */
export const scheduler = pallet({
  name: "Scheduler",
  index: 15,
  storage: S,
  calls,
  events: E,
  errors: Err,
  constants: {
    MaximumWeight: constant(Weight, maximum),
    MaxScheduledPerBlock: constant(u32, MAX_SCHEDULED_PER_BLOCK),
  },
  hooks: { on_initialize: serviceAgendas },
});

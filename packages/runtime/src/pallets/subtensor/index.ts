import { pallet } from "@myelin/frame";
import * as calls from "./calls/index.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { hooks } from "./hooks.ts";
import { apis } from "./queries/index.ts";
import { S } from "./storage.ts";

/** Subnets, neurons, stake and emission (index 7). */
export const subtensorModule = pallet({
  name: "SubtensorModule",
  index: 7,
  module: "pallet_subtensor::pallet",
  storage: S,
  calls,
  events: E,
  errors: Err,
  constants,
  hooks,
  apis,
});

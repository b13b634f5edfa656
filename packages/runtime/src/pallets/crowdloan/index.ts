import { pallet } from "@myelin/frame";
import { contribute, withdraw } from "./calls/contribute.ts";
import { create } from "./calls/create.ts";
import * as end from "./calls/end.ts";
import * as update from "./calls/update.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

/** Money that many give for one purpose, and get back where it is not enough (index 27). */
export const crowdloan = pallet({
  name: "Crowdloan",
  index: 27,
  storage: S,
  calls: { create, contribute, withdraw, ...end, ...update },
  events: E,
  errors: Err,
  constants,
});

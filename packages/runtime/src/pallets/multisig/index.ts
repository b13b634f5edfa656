import { pallet } from "@myelin/frame";
import * as approvals from "./calls/approvals.ts";
import * as deposits from "./calls/deposits.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

/** Accounts that several others command together (index 13). */
export const multisig = pallet({
  name: "Multisig",
  index: 13,
  storage: S,
  calls: { ...approvals, ...deposits },
  events: E,
  errors: Err,
  constants,
  generics: { events: ["T"] },
});

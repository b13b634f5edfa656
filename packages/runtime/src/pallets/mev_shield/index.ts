import { pallet } from "@myelin/frame";
import * as calls from "./calls/index.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { shieldInherent } from "./inherent.ts";
import { processPendingExtrinsics } from "./pending.ts";
import { ShieldApi } from "./queries.ts";
import { S } from "./storage.ts";

/** Transactions that nobody but the block's author can read before they are in the block (index 30). */
export const mevShield = pallet({
  name: "MevShield",
  index: 30,
  module: "pallet_shield::pallet",
  storage: S,
  calls,
  events: E,
  errors: Err,
  hooks: { on_initialize: processPendingExtrinsics },
  inherent: shieldInherent,
  apis: [ShieldApi],
});

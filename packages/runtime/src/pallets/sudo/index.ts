import { type Context, type GenesisConfig, pallet } from "@myelin/frame";
import * as keyCalls from "./calls/key.ts";
import * as sudoCalls from "./calls/sudo.ts";
import { E, Err } from "./events.ts";
import { S } from "./storage.ts";

/** One key that may do everything (index 12). */
export const sudo = pallet({
  name: "Sudo",
  index: 12,
  storage: S,
  calls: { ...sudoCalls, ...keyCalls },
  events: E,
  errors: Err,
  hooks: {
    genesis(ctx: Context, { sudoKey }: GenesisConfig) {
      if (sudoKey !== undefined) S.Key.set(ctx, sudoKey);
    },
  },
});

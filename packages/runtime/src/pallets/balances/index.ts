import { type Context, type GenesisConfig, pallet } from "@myelin/frame";
import { setFreeBalance } from "./balances.ts";
import * as calls from "./calls/index.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

/** TAO accounts and transfers (index 5). */
export const balances = pallet({
  name: "Balances",
  index: 5,
  generics: { calls: ["T", "I"], events: ["T", "I"], errors: ["T", "I"] },
  storage: S,
  calls,
  events: E,
  errors: Err,
  constants,
  hooks: {
    genesis(ctx: Context, genesis: GenesisConfig) {
      for (const { account, free } of genesis.balances) setFreeBalance(ctx, account, free);
    },
  },
});

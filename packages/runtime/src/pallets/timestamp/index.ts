import { type Context, pallet } from "@myelin/frame";
import { RuntimeInvariantError } from "../../invariant.ts";
import { set } from "./calls/set.ts";
import { constants } from "./constants.ts";
import { timestampInherent } from "./inherent.ts";
import { S } from "./storage.ts";

/** The clock of the chain (index 2): one inherent a block. */
export const timestamp = pallet({
  name: "Timestamp",
  index: 2,
  storage: S,
  calls: { set },
  constants,
  inherent: timestampInherent,
  hooks: {
    on_finalize(ctx: Context) {
      if (!S.DidUpdate.get(ctx)) throw new RuntimeInvariantError("Timestamp must be updated once in the block");
      S.DidUpdate.kill(ctx);
    },
  },
});

import { constant, pallet, u32, u64 } from "@myelin/frame";
import { set_commitment } from "./calls/set_commitment.ts";
import { set_max_space } from "./calls/set_max_space.ts";
import { E, Err } from "./events.ts";
import { S } from "./storage.ts";
import { MAX_FIELDS } from "./types.ts";

/** Data that neurons put on chain for a subnet (index 18). */
export const commitments = pallet({
  name: "Commitments",
  index: 18,
  storage: S,
  calls: { set_commitment, set_max_space },
  events: E,
  errors: Err,
  constants: {
    MaxFields: constant(u32, MAX_FIELDS),
    InitialDeposit: constant(u64, 0n),
    FieldDeposit: constant(u64, 0n),
  },
});

import { call, ensureRoot, u32 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { S } from "../storage.ts";

export const set_max_space = call({
  index: 2,
  args: { new_limit: u32 },
  weight: weight(2_856_000n, 0n, 0, 1),
  docs: "Set how many bytes a hotkey may commit in an epoch (root).",
  run(ctx, origin, { new_limit }) {
    ensureRoot(origin);
    S.MaxSpace.set(ctx, new_limit);
  },
});

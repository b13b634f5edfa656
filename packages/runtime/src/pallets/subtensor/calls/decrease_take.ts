import { accountId, call, u16 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doDecreaseTake } from "../staking/take.ts";

export const decrease_take = call({
  index: 65,
  args: { hotkey: accountId, take: u16 },
  weight: weight(29_895_000n, 4_295n, 3, 2),
  pays: false,
  docs: "Lowers the take of a hotkey the caller owns, in parts of 65535.",
  run(ctx, origin, { hotkey, take }) {
    doDecreaseTake(ctx, origin, hotkey, take);
  },
});

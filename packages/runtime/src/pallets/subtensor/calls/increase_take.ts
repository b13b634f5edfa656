import { accountId, call, u16 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doIncreaseTake } from "../staking/take.ts";

export const increase_take = call({
  index: 66,
  args: { hotkey: accountId, take: u16 },
  weight: weight(37_710_000n, 4_388n, 5, 2),
  pays: false,
  docs: "Raises the take of a hotkey the caller owns, in parts of 65535; rate limited.",
  run(ctx, origin, { hotkey, take }) {
    doIncreaseTake(ctx, origin, hotkey, take);
  },
});

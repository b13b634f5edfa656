import { accountId, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doUnstakeAll, doUnstakeAllAlpha } from "../staking/unstake_all.ts";

export const unstake_all = call({
  index: 83,
  args: { hotkey: accountId },
  weight: weight(26_830_000n, 9_189n, 6, 0),
  docs: "Unstakes all stake of the caller on a hotkey, root included.",
  run(ctx, origin, { hotkey }) {
    doUnstakeAll(ctx, origin, hotkey);
  },
});

export const unstake_all_alpha = call({
  index: 84,
  args: { hotkey: accountId },
  weight: weight(700_873_000n, 11_306n, 43, 25),
  docs: "Unstakes all alpha of the caller on a hotkey and stakes the proceeds on root.",
  run(ctx, origin, { hotkey }) {
    doUnstakeAllAlpha(ctx, origin, hotkey);
  },
});

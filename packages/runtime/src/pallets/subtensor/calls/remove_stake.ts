import { accountId, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doRemoveStake } from "../staking/remove_stake.ts";
import { AlphaBalance, NetUid } from "../types.ts";

export const remove_stake = call({
  index: 3,
  args: { hotkey: accountId, netuid: NetUid, amount_unstaked: AlphaBalance },
  weight: weight(569_198_000n, 10_557n, 28, 13),
  docs: "Turns staked alpha of the caller back into TAO.",
  run(ctx, origin, { hotkey, netuid, amount_unstaked }) {
    doRemoveStake(ctx, origin, hotkey, netuid, amount_unstaked);
  },
});

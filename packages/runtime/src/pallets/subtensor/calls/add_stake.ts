import { accountId, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doAddStake } from "../staking/add_stake.ts";
import { NetUid, TaoBalance } from "../types.ts";

export const add_stake = call({
  index: 2,
  args: { hotkey: accountId, netuid: NetUid, amount_staked: TaoBalance },
  weight: weight(664_064_000n, 8_727n, 32, 16),
  docs: "Stakes rao of the caller on a hotkey of a subnet.",
  run(ctx, origin, { hotkey, netuid, amount_staked }) {
    doAddStake(ctx, origin, hotkey, netuid, amount_staked);
  },
});

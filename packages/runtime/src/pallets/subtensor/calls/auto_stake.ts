import { accountId, call, ensureSigned } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { setAutoStakeHotkey } from "../staking/auto_stake.ts";
import { NetUid } from "../types.ts";

export const set_coldkey_auto_stake_hotkey = call({
  index: 114,
  args: { netuid: NetUid, hotkey: accountId },
  weight: weight(33_853_000n, 4_274n, 4, 2),
  docs: "Names the neuron on which the caller's incentive of a subnet is staked.",
  run(ctx, origin, { netuid, hotkey }) {
    setAutoStakeHotkey(ctx, ensureSigned(origin), netuid, hotkey);
  },
});

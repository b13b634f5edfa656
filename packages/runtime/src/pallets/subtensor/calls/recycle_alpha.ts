import { accountId, call, option } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doAddStakeBurn, doBurnAlpha, doRecycleAlpha } from "../staking/recycle_alpha.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../types.ts";

export const recycle_alpha = call({
  index: 101,
  args: { hotkey: accountId, amount: AlphaBalance, netuid: NetUid },
  weight: weight(172_139_000n, 5_219n, 13, 6),
  docs: "Takes staked alpha of the caller out of the subnet's issuance.",
  run(ctx, origin, { hotkey, amount, netuid }) {
    doRecycleAlpha(ctx, origin, hotkey, netuid, amount);
  },
});

export const burn_alpha = call({
  index: 102,
  args: { hotkey: accountId, amount: AlphaBalance, netuid: NetUid },
  weight: weight(168_964_000n, 5_219n, 12, 4),
  docs: "Destroys staked alpha of the caller; the subnet's issuance stays.",
  run(ctx, origin, { hotkey, amount, netuid }) {
    doBurnAlpha(ctx, origin, hotkey, netuid, amount);
  },
});

export const add_stake_burn = call({
  index: 132,
  args: { hotkey: accountId, netuid: NetUid, amount: TaoBalance, limit: option(TaoBalance) },
  weight: weight(967_308_000n, 8_727n, 33, 17),
  docs: "Buys alpha for rao of the caller, within a price limit if there is one, and burns it.",
  run(ctx, origin, { hotkey, netuid, amount, limit }) {
    doAddStakeBurn(ctx, origin, hotkey, netuid, amount, limit);
  },
});

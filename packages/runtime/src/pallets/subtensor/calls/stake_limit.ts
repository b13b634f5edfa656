import { accountId, bool, call, option } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doAddStakeLimit, doRemoveStakeFullLimit, doRemoveStakeLimit } from "../staking/stake_limit.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../types.ts";

export const add_stake_limit = call({
  index: 88,
  args: {
    hotkey: accountId,
    netuid: NetUid,
    amount_staked: TaoBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
  },
  weight: weight(853_005_000n, 8_727n, 32, 16),
  docs: "Stakes rao of the caller while one alpha costs no more than the limit.",
  run(ctx, origin, { hotkey, netuid, amount_staked, limit_price, allow_partial }) {
    const price = { limitPrice: limit_price, allowPartial: allow_partial };
    doAddStakeLimit(ctx, origin, { hotkey, netuid, amount: amount_staked, ...price });
  },
});

export const remove_stake_limit = call({
  index: 89,
  args: {
    hotkey: accountId,
    netuid: NetUid,
    amount_unstaked: AlphaBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
  },
  weight: weight(740_696_000n, 10_591n, 27, 13),
  docs: "Unstakes alpha of the caller while one alpha brings no less than the limit.",
  run(ctx, origin, { hotkey, netuid, amount_unstaked, limit_price, allow_partial }) {
    const price = { limitPrice: limit_price, allowPartial: allow_partial };
    doRemoveStakeLimit(ctx, origin, { hotkey, netuid, amount: amount_unstaked, ...price });
  },
});

export const remove_stake_full_limit = call({
  index: 103,
  args: { hotkey: accountId, netuid: NetUid, limit_price: option(TaoBalance) },
  weight: weight(754_292_000n, 10_591n, 27, 13),
  docs: "Unstakes all alpha of the caller on a hotkey of a subnet, no cheaper than the limit if there is one.",
  run(ctx, origin, { hotkey, netuid, limit_price }) {
    doRemoveStakeFullLimit(ctx, origin, hotkey, netuid, limit_price);
  },
});

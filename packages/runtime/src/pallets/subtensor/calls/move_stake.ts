import { accountId, bool, call } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doMoveStake, doSwapStake, doTransferStake } from "../staking/move_stake.ts";
import { AlphaBalance, NetUid, TaoBalance } from "../types.ts";

export const move_stake = call({
  index: 85,
  args: {
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
  },
  weight: weight(216_061_000n, 7_919n, 19, 7),
  docs: "Moves stake of the caller to another hotkey or subnet.",
  run(ctx, origin, args) {
    const from = { hotkey: args.origin_hotkey, netuid: args.origin_netuid };
    const to = { hotkey: args.destination_hotkey, netuid: args.destination_netuid };
    doMoveStake(ctx, origin, from, to, args.alpha_amount);
  },
});

export const transfer_stake = call({
  index: 86,
  args: {
    destination_coldkey: accountId,
    hotkey: accountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
  },
  weight: weight(258_541_000n, 7_994n, 19, 6),
  docs: "Gives stake of the caller to another coldkey, on the same hotkey.",
  run(ctx, origin, { destination_coldkey, hotkey, origin_netuid, destination_netuid, alpha_amount }) {
    const subnets = [origin_netuid, destination_netuid] as const;
    doTransferStake(ctx, origin, destination_coldkey, hotkey, subnets, alpha_amount);
  },
});

export const swap_stake = call({
  index: 87,
  args: { hotkey: accountId, origin_netuid: NetUid, destination_netuid: NetUid, alpha_amount: AlphaBalance },
  weight: weight(742_019_000n, 10_920n, 47, 24),
  docs: "Moves stake of the caller on a hotkey to another subnet.",
  run(ctx, origin, { hotkey, origin_netuid, destination_netuid, alpha_amount }) {
    doSwapStake(ctx, origin, hotkey, [origin_netuid, destination_netuid], alpha_amount);
  },
});

export const swap_stake_limit = call({
  index: 90,
  args: {
    hotkey: accountId,
    origin_netuid: NetUid,
    destination_netuid: NetUid,
    alpha_amount: AlphaBalance,
    limit_price: TaoBalance,
    allow_partial: bool,
  },
  weight: weight(944_515_000n, 11_077n, 47, 24),
  docs: "Moves stake of the caller on a hotkey to another subnet while the relative price keeps within the limit.",
  run(ctx, origin, { hotkey, origin_netuid, destination_netuid, alpha_amount, limit_price, allow_partial }) {
    const limit = { price: limit_price, allowPartial: allow_partial };
    doSwapStake(ctx, origin, hotkey, [origin_netuid, destination_netuid], alpha_amount, limit);
  },
});

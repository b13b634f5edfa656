/** Where a coldkey's incentive is staked (`pallets/subtensor/src/macros/dispatches.rs` set_coldkey_auto_stake_hotkey). */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";

/** @throws SubnetNotExists, HotKeyNotRegisteredInSubNet, SameAutoStakeHotkeyAlreadySet */
export function setAutoStakeHotkey(ctx: Context, coldkey: AccountId, netuid: number, hotkey: AccountId): void {
  ensure(ifSubnetExist(ctx, netuid), Err.SubnetNotExists);
  ensure(S.Uids.contains(ctx, netuid, hotkey), Err.HotKeyNotRegisteredInSubNet);
  const current = S.AutoStakeDestination.get(ctx, coldkey, netuid);
  if (current !== undefined) {
    ensure(current !== hotkey, Err.SameAutoStakeHotkeyAlreadySet);
    S.AutoStakeDestinationColdkeys.mutate(ctx, current, netuid, (all) => all.filter((other) => other !== coldkey));
  }
  S.AutoStakeDestination.set(ctx, coldkey, netuid, hotkey);
  S.AutoStakeDestinationColdkeys.mutate(ctx, hotkey, netuid, (all) =>
    all.includes(coldkey) ? all : [...all, coldkey],
  );
  ctx.depositEvent(E.AutoStakeDestinationSet({ coldkey, netuid, hotkey }));
}

/** What a subnet's owner, its alpha and its stakers receive. */
import { accountId, bool, call, ensure, u16, u64 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { E as SubtensorE } from "../../subtensor/events.ts";
import { S } from "../../subtensor/storage.ts";
import { doSetSnOwnerHotkey } from "../../subtensor/subnets/register_network.ts";
import { NetUid, RecycleOrBurnEnum, ROOT_NETUID } from "../../subtensor/types.ts";
import { ownerHyperparamLimit } from "../../subtensor/utils/rate_limiting.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { subnetSetting } from "../setting.ts";

export const sudo_set_toggle_transfer = subnetSetting({
  index: 61,
  args: { netuid: NetUid, toggle: bool },
  weight: weight(28_343_000n, 4_280n, 4, 1),
  by: ownerHyperparamLimit("TransferEnabled"),
  window: true,
  anySubnet: true,
  docs: "Lets stake change its coldkey, or not.",
  apply(ctx, { netuid, toggle }) {
    S.TransferToggle.set(ctx, netuid, toggle);
    ctx.depositEvent(SubtensorE.TransferToggle(netuid, toggle));
  },
});

export const sudo_set_recycle_or_burn = subnetSetting({
  index: 80,
  args: { netuid: NetUid, recycle_or_burn: RecycleOrBurnEnum },
  weight: weight(20_000_000n, 0n, 2, 2),
  by: ownerHyperparamLimit("RecycleOrBurn"),
  window: true,
  anySubnet: true,
  docs: "Sets what becomes of incentive withheld from the owner's miners.",
  apply(ctx, { netuid, recycle_or_burn }) {
    S.RecycleOrBurn.set(ctx, netuid, recycle_or_burn);
  },
});

const setOwnerHotkey = { netuid: NetUid, hotkey: accountId };

export const sudo_set_subnet_owner_hotkey = call({
  index: 64,
  args: setOwnerHotkey,
  weight: weight(3_918_000n, 0n, 0, 1),
  docs: "Names the hotkey that receives the owner's cut; owner or root, rate limited.",
  run(ctx, origin, { netuid, hotkey }) {
    doSetSnOwnerHotkey(ctx, origin, netuid, hotkey);
  },
});

export const sudo_set_sn_owner_hotkey = call({
  index: 67,
  args: setOwnerHotkey,
  weight: weight(25_687_000n, 4_177n, 2, 2),
  docs: "Names the hotkey that receives the owner's cut; owner or root, rate limited.",
  run(ctx, origin, { netuid, hotkey }) {
    doSetSnOwnerHotkey(ctx, origin, netuid, hotkey);
  },
});

export const sudo_set_ema_price_halving_period = subnetSetting({
  index: 65,
  args: { netuid: NetUid, ema_halving: u64 },
  weight: weight(4_198_000n, 0n, 0, 1),
  by: "root",
  window: false,
  anySubnet: true,
  docs: "Sets the blocks after which the moving price's warm-up factor is one half.",
  apply(ctx, { netuid, ema_halving }) {
    S.EMAPriceHalvingBlocks.set(ctx, netuid, ema_halving);
  },
});

export const sudo_set_subtoken_enabled = subnetSetting({
  index: 66,
  args: { netuid: NetUid, subtoken_enabled: bool },
  weight: weight(25_467_000n, 4_280n, 4, 1),
  by: "root",
  window: true,
  anySubnet: true,
  docs: "Lets the alpha of a subnet be traded and staked, or not.",
  apply(ctx, { netuid, subtoken_enabled }) {
    S.SubtokenEnabled.set(ctx, netuid, subtoken_enabled);
  },
});

export const sudo_set_owner_cut_enabled = subnetSetting({
  index: 92,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(25_000_000n, 0n, 4, 1),
  class: "operational",
  by: "owner",
  window: true,
  docs: "Lets the owner's cut be taken, or not.",
  apply(ctx, { netuid, enabled }) {
    ensure(netuid !== ROOT_NETUID, Err.NotPermittedOnRootSubnet);
    S.OwnerCutEnabled.set(ctx, netuid, enabled);
  },
});

export const sudo_set_min_childkey_take_per_subnet = subnetSetting({
  index: 93,
  args: { netuid: NetUid, take: u16 },
  weight: weight(38_100_000n, 4_419n, 7, 1),
  by: ownerHyperparamLimit("MinChildkeyTake"),
  window: true,
  docs: "Sets the lowest childkey take on a subnet, parts of 65535.",
  apply(ctx, { netuid, take }) {
    ensure(take >= S.MinChildkeyTake.get(ctx) && take <= S.MaxChildkeyTake.get(ctx), Err.InvalidValue);
    S.MinChildkeyTakePerSubnet.set(ctx, netuid, take);
    ctx.depositEvent(SubtensorE.MinChildKeyTakePerSubnetSet(netuid, take));
  },
});

export const sudo_set_subnet_emission_enabled = subnetSetting({
  index: 94,
  args: { netuid: NetUid, enabled: bool },
  weight: weight(16_351_000n, 4_084n, 1, 1),
  by: "root",
  window: false,
  docs: "Lets a subnet receive TAO, or not.",
  apply(ctx, { netuid, enabled }) {
    ensure(netuid !== ROOT_NETUID, Err.NotPermittedOnRootSubnet);
    S.SubnetEmissionEnabled.set(ctx, netuid, enabled);
    ctx.depositEvent(E.SubnetEmissionEnabledSet({ netuid, enabled }));
  },
});

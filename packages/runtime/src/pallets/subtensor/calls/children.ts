import { accountId, bool, call, ensure, ensureRoot, ensureSigned, tuple, u16, u64, vec } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { coldkeyOwnsHotkey } from "../staking/helpers.ts";
import { doScheduleChildren, doSetChildkeyTake } from "../staking/set_children.ts";
import { S } from "../storage.ts";
import { isHotkeyRegisteredOnNetwork } from "../subnets/uids.ts";
import { NetUid, ROOT_NETUID } from "../types.ts";

export const set_children = call({
  index: 67,
  args: { hotkey: accountId, netuid: NetUid, children: vec(tuple(u64, accountId)) },
  weight: weight(119_000_000n, 0n, 6, 31),
  docs: "Lends shares of a hotkey's stake, in parts of 2^64 - 1, to others on a subnet after the cooldown.",
  run(ctx, origin, { hotkey, netuid, children }) {
    doScheduleChildren(ctx, ensureSigned(origin), hotkey, netuid, children);
  },
});

export const set_childkey_take = call({
  index: 75,
  args: { hotkey: accountId, netuid: NetUid, take: u16 },
  weight: weight(53_870_000n, 4_498n, 7, 2),
  docs: "Sets what a child hotkey takes of its parents' dividends, in parts of 65535.",
  run(ctx, origin, { hotkey, netuid, take }) {
    doSetChildkeyTake(ctx, ensureSigned(origin), hotkey, netuid, take);
  },
});

export const sudo_set_tx_childkey_take_rate_limit = call({
  index: 69,
  args: { tx_rate_limit: u64 },
  weight: weight(5_760_000n, 0n, 0, 1),
  docs: "Sets the blocks between two increases of a childkey take; root only.",
  run(ctx, origin, { tx_rate_limit }) {
    ensureRoot(origin);
    S.TxChildkeyTakeRateLimit.set(ctx, tx_rate_limit);
    ctx.depositEvent(E.TxChildKeyTakeRateLimitSet(tx_rate_limit));
  },
});

const TAKE_BOUND = weight(6_000n, 0n, 1, 1);

export const sudo_set_min_childkey_take = call({
  index: 76,
  args: { take: u16 },
  weight: TAKE_BOUND,
  docs: "Sets the lowest childkey take; root only.",
  run(ctx, origin, { take }) {
    ensureRoot(origin);
    S.MinChildkeyTake.set(ctx, take);
    ctx.depositEvent(E.MinChildKeyTakeSet(take));
  },
});

export const sudo_set_max_childkey_take = call({
  index: 77,
  args: { take: u16 },
  weight: TAKE_BOUND,
  docs: "Sets the highest childkey take; root only.",
  run(ctx, origin, { take }) {
    ensureRoot(origin);
    S.MaxChildkeyTake.set(ctx, take);
    ctx.depositEvent(E.MaxChildKeyTakeSet(take));
  },
});

export const set_pending_childkey_cooldown = call({
  index: 109,
  args: { cooldown: u64 },
  weight: weight(3_000_000n, 0n, 0, 1),
  docs: "Sets the blocks a change of children waits; root only.",
  run(ctx, origin, { cooldown }) {
    ensureRoot(origin);
    S.PendingChildKeyCooldown.set(ctx, cooldown);
  },
});

export const set_auto_parent_delegation_enabled = call({
  index: 135,
  args: { hotkey: accountId, enabled: bool },
  weight: weight(28_023_000n, 4_364n, 2, 1),
  docs: "Says whether a root validator of the caller lends its stake to the owner of each new subnet.",
  run(ctx, origin, { hotkey, enabled }) {
    const coldkey = ensureSigned(origin);
    ensure(coldkeyOwnsHotkey(ctx, coldkey, hotkey), Err.NonAssociatedColdKey);
    ensure(isHotkeyRegisteredOnNetwork(ctx, ROOT_NETUID, hotkey), Err.HotKeyNotRegisteredInSubNet);
    S.AutoParentDelegationEnabled.set(ctx, hotkey, enabled);
    ctx.depositEvent(E.AutoParentDelegationEnabledSet({ hotkey, enabled }));
  },
});

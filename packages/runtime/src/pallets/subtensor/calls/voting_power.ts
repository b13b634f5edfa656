import { call, ensure, ensureRoot, u64 } from "@myelin/frame";
import { satAddU64 } from "../../../arithmetic.ts";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { NetUid } from "../types.ts";
import { ensureSubnetOwnerOrRoot } from "../utils/owner.ts";
import { MAX_VOTING_POWER_EMA_ALPHA } from "../utils/voting_power.ts";

/** Blocks that tracking goes on after it was switched off: two weeks (`utils/voting_power.rs`). */
const DISABLE_GRACE_PERIOD = 100_800n;

export const enable_voting_power_tracking = call({
  index: 129,
  args: { netuid: NetUid },
  weight: weight(10_000n, 0n, 2, 2),
  docs: "Begins to average the stake of a subnet's validators; the owner or root.",
  run(ctx, origin, { netuid }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    S.VotingPowerTrackingEnabled.set(ctx, netuid, true);
    S.VotingPowerDisableAtBlock.remove(ctx, netuid);
    ctx.depositEvent(E.VotingPowerTrackingEnabled({ netuid }));
  },
});

export const disable_voting_power_tracking = call({
  index: 130,
  args: { netuid: NetUid },
  weight: weight(10_000n, 0n, 2, 1),
  docs: "Ends the averages after two weeks; the owner or root.",
  run(ctx, origin, { netuid }) {
    ensureSubnetOwnerOrRoot(ctx, origin, netuid);
    ensure(S.VotingPowerTrackingEnabled.get(ctx, netuid), Err.VotingPowerTrackingNotEnabled);
    const block = satAddU64(BigInt(ctx.block.number), DISABLE_GRACE_PERIOD);
    S.VotingPowerDisableAtBlock.set(ctx, netuid, block);
    ctx.depositEvent(E.VotingPowerTrackingDisableScheduled({ netuid, disable_at_block: block }));
  },
});

export const sudo_set_voting_power_ema_alpha = call({
  index: 131,
  args: { netuid: NetUid, alpha: u64 },
  weight: weight(6_000n, 0n, 1, 1),
  docs: "Sets the weight of new stake in the averages, parts of 10^18; root only.",
  run(ctx, origin, { netuid, alpha }) {
    ensureRoot(origin);
    ensure(alpha <= MAX_VOTING_POWER_EMA_ALPHA, Err.InvalidVotingPowerEmaAlpha);
    S.VotingPowerEmaAlpha.set(ctx, netuid, alpha);
    ctx.depositEvent(E.VotingPowerEmaAlphaSet({ netuid, alpha }));
  },
});

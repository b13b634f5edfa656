import { call, u16, u32 } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doSetActivityCutoffFactor, doSetTempo, doTriggerEpoch } from "../coinbase/tempo_control.ts";
import { NetUid } from "../types.ts";

export const set_tempo = call({
  index: 139,
  args: { netuid: NetUid, tempo: u16 },
  weight: weight(46_407_000n, 4_440n, 6, 3),
  docs: "The owner sets the blocks between two epochs of a subnet.",
  run(ctx, origin, { netuid, tempo }) {
    doSetTempo(ctx, origin, netuid, tempo);
  },
});

export const set_activity_cutoff_factor = call({
  index: 140,
  args: { netuid: NetUid, factor_milli: u32 },
  weight: weight(39_193_000n, 4_364n, 7, 2),
  docs: "Sets after how many thousandths of a tempo a silent validator is inactive; the owner or root.",
  run(ctx, origin, { netuid, factor_milli }) {
    doSetActivityCutoffFactor(ctx, origin, netuid, factor_milli);
  },
});

export const trigger_epoch = call({
  index: 141,
  args: { netuid: NetUid },
  weight: weight(42_539_000n, 4_447n, 8, 2),
  docs: "The owner lets an epoch run at the end of a freeze window that begins now.",
  run(ctx, origin, { netuid }) {
    doTriggerEpoch(ctx, origin, netuid);
  },
});

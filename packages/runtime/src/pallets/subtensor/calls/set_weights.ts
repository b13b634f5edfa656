import { call, u16, u64, vec } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { doSetWeights } from "../subnets/weights.ts";
import { MechId, NetUid } from "../types.ts";

const MAIN_MECHANISM = 0;

export const set_weights = call({
  index: 0,
  args: { netuid: NetUid, dests: vec(u16), weights: vec(u16), version_key: u64 },
  weight: weight(15_513_610_000n, 10_327_410n, 4_112, 2),
  pays: false,
  docs: "Sets the caller's weights on a subnet, where they need not be committed first.",
  run(ctx, origin, { netuid, dests, weights, version_key }) {
    const target = { netuid, mechanism: MAIN_MECHANISM, versionKey: version_key };
    doSetWeights(ctx, origin, { ...target, uids: dests, values: weights });
  },
});

export const set_mechanism_weights = call({
  index: 119,
  args: { netuid: NetUid, mecid: MechId, dests: vec(u16), weights: vec(u16), version_key: u64 },
  weight: weight(15_540_000_000n, 0n, 4_111, 2),
  pays: false,
  docs: "Sets the caller's weights in one mechanism of a subnet.",
  run(ctx, origin, { netuid, mecid, dests, weights, version_key }) {
    doSetWeights(ctx, origin, { netuid, mechanism: mecid, uids: dests, values: weights, versionKey: version_key });
  },
});

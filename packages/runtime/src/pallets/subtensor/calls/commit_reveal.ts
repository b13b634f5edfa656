import { call, compact, ensure, h256, tuple, u16, u64, vec } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
import { doBatchRevealWeights, doCommitWeights, doRevealWeights } from "../subnets/commit_reveal.ts";
import { doSetWeights } from "../subnets/weights.ts";
import { forEachSubnet } from "../subnets/weights_batch.ts";
import { MechId, NetUid } from "../types.ts";

const MAIN_MECHANISM = 0;
const reveal = { uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 };

export const batch_set_weights = call({
  index: 80,
  args: {
    netuids: vec(compact(NetUid)),
    weights: vec(vec(tuple(compact(u16), compact(u16)))),
    version_keys: vec(compact(u64)),
  },
  weight: weight(103_092_000n, 7_395n, 16, 2),
  pays: false,
  docs: "Sets the caller's weights on several subnets; events tell which failed.",
  run(ctx, origin, { netuids, weights, version_keys }) {
    forEachSubnet(ctx, origin, netuids, [weights.length, version_keys.length], (netuid, i) => {
      const uids = weights[i]!.map(([uid]) => uid);
      const values = weights[i]!.map(([, value]) => value);
      doSetWeights(ctx, origin, { netuid, mechanism: MAIN_MECHANISM, uids, values, versionKey: version_keys[i]! });
    });
  },
});

export const commit_weights = call({
  index: 96,
  args: { netuid: NetUid, commit_hash: h256 },
  weight: weight(69_049_000n, 4_714n, 13, 2),
  pays: false,
  docs: "Commits the caller to weights, to be revealed some epochs later.",
  run(ctx, origin, { netuid, commit_hash }) {
    doCommitWeights(ctx, origin, netuid, MAIN_MECHANISM, commit_hash);
  },
});

export const commit_mechanism_weights = call({
  index: 115,
  args: { netuid: NetUid, mecid: MechId, commit_hash: h256 },
  weight: weight(55_130_000n, 0n, 7, 2),
  pays: false,
  docs: "Commits the caller to weights in one mechanism of a subnet.",
  run(ctx, origin, { netuid, mecid, commit_hash }) {
    doCommitWeights(ctx, origin, netuid, mecid, commit_hash);
  },
});

export const batch_commit_weights = call({
  index: 100,
  args: { netuids: vec(compact(NetUid)), commit_hashes: vec(h256) },
  weight: weight(147_224_000n, 4_765n, 15, 2),
  pays: false,
  docs: "Commits the caller to weights on several subnets; events tell which failed.",
  run(ctx, origin, { netuids, commit_hashes }) {
    forEachSubnet(ctx, origin, netuids, [commit_hashes.length], (netuid, i) => {
      doCommitWeights(ctx, origin, netuid, MAIN_MECHANISM, commit_hashes[i]!);
    });
  },
});

export const reveal_weights = call({
  index: 97,
  args: { netuid: NetUid, ...reveal },
  weight: weight(111_227_000n, 7_590n, 19, 2),
  pays: false,
  docs: "Sets weights the caller has committed to.",
  run(ctx, origin, { version_key, ...weights }) {
    doRevealWeights(ctx, origin, { ...weights, mechanism: MAIN_MECHANISM, versionKey: version_key });
  },
});

export const reveal_mechanism_weights = call({
  index: 116,
  args: { netuid: NetUid, mecid: MechId, ...reveal },
  weight: weight(122_000_000n, 0n, 16, 2),
  pays: false,
  docs: "Sets weights the caller has committed to in one mechanism of a subnet.",
  run(ctx, origin, { version_key, mecid, ...weights }) {
    doRevealWeights(ctx, origin, { ...weights, mechanism: mecid, versionKey: version_key });
  },
});

export const batch_reveal_weights = call({
  index: 98,
  args: {
    netuid: NetUid,
    uids_list: vec(vec(u16)),
    values_list: vec(vec(u16)),
    salts_list: vec(vec(u16)),
    version_keys: vec(u64),
  },
  weight: weight(421_363_000n, 8_095n, 19, 2),
  pays: false,
  docs: "Sets several weights of a subnet that the caller has committed to, all or none.",
  run(ctx, origin, { netuid, uids_list, values_list, salts_list, version_keys }) {
    const lengths = [values_list, salts_list, version_keys].map((list) => list.length);
    ensure(
      lengths.every((length) => length === uids_list.length),
      Err.InputLengthsUnequal,
    );
    const reveals = uids_list.map((uids, i) => ({
      netuid,
      mechanism: MAIN_MECHANISM,
      uids,
      values: values_list[i]!,
      salt: salts_list[i]!,
      versionKey: version_keys[i]!,
    }));
    doBatchRevealWeights(ctx, origin, netuid, reveals);
  },
});

import { type AccountId, type Context, ensure } from "@myelin/frame";
import { isRevealBlockRange } from "../coinbase/epoch_schedule.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getCommitHash, type Reveal } from "../subnets/commit_reveal.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";
import { checkWeightsMinStake } from "../subnets/weights.ts";
import { type CallArgs, guardOf } from "./guard.ts";

const OF_ONE_SUBNET = [
  "set_weights",
  "set_mechanism_weights",
  "commit_weights",
  "commit_mechanism_weights",
  "reveal_weights",
  "reveal_mechanism_weights",
  "batch_reveal_weights",
  "commit_timelocked_weights",
  "commit_timelocked_mechanism_weights",
  "commit_crv3_mechanism_weights",
] as const;
const OF_SEVERAL_SUBNETS = ["batch_commit_weights", "batch_set_weights"] as const;

/** Arguments that must have one entry for each subnet or reveal. */
const PARALLEL: Readonly<Record<string, readonly string[]>> = {
  batch_commit_weights: ["netuids", "commit_hashes"],
  batch_set_weights: ["netuids", "weights", "version_keys"],
  batch_reveal_weights: ["uids_list", "values_list", "salts_list", "version_keys"],
};

function ensureEqualLengths(call: string, args: CallArgs): void {
  const lengths = (PARALLEL[call] ?? []).map((name) => (args[name] as readonly unknown[]).length);
  ensure(
    lengths.every((length) => length === lengths[0]),
    Err.InputLengthsUnequal,
  );
}

/** The reveals that a call makes; none for other calls. */
function revealsOf(call: string, args: CallArgs): Reveal[] {
  const netuid = args["netuid"] as number;
  if (call === "batch_reveal_weights") {
    const { uids_list, values_list, salts_list, version_keys } = args as unknown as RevealLists;
    return uids_list.map((uids, i) => ({
      netuid,
      mechanism: 0,
      uids,
      values: values_list[i]!,
      salt: salts_list[i]!,
      versionKey: version_keys[i]!,
    }));
  }
  if (call !== "reveal_weights" && call !== "reveal_mechanism_weights") return [];
  const { mecid = 0, version_key, ...weights } = args as unknown as Reveal & { mecid?: number; version_key: bigint };
  return [{ ...weights, mechanism: mecid, versionKey: version_key }];
}

interface RevealLists {
  readonly uids_list: readonly number[][];
  readonly values_list: readonly number[][];
  readonly salts_list: readonly number[][];
  readonly version_keys: readonly bigint[];
}

/** A batch without reveals needs open commits, too. */
function ensureRevealsDue(ctx: Context, who: AccountId, call: string, args: CallArgs): void {
  const netuid = args["netuid"] as number;
  const reveals = revealsOf(call, args);
  const isEmptyBatch = call === "batch_reveal_weights" && reveals.length === 0;
  if (isEmptyBatch) ensure(S.WeightCommits.contains(ctx, netuid, who), Err.NoWeightsCommitFound);
  for (const reveal of reveals) {
    const index = getMechanismStorageIndex(netuid, reveal.mechanism);
    const hash = getCommitHash(who, reveal);
    const commit = S.WeightCommits.get(ctx, index, who)?.find(([committed]) => committed === hash);
    ensure(commit !== undefined, Err.NoWeightsCommitFound);
    ensure(isRevealBlockRange(ctx, netuid, commit[1]), Err.RevealTooEarly);
  }
}

/**
 * Only hotkeys with enough stake set, commit or reveal weights, and only what they committed to is revealed, in its epoch.
 * Source: `pallets/subtensor/src/guards/check_weights.rs`.
 */
export const checkWeights = guardOf(
  "CheckWeights",
  [...OF_ONE_SUBNET, ...OF_SEVERAL_SUBNETS],
  (ctx, who, call, args) => {
    ensureEqualLengths(call, args);
    const netuids = (args["netuids"] ?? [args["netuid"]]) as readonly number[];
    for (const netuid of netuids) ensure(checkWeightsMinStake(ctx, who, netuid), Err.NotEnoughStakeToSetWeights);
    ensureRevealsDue(ctx, who, call, args);
  },
);

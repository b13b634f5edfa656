import { ensure } from "@myelin/frame";
import { weight } from "../../../weights.ts";
import { Err } from "../errors.ts";
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

/**
 * Only hotkeys with enough stake set, commit or reveal weights.
 * Source: `pallets/subtensor/src/guards/check_weights.rs`.
 */
export const checkWeights = guardOf(
  "CheckWeights",
  weight(52_958_000n, 7671n, 11),
  [...OF_ONE_SUBNET, ...OF_SEVERAL_SUBNETS],
  (ctx, who, call, args) => {
    ensureEqualLengths(call, args);
    const netuids = (args["netuids"] ?? [args["netuid"]]) as readonly number[];
    for (const netuid of netuids) ensure(checkWeightsMinStake(ctx, who, netuid), Err.NotEnoughStakeToSetWeights);
  },
);

import type { AccountId, Context } from "@myelin/frame";
import type { PackedEpochInput } from "@myelin/yuma";
import { satAddU64, satSubU64, U64_MAX } from "../../../arithmetic.ts";
import { getActivityCutoffBlocks, isCommitExpired } from "../coinbase/epoch_schedule.ts";
import { getInheritedStakes } from "../staking/stake_weights.ts";
import { S } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";
import { readRows } from "./rows.ts";

/**
 * Everything the epoch of one mechanism reads (`pallets/subtensor/src/epoch/run_epoch.rs` epoch_mechanism). Vectors in
 * storage may be shorter than the subnet; missing entries read as zero or false.
 *
 * @param emission alpha rao
 * @param uids the subnet's neurons by hotkey
 */
export function readEpochInput(
  ctx: Context,
  netuid: number,
  mechanism: number,
  emission: bigint,
  uids: ReadonlyMap<AccountId, number>,
): PackedEpochInput {
  const index = getMechanismStorageIndex(netuid, mechanism);
  const n = S.SubnetworkN.get(ctx, netuid);
  const alphaStake = new BigUint64Array(n);
  const taoStake = new BigUint64Array(n);
  const blockAtRegistration = new BigUint64Array(n);
  for (const [hotkey, uid] of uids) {
    if (uid >= n) continue;
    const stakes = getInheritedStakes(ctx, hotkey, netuid);
    alphaStake[uid] = stakes.alpha;
    taoStake[uid] = stakes.tao;
    blockAtRegistration[uid] = S.BlockAtRegistration.get(ctx, netuid, uid);
  }
  const [alphaLow, alphaHigh] = S.AlphaValues.get(ctx, netuid);
  return {
    n,
    currentBlock: BigInt(ctx.block.number),
    activityCutoff: getActivityCutoffBlocks(ctx, netuid),
    lastTempoBlock: lastTempoBlock(ctx, netuid),
    emission,
    alphaStake,
    taoStake,
    taoWeight: S.TaoWeight.get(ctx),
    stakeThreshold: S.StakeThreshold.get(ctx),
    ownerUid: ownerUid(ctx, netuid, uids),
    validatorPermits: permits(S.ValidatorPermit.get(ctx, netuid), n),
    maxAllowedValidators: S.MaxAllowedValidators.get(ctx, netuid),
    lastUpdate: blocks(S.LastUpdate.get(ctx, index), n),
    blockAtRegistration,
    commitBlocks: S.CommitRevealWeightsEnabled.get(ctx, netuid) ? commitBlocks(ctx, netuid, index, n, uids) : null,
    weights: readRows(ctx, S.Weights, index, n),
    bonds: readRows(ctx, S.Bonds, index, n),
    kappa: S.Kappa.get(ctx, netuid),
    bondsPenalty: S.BondsPenalty.get(ctx, netuid),
    bondsMovingAverage: S.BondsMovingAverage.get(ctx, netuid),
    yuma3: S.Yuma3On.get(ctx, netuid),
    liquidAlpha: S.LiquidAlphaOn.get(ctx, netuid),
    alphaLow,
    alphaHigh,
    alphaSigmoidSteepness: S.AlphaSigmoidSteepness.get(ctx, netuid),
  };
}

function lastTempoBlock(ctx: Context, netuid: number): bigint {
  const lastStep = S.LastMechansimStepBlock.get(ctx, netuid);
  if (lastStep > 0n) return satAddU64(lastStep, 1n);
  return satSubU64(BigInt(ctx.block.number), BigInt(S.Tempo.get(ctx, netuid)));
}

function ownerUid(ctx: Context, netuid: number, uids: ReadonlyMap<AccountId, number>): number | null {
  if (!S.SubnetOwnerHotkey.contains(ctx, netuid)) return null;
  return uids.get(S.SubnetOwnerHotkey.get(ctx, netuid)) ?? null;
}

/** Block of each neuron's oldest commit that can still be revealed; the largest u64 without one. */
function commitBlocks(
  ctx: Context,
  netuid: number,
  index: number,
  n: number,
  uids: ReadonlyMap<AccountId, number>,
): BigUint64Array {
  const blocks = new BigUint64Array(n).fill(U64_MAX);
  const note = (hotkey: AccountId, block: bigint) => {
    const uid = uids.get(hotkey);
    if (uid !== undefined && uid < n && block < blocks[uid]!) blocks[uid] = block;
  };
  for (const [hotkey, commits] of S.WeightCommits.entries(ctx, index)) {
    const open = (commits ?? []).find(([, epoch]) => !isCommitExpired(ctx, netuid, epoch));
    if (open !== undefined) note(hotkey, open[2]);
  }
  for (const [epoch, commits] of S.TimelockedWeightCommits.entries(ctx, index)) {
    if (isCommitExpired(ctx, netuid, epoch)) continue;
    for (const [hotkey, block] of commits) note(hotkey, block);
  }
  return blocks;
}

function permits(stored: readonly boolean[], n: number): Uint8Array {
  return Uint8Array.from({ length: n }, (_, uid) => Number(stored[uid] ?? false));
}

function blocks(stored: readonly bigint[], n: number): BigUint64Array {
  return BigUint64Array.from({ length: n }, (_, uid) => stored[uid] ?? 0n);
}

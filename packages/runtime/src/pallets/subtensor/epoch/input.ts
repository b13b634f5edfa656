import type { AccountId, Context } from "@myelin/frame";
import type { EpochInput, StoredRow } from "@myelin/yuma";
import { satAddU64, satSubU64, U64_MAX } from "../../../arithmetic.ts";
import { getActivityCutoffBlocks, isCommitExpired } from "../coinbase/epoch_schedule.ts";
import { getInheritedForHotkeyOnSubnet, getTaoInheritedForHotkeyOnSubnet } from "../staking/stake_weights.ts";
import { S } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/mechanism.ts";

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
): EpochInput {
  const index = getMechanismStorageIndex(netuid, mechanism);
  const n = S.SubnetworkN.get(ctx, netuid);
  const hotkeys = new Map([...uids].map(([hotkey, uid]) => [uid, hotkey] as const));
  const perNeuron = <T>(known: (hotkey: AccountId, uid: number) => T, unknown: T): T[] =>
    Array.from({ length: n }, (_, uid) => (hotkeys.has(uid) ? known(hotkeys.get(uid)!, uid) : unknown));
  const [alphaLow, alphaHigh] = S.AlphaValues.get(ctx, netuid);
  return {
    n,
    currentBlock: BigInt(ctx.block.number),
    activityCutoff: getActivityCutoffBlocks(ctx, netuid),
    lastTempoBlock: lastTempoBlock(ctx, netuid),
    emission,
    alphaStake: perNeuron((hotkey) => getInheritedForHotkeyOnSubnet(ctx, hotkey, netuid), 0n),
    taoStake: perNeuron((hotkey) => getTaoInheritedForHotkeyOnSubnet(ctx, hotkey, netuid), 0n),
    taoWeight: S.TaoWeight.get(ctx),
    stakeThreshold: S.StakeThreshold.get(ctx),
    ownerUid: ownerUid(ctx, netuid, uids),
    validatorPermits: resize(S.ValidatorPermit.get(ctx, netuid), n, false),
    maxAllowedValidators: S.MaxAllowedValidators.get(ctx, netuid),
    lastUpdate: resize(S.LastUpdate.get(ctx, index), n, 0n),
    blockAtRegistration: perNeuron((_, uid) => S.BlockAtRegistration.get(ctx, netuid, uid), 0n),
    commitBlocks: S.CommitRevealWeightsEnabled.get(ctx, netuid) ? commitBlocks(ctx, netuid, index, n, uids) : null,
    weights: rows(S.Weights.entries(ctx, index), n),
    bonds: rows(S.Bonds.entries(ctx, index), n),
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
): bigint[] {
  const blocks = new Array<bigint>(n).fill(U64_MAX);
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

/** Stored rows by uid, without entries of neurons that no longer exist; the order within a row is kept. */
function rows(stored: Iterable<[uid: number, row: [number, number][]]>, n: number): StoredRow[] {
  const all: StoredRow[] = Array.from({ length: n }, () => []);
  for (const [uid, row] of stored) if (uid < n) all[uid] = row.filter(([target]) => target < n);
  return all;
}

function resize<T>(vector: readonly T[], n: number, fill: T): T[] {
  return Array.from({ length: n }, (_, i) => vector[i] ?? fill);
}

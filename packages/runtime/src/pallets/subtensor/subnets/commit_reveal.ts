/** Weights committed as a hash and revealed later (`pallets/subtensor/src/subnets/weights.rs`). Times in epochs of the subnet. */
import {
  type AccountId,
  accountId,
  type Context,
  ensure,
  ensureSigned,
  type Hash,
  type Origin,
  tuple,
  u16,
  u64,
  vec,
} from "@myelin/frame";
import { blake2b256 } from "@myelin/primitives/hash";
import { toHex } from "@myelin/primitives/hex";
import { currentEpochWithLookahead, isCommitExpired, isRevealBlockRange } from "../coinbase/epoch_schedule.ts";
import { Err } from "../errors.ts";
import { E } from "../events.ts";
import { S } from "../storage.ts";
import { ensureMechanismExists, getMechanismStorageIndex } from "./mechanism.ts";
import { ensureUidForNetAndHotkey, isHotkeyRegisteredOnNetwork, setLastUpdateForUid } from "./uids.ts";
import { checkRateLimit, internalSetWeights, type WeightsInput } from "./weights.ts";

/** Open commits of a hotkey in a mechanism. */
const MAX_UNREVEALED_COMMITS = 10;

type Commit = [hash: Hash, epoch: bigint, block: bigint, unused: bigint];

/** Weights as they were committed, with the salt that hides them. */
export interface Reveal extends WeightsInput {
  readonly salt: readonly number[];
}

const Committed = tuple(accountId, u16, vec(u16), vec(u16), vec(u16), u64);

/** What a hotkey commits to: the BLAKE2b-256 hash of itself, the mechanism's storage index, uids, values, salt and version. */
export function getCommitHash(who: AccountId, { netuid, mechanism, uids, values, salt, versionKey }: Reveal): Hash {
  const index = getMechanismStorageIndex(netuid, mechanism);
  return toHex(blake2b256(Committed.codec.encode([who, index, [...uids], [...values], [...salt], versionKey])));
}

/**
 * Commits the calling hotkey to weights of a mechanism.
 *
 * @throws MechanismDoesNotExist, CommitRevealDisabled, HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast,
 *   TooManyUnrevealedCommits
 */
export function doCommitWeights(ctx: Context, origin: Origin, netuid: number, mechanism: number, hash: Hash): void {
  ensureMechanismExists(ctx, netuid, mechanism);
  const index = getMechanismStorageIndex(netuid, mechanism);
  const who = ensureSigned(origin);
  ensure(S.CommitRevealWeightsEnabled.get(ctx, netuid), Err.CommitRevealDisabled);
  ensure(isHotkeyRegisteredOnNetwork(ctx, netuid, who), Err.HotKeyNotRegisteredInSubNet);
  const uid = ensureUidForNetAndHotkey(ctx, netuid, who);
  ensure(checkRateLimit(ctx, netuid, mechanism, uid), Err.CommittingWeightsTooFast);
  const { open } = withoutExpired(ctx, netuid, S.WeightCommits.get(ctx, index, who) ?? []);
  ensure(open.length < MAX_UNREVEALED_COMMITS, Err.TooManyUnrevealedCommits);
  const block = BigInt(ctx.block.number);
  S.WeightCommits.set(ctx, index, who, [...open, [hash, currentEpochWithLookahead(ctx, netuid), block, 0n]]);
  ctx.depositEvent(E.WeightsCommitted(who, index, hash));
  setLastUpdateForUid(ctx, index, uid, block);
}

/** The commits behind the expired ones at the front, and the hashes of those. */
function withoutExpired(ctx: Context, netuid: number, commits: readonly Commit[]) {
  const firstOpen = commits.findIndex(([, epoch]) => !isCommitExpired(ctx, netuid, epoch));
  const count = firstOpen === -1 ? commits.length : firstOpen;
  return { open: commits.slice(count), expired: commits.slice(0, count).map(([hash]) => hash) };
}

/** Open commits of the caller, and hashes of expired ones. @throws CommitRevealDisabled, NoWeightsCommitFound */
function readCommits(ctx: Context, who: AccountId, netuid: number, index: number) {
  ensure(S.CommitRevealWeightsEnabled.get(ctx, netuid), Err.CommitRevealDisabled);
  const commits = S.WeightCommits.get(ctx, index, who);
  ensure(commits !== undefined, Err.NoWeightsCommitFound);
  return withoutExpired(ctx, netuid, commits);
}

/**
 * Position of a commit whose time has come.
 *
 * @throws ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, RevealTooEarly
 */
function positionOf(
  ctx: Context,
  netuid: number,
  { open, expired }: ReturnType<typeof withoutExpired>,
  hash: Hash,
): number {
  const position = open.findIndex(([committed]) => committed === hash);
  if (position === -1) throw expired.includes(hash) ? Err.ExpiredWeightCommit() : Err.InvalidRevealCommitHashNotMatch();
  ensure(isRevealBlockRange(ctx, netuid, open[position]![1]), Err.RevealTooEarly);
  return position;
}

function storeCommits(ctx: Context, index: number, who: AccountId, commits: readonly Commit[]): void {
  if (commits.length === 0) S.WeightCommits.remove(ctx, index, who);
  else S.WeightCommits.set(ctx, index, who, [...commits]);
}

/**
 * Sets weights the calling hotkey committed to. The commit and all before it are spent.
 *
 * @throws CommitRevealDisabled, NoWeightsCommitFound, ExpiredWeightCommit, InvalidRevealCommitHashNotMatch, RevealTooEarly,
 *   and the errors of `internalSetWeights`
 */
export function doRevealWeights(ctx: Context, origin: Origin, reveal: Reveal): void {
  const { netuid, mechanism } = reveal;
  const index = getMechanismStorageIndex(netuid, mechanism);
  const who = ensureSigned(origin);
  const commits = readCommits(ctx, who, netuid, index);
  const hash = getCommitHash(who, reveal);
  if (commits.open.length === 0 && !commits.expired.includes(hash)) throw Err.NoWeightsCommitFound();
  const position = positionOf(ctx, netuid, commits, hash);
  storeCommits(ctx, index, who, commits.open.slice(position + 1));
  internalSetWeights(ctx, origin, reveal);
  ctx.depositEvent(E.WeightsRevealed(who, index, hash));
}

/**
 * Sets several weights of one subnet's main mechanism, all or none. Only their own commits are spent.
 *
 * @throws the errors of {@link doRevealWeights}
 */
export function doBatchRevealWeights(ctx: Context, origin: Origin, netuid: number, reveals: readonly Reveal[]): void {
  const who = ensureSigned(origin);
  const commits = readCommits(ctx, who, netuid, netuid);
  const hashes = reveals.map((reveal) => getCommitHash(who, reveal));
  for (const hash of hashes) positionOf(ctx, netuid, commits, hash);
  const open = [...commits.open];
  for (const [i, reveal] of reveals.entries()) {
    const hash = hashes[i]!;
    open.splice(positionOf(ctx, netuid, { ...commits, open }, hash), 1);
    internalSetWeights(ctx, origin, reveal);
  }
  storeCommits(ctx, netuid, who, open);
  ctx.depositEvent(E.WeightsBatchRevealed(who, netuid, hashes));
}

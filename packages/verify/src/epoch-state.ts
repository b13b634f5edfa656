import { type Client, type StateView, stateAt } from "@myelin/client";
import type { EpochInput, StoredRow } from "@myelin/yuma";
import { inheritedStake } from "@myelin/yuma/stake";
import { NoEpochError } from "./errors.ts";
import { mechanismIndex, splitAmongMechanisms } from "./mechanisms.ts";
import { type Pending, pendingAtEpoch } from "./pending.ts";

const ROOT = 0;
const U64_MAX = (1n << 64n) - 1n;
const PALLET = "SubtensorModule";

/** Everything that an epoch of a subnet read, as kept by the node. */
export interface EpochState {
  readonly netuid: number;
  /** The block that ran the epoch, and the one before, whose state the epoch read. */
  readonly block: number;
  readonly hash: string;
  readonly parentHash: string;
  /** By uid. */
  readonly hotkeys: readonly string[];
  readonly pending: Pending;
  /** One for each mechanism of the subnet. */
  readonly inputs: readonly EpochInput[];
  /** What the chain stored for every uid: alpha rao (`Emission`). */
  readonly emission: readonly bigint[];
}

/** An epoch's block and the states on both sides of it. */
export interface EpochBlock {
  readonly netuid: number;
  readonly block: number;
  readonly hash: string;
  readonly parentHash: string;
  /** The state that the epoch read. */
  readonly before: StateView;
  /** The state that the block left. */
  readonly after: StateView;
}

/** What all mechanisms share. */
interface Reading extends EpochBlock {
  readonly hotkeys: readonly string[];
}

/**
 * Reads the epoch that ran in `block`, through the RPC that anybody may use, as the node tells it.
 *
 * @throws {NoEpochError} when the subnet ran no epoch in that block
 * @throws {RpcError} when the node has dropped the state of that block
 */
export async function readEpochAt(client: Client, netuid: number, block: number): Promise<EpochState> {
  const [hash, parentHash] = await Promise.all([hashOf(client, block), hashOf(client, block - 1)]);
  const [before, after] = [stateAt(client.query, parentHash), stateAt(client.query, hash)];
  return await readEpoch({ netuid, block, hash, parentHash, before, after });
}

/**
 * Reads an epoch's input from the state of the block before, and what cannot be seen there from the block itself: the
 * alpha that it created. Nothing else that an epoch reads changes in its block before it runs.
 *
 * Follows `epoch/run_epoch.rs` and `coinbase/run_coinbase.rs` of subtensor's pallet.
 * @throws {NoEpochError} when the subnet ran no epoch in that block
 */
export async function readEpoch(epoch: EpochBlock): Promise<EpochState> {
  const { netuid, block, hash, parentHash, before, after } = epoch;
  const ran = await after.get<bigint>(PALLET, "LastMechansimStepBlock", [netuid]);
  if (ran !== BigInt(block)) throw new NoEpochError(`Subnet ${netuid} ran no epoch in block ${block}.`);
  const reading: Reading = { ...epoch, hotkeys: await readHotkeys(netuid, before) };
  const [pending, common, emission, count, split] = await Promise.all([
    pendingAtEpoch(netuid, before, after),
    readCommon(reading),
    after.get<bigint[]>(PALLET, "Emission", [netuid]),
    before.get<number>(PALLET, "MechanismCountCurrent", [netuid]),
    before.get<number[] | undefined>(PALLET, "MechanismEmissionSplit", [netuid]),
  ]);
  const parts = splitAmongMechanisms(alphaOf(pending), count, split);
  const inputs = await Promise.all(
    parts.map(async (part, mechanism): Promise<EpochInput> => {
      return { ...common, emission: part, ...(await readMechanism(reading, mechanism)) };
    }),
  );
  return { netuid, block, hash, parentHash, hotkeys: reading.hotkeys, pending, inputs, emission };
}

/** Alpha rao that an epoch divides. */
export function alphaOf({ server, validator, root }: Pending): bigint {
  return server + validator + root;
}

async function hashOf(client: Client, block: number): Promise<string> {
  const hash: string | null = await client.blockHash(block);
  if (hash === null) throw new NoEpochError(`There is no block ${block} yet.`);
  return hash;
}

/** By uid. */
export async function readHotkeys(netuid: number, state: StateView): Promise<string[]> {
  const n = await state.get<number>(PALLET, "SubnetworkN", [netuid]);
  return await state.many<string>(PALLET, "Keys", keysOf(netuid, n));
}

async function readCommon({ netuid, block, before, hotkeys }: Reading) {
  const n = hotkeys.length;
  const one = <T>(item: string) => before.get<T>(PALLET, item, [netuid]);
  const [stakes, owner, registered, taoWeight, stakeThreshold] = await Promise.all([
    readStakes(netuid, before, hotkeys),
    ownerHotkey(netuid, before),
    before.many<bigint>(PALLET, "BlockAtRegistration", keysOf(netuid, n)),
    before.get<bigint>(PALLET, "TaoWeight"),
    before.get<bigint>(PALLET, "StakeThreshold"),
  ]);
  const [tempo, cutoffFactor, lastStep, permits, maxAllowedValidators] = await Promise.all([
    one<number>("Tempo"),
    one<number>("ActivityCutoffFactorMilli"),
    one<bigint>("LastMechansimStepBlock"),
    one<boolean[]>("ValidatorPermit"),
    one<number>("MaxAllowedValidators"),
  ]);
  const [kappa, bondsPenalty, bondsMovingAverage, yuma3, liquidAlpha, alphaValues, steepness] = await Promise.all([
    one<number>("Kappa"),
    one<number>("BondsPenalty"),
    one<bigint>("BondsMovingAverage"),
    one<boolean>("Yuma3On"),
    one<boolean>("LiquidAlphaOn"),
    one<[number, number]>("AlphaValues"),
    one<number>("AlphaSigmoidSteepness"),
  ]);
  const now = BigInt(block);
  const cutoff = (BigInt(cutoffFactor) * BigInt(tempo)) / 1000n;
  const tempoAgo = now > BigInt(tempo) ? now - BigInt(tempo) : 0n;
  const ownerUid = owner === undefined ? -1 : hotkeys.indexOf(owner);
  return {
    n,
    currentBlock: now,
    activityCutoff: cutoff > 1n ? cutoff : 1n,
    lastTempoBlock: lastStep > 0n ? lastStep + 1n : tempoAgo,
    ...stakes,
    taoWeight,
    stakeThreshold,
    ownerUid: ownerUid < 0 ? null : ownerUid,
    validatorPermits: resized(permits, n, false),
    maxAllowedValidators,
    blockAtRegistration: registered,
    kappa,
    bondsPenalty,
    bondsMovingAverage,
    yuma3,
    liquidAlpha,
    alphaLow: alphaValues[0],
    alphaHigh: alphaValues[1],
    alphaSigmoidSteepness: steepness,
  };
}

/** The default of the item is an account of zeros, which is nobody. */
async function ownerHotkey(netuid: number, state: StateView): Promise<string | undefined> {
  const owner = await state.get<string | undefined>(PALLET, "SubnetOwnerHotkey", [netuid]);
  return owner === undefined || /^0x0*$/.test(owner) ? undefined : owner;
}

/** Stake of every hotkey on the subnet and on root, after what children took and parents gave. */
async function readStakes(netuid: number, state: StateView, hotkeys: readonly string[]) {
  const pairs = hotkeys.map((hotkey) => [hotkey, netuid]);
  const [children, parents] = await Promise.all([
    state.many<[bigint, string][]>(PALLET, "ChildKeys", pairs),
    state.many<[bigint, string][]>(PALLET, "ParentKeys", pairs),
  ]);
  const all = [...new Set([...hotkeys, ...parents.flat().map(([, parent]) => parent)])];
  const on = async (stakeNetuid: number) => {
    const keys = all.map((hotkey) => [hotkey, stakeNetuid]);
    const amounts = await state.many<bigint>(PALLET, "TotalHotkeyAlpha", keys);
    const byHotkey = new Map(all.map((hotkey, i) => [hotkey, amounts[i]!]));
    return hotkeys.map((hotkey, uid) =>
      inheritedStake(
        byHotkey.get(hotkey)!,
        children[uid]!.map(([proportion]) => proportion),
        parents[uid]!.map(([proportion, parent]) => ({ stake: byHotkey.get(parent)!, proportion })),
      ),
    );
  };
  const [alphaStake, taoStake] = await Promise.all([on(netuid), on(ROOT)]);
  return { alphaStake, taoStake };
}

async function readMechanism({ netuid, before, hotkeys }: Reading, mechanism: number) {
  const index = mechanismIndex(netuid, mechanism);
  const n = hotkeys.length;
  const [weights, bonds, lastUpdate, commitReveal] = await Promise.all([
    readRows("Weights", index, n, before),
    readRows("Bonds", index, n, before),
    before.get<bigint[]>(PALLET, "LastUpdate", [index]),
    before.get<boolean>(PALLET, "CommitRevealWeightsEnabled", [netuid]),
  ]);
  return {
    weights: weights.map((row) => row.filter(([target]) => target < n)),
    bonds: bonds.map((row) => row.filter(([target]) => target < n)),
    lastUpdate: resized(lastUpdate, n, 0n),
    commitBlocks: commitReveal ? await readCommits(netuid, index, before, hotkeys) : null,
  };
}

/** The rows of the first n uids. @param index of the mechanism */
export async function readRows(
  item: "Weights" | "Bonds",
  index: number,
  n: number,
  state: StateView,
): Promise<StoredRow[]> {
  return await state.many<[number, number][]>(PALLET, item, keysOf(index, n));
}

/** Block of each neuron's oldest commit that can still be revealed. The epoch counts itself before it looks. */
async function readCommits(
  netuid: number,
  index: number,
  state: StateView,
  hotkeys: readonly string[],
): Promise<bigint[]> {
  const [before, period, hashed, timelocked] = await Promise.all([
    state.get<bigint>(PALLET, "SubnetEpochIndex", [netuid]),
    state.get<bigint>(PALLET, "RevealPeriodEpochs", [netuid]),
    state.entries<[string, bigint, bigint, bigint][]>(PALLET, "WeightCommits", [index]),
    state.entries<[string, bigint, ...unknown[]][]>(PALLET, "TimelockedWeightCommits", [index]),
  ]);
  const expired = (committed: bigint) => before + 1n > committed + period;
  const uids = new Map(hotkeys.map((hotkey, uid) => [hotkey, uid]));
  const blocks = new Array<bigint>(hotkeys.length).fill(U64_MAX);
  const note = (hotkey: string, block: bigint) => {
    const uid = uids.get(hotkey);
    if (uid !== undefined && block < blocks[uid]!) blocks[uid] = block;
  };
  for (const [[, hotkey], commits] of hashed) {
    const open = (commits ?? []).find(([, committed]) => !expired(committed));
    if (open !== undefined) note(String(hotkey), open[2]);
  }
  for (const [[, committed], commits] of timelocked) {
    if (expired(committed as bigint)) continue;
    for (const [hotkey, block] of commits) note(hotkey, block);
  }
  return blocks;
}

function keysOf(netuid: number, n: number): [number, number][] {
  return Array.from({ length: n }, (_, uid) => [netuid, uid]);
}

function resized<T>(vector: readonly T[], n: number, fill: T): T[] {
  return Array.from({ length: n }, (_, uid) => vector[uid] ?? fill);
}

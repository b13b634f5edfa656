import type { Client } from "@myelin/client";
import { MyelinError } from "@myelin/primitives/errors";
import type { EpochInput, StoredRow } from "@myelin/yuma";
import { inheritedStake } from "@myelin/yuma/stake";
import { mechanismIndex, splitAmongMechanisms } from "./mechanisms.ts";
import { type Pending, pendingAtEpoch } from "./pending.ts";

const ROOT = 0;
const U64_MAX = (1n << 64n) - 1n;
const PALLET = "SubtensorModule";

/** Code: `NO_EPOCH`. */
export class NoEpochError extends MyelinError {
  constructor(message: string) {
    super("NO_EPOCH", message);
  }
}

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

/** What is read at the block before an epoch, shared by all mechanisms. */
interface Reading {
  readonly client: Client;
  readonly netuid: number;
  readonly block: number;
  readonly before: string;
  readonly after: string;
  readonly hotkeys: readonly string[];
}

/**
 * Reads the epoch that ran in `block`: its input from the state of the block before, its result from the block itself.
 *
 * Follows `epoch/run_epoch.rs` and `coinbase/run_coinbase.rs` of subtensor's pallet, through the RPC that anybody may use.
 * @throws {NoEpochError} when the subnet ran no epoch in that block
 * @throws {RpcError} when the node has dropped the state of that block
 */
export async function readEpoch(client: Client, netuid: number, block: number): Promise<EpochState> {
  const after = await hashOf(client, block);
  const before = await hashOf(client, block - 1);
  const ran = await client.query.get<bigint>(PALLET, "LastMechansimStepBlock", [netuid], { at: after });
  if (ran !== BigInt(block)) throw new NoEpochError(`Subnet ${netuid} ran no epoch in block ${block}.`);
  const hotkeys = await readHotkeys(client, netuid, before);
  const reading: Reading = { client, netuid, block, before, after, hotkeys };
  const [pending, common, emission, count, split] = await Promise.all([
    pendingAtEpoch(client, netuid, before, after),
    readCommon(reading),
    client.query.get<bigint[]>(PALLET, "Emission", [netuid], { at: after }),
    client.query.get<number>(PALLET, "MechanismCountCurrent", [netuid], { at: before }),
    client.query.get<number[] | undefined>(PALLET, "MechanismEmissionSplit", [netuid], { at: before }),
  ]);
  const parts = splitAmongMechanisms(pending.server + pending.validator + pending.root, count, split);
  const inputs = await Promise.all(
    parts.map(async (part, mechanism): Promise<EpochInput> => {
      return { ...common, emission: part, ...(await readMechanism(reading, mechanism)) };
    }),
  );
  return { netuid, block, hash: after, parentHash: before, hotkeys, pending, inputs, emission };
}

async function hashOf(client: Client, block: number): Promise<string> {
  const hash: string | null = await client.blockHash(block);
  if (hash === null) throw new NoEpochError(`There is no block ${block} yet.`);
  return hash;
}

async function readHotkeys(client: Client, netuid: number, at: string): Promise<string[]> {
  const n = await client.query.get<number>(PALLET, "SubnetworkN", [netuid], { at });
  const uids = Array.from({ length: n }, (_, uid) => [netuid, uid]);
  return await client.query.many<string>(PALLET, "Keys", uids, { at });
}

async function readCommon({ client, netuid, block, before: at, hotkeys }: Reading) {
  const n = hotkeys.length;
  const one = <T>(item: string) => client.query.get<T>(PALLET, item, [netuid], { at });
  const [tempo, cutoffFactor, lastStep, owner, permits, alphaValues] = await Promise.all([
    one<number>("Tempo"),
    one<number>("ActivityCutoffFactorMilli"),
    one<bigint>("LastMechansimStepBlock"),
    ownerHotkey(client, netuid, at),
    one<boolean[]>("ValidatorPermit"),
    one<[number, number]>("AlphaValues"),
  ]);
  const [stakes, registered, taoWeight, stakeThreshold] = await Promise.all([
    readStakes(client, netuid, at, hotkeys),
    client.query.many<bigint>(PALLET, "BlockAtRegistration", keysOf(netuid, n), { at }),
    client.query.get<bigint>(PALLET, "TaoWeight", [], { at }),
    client.query.get<bigint>(PALLET, "StakeThreshold", [], { at }),
  ]);
  const [maxAllowedValidators, kappa, bondsPenalty, bondsMovingAverage, yuma3, liquidAlpha, steepness] =
    await Promise.all([
      one<number>("MaxAllowedValidators"),
      one<number>("Kappa"),
      one<number>("BondsPenalty"),
      one<bigint>("BondsMovingAverage"),
      one<boolean>("Yuma3On"),
      one<boolean>("LiquidAlphaOn"),
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
async function ownerHotkey(client: Client, netuid: number, at: string): Promise<string | undefined> {
  const owner = await client.query.get<string | undefined>(PALLET, "SubnetOwnerHotkey", [netuid], { at });
  return owner === undefined || /^0x0*$/.test(owner) ? undefined : owner;
}

/** Stake of every hotkey on the subnet and on root, after what children took and parents gave. */
async function readStakes(client: Client, netuid: number, at: string, hotkeys: readonly string[]) {
  const pairs = hotkeys.map((hotkey) => [hotkey, netuid]);
  const [children, parents] = await Promise.all([
    client.query.many<[bigint, string][]>(PALLET, "ChildKeys", pairs, { at }),
    client.query.many<[bigint, string][]>(PALLET, "ParentKeys", pairs, { at }),
  ]);
  const all = [...new Set([...hotkeys, ...parents.flat().map(([, parent]) => parent)])];
  const on = async (stakeNetuid: number) => {
    const keys = all.map((hotkey) => [hotkey, stakeNetuid]);
    const amounts = await client.query.many<bigint>(PALLET, "TotalHotkeyAlpha", keys, { at });
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

async function readMechanism({ client, netuid, before: at, after, hotkeys }: Reading, mechanism: number) {
  const index = mechanismIndex(netuid, mechanism);
  const n = hotkeys.length;
  const [weights, bonds, lastUpdate, commitReveal] = await Promise.all([
    client.query.entries<[number, number][]>(PALLET, "Weights", [index], { at }),
    client.query.entries<[number, number][]>(PALLET, "Bonds", [index], { at }),
    client.query.get<bigint[]>(PALLET, "LastUpdate", [index], { at }),
    client.query.get<boolean>(PALLET, "CommitRevealWeightsEnabled", [netuid], { at }),
  ]);
  return {
    weights: rowsOf(weights, n),
    bonds: rowsOf(bonds, n),
    lastUpdate: resized(lastUpdate, n, 0n),
    commitBlocks: commitReveal ? await readCommits(client, { netuid, index, at, after, hotkeys }) : null,
  };
}

interface CommitReading {
  readonly netuid: number;
  readonly index: number;
  readonly at: string;
  readonly after: string;
  readonly hotkeys: readonly string[];
}

/** Block of each neuron's oldest commit that can still be revealed. The epoch counts itself before it looks. */
async function readCommits(client: Client, { netuid, index, at, after, hotkeys }: CommitReading): Promise<bigint[]> {
  const [epoch, period, hashed, timelocked] = await Promise.all([
    client.query.get<bigint>(PALLET, "SubnetEpochIndex", [netuid], { at: after }),
    client.query.get<bigint>(PALLET, "RevealPeriodEpochs", [netuid], { at }),
    client.query.entries<[string, bigint, bigint, bigint][]>(PALLET, "WeightCommits", [index], { at }),
    client.query.entries<[string, bigint, ...unknown[]][]>(PALLET, "TimelockedWeightCommits", [index], { at }),
  ]);
  const expired = (committed: bigint) => epoch > committed + period;
  const blocks = new Array<bigint>(hotkeys.length).fill(U64_MAX);
  const note = (hotkey: string, block: bigint) => {
    const uid = hotkeys.indexOf(hotkey);
    if (uid >= 0 && block < blocks[uid]!) blocks[uid] = block;
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

function rowsOf(entries: readonly [unknown[], [number, number][]][], n: number): StoredRow[] {
  const rows: StoredRow[] = Array.from({ length: n }, () => []);
  for (const [[, uid], row] of entries) {
    if ((uid as number) < n) rows[uid as number] = row.filter(([target]) => target < n);
  }
  return rows;
}

function keysOf(netuid: number, n: number): [number, number][] {
  return Array.from({ length: n }, (_, uid) => [netuid, uid]);
}

function resized<T>(vector: readonly T[], n: number, fill: T): T[] {
  return Array.from({ length: n }, (_, uid) => vector[uid] ?? fill);
}

import { type Client, ProvenState, provenHeader } from "@myelin/client";
import { type AlteredWeight, withAlteredWeight } from "./altered-weight.ts";
import { type Comparison, compare } from "./compare.ts";
import { type EpochState, readEpoch } from "./epoch-state.ts";
import { NoEpochError } from "./errors.ts";
import { prepareKernel, recompute } from "./recompute.ts";
import { readStored, type StoredEpoch } from "./stored.ts";

const PALLET = "SubtensorModule";

/** An epoch of which everything is proven: what it read under the header before its block, what it left under its own. */
export interface ProvenEpoch {
  readonly state: EpochState;
  readonly stored: StoredEpoch;
  readonly stateRoots: { readonly before: string; readonly after: string };
  readonly proof: {
    /** Storage keys whose value or absence was proven. */
    readonly keys: number;
    readonly nodes: number;
    readonly bytes: number;
    readonly requests: number;
    /** Milliseconds for asking, checking and decoding. */
    readonly ms: number;
  };
}

/** What came of computing an epoch again. */
export interface Verification extends Comparison {
  readonly epoch: ProvenEpoch;
  readonly isEqual: boolean;
  /** Milliseconds that the kernel took, for all mechanisms. */
  readonly kernelMs: number;
  readonly altered: (AlteredWeight & { readonly was: number | undefined }) | undefined;
}

export interface ReadOptions {
  /** Told how many keys are proven so far. */
  readonly onProgress?: (keys: number) => void;
}

/**
 * Reads an epoch and believes of the node only the hash of the block: the header is hashed again, the one before it is its
 * parent, and all values come with proofs against the two state roots.
 *
 * @param block number or hash of the block that ran the epoch; the subnet's last one unless given
 * @throws {NoEpochError} when there is none
 * @throws {ProofError} when the node's answers are not what the hash commits to; it names the item
 * @throws {RpcError} when the node has dropped the state of that block
 */
export async function readProvenEpoch(
  client: Client,
  netuid: number,
  block?: number | string,
  { onProgress }: ReadOptions = {},
): Promise<ProvenEpoch> {
  const start = performance.now();
  const { transport, metadata } = client;
  const header = await provenHeader(transport, await hashOf(client, netuid, block));
  if (header.number === 0) throw new NoEpochError("Block 0 is the genesis: no epoch ran in it.");
  const parent = await provenHeader(transport, header.parentHash);
  let keys = 0;
  const onKeys = (more: number) => {
    keys += more;
    onProgress?.(keys);
  };
  const before = new ProvenState(transport, metadata, parent, onKeys);
  const after = new ProvenState(transport, metadata, header, onKeys);
  const { number, hash, parentHash } = header;
  const state = await readEpoch({ netuid, block: number, hash, parentHash, before, after });
  const stored = await readStored(state, after);
  const [a, b] = [before.figures, after.figures];
  return {
    state,
    stored,
    stateRoots: { before: parent.stateRoot, after: header.stateRoot },
    proof: {
      keys,
      nodes: a.nodes + b.nodes,
      bytes: a.bytes + b.bytes,
      requests: a.requests + b.requests,
      ms: performance.now() - start,
    },
  };
}

/**
 * Computes an epoch again in the kernel that the chain runs, and compares every figure with what the chain stored.
 *
 * @param altered one weight as it is not, to see that it is noticed
 * @throws {AlterationError}
 */
export async function verifyEpoch(epoch: ProvenEpoch, altered?: AlteredWeight): Promise<Verification> {
  const { state, stored } = epoch;
  await prepareKernel();
  const alteration = altered && withAlteredWeight(state.inputs, altered);
  const { figures, kernelMs } = recompute(state, alteration?.inputs);
  const comparison = compare(stored, figures);
  return {
    ...comparison,
    epoch,
    isEqual: comparison.first === undefined,
    kernelMs,
    altered: altered && { ...altered, was: alteration?.was },
  };
}

async function hashOf(client: Client, netuid: number, block: number | string | undefined): Promise<string> {
  if (typeof block === "string") return block;
  const number = block ?? (await lastEpoch(client, netuid));
  const hash: string | null = await client.blockHash(number);
  if (hash === null) throw new NoEpochError(`There is no block ${number} yet.`);
  return hash;
}

async function lastEpoch(client: Client, netuid: number): Promise<number> {
  const last = await client.query.get<bigint>(PALLET, "LastMechansimStepBlock", [netuid]);
  if (last === 0n) throw new NoEpochError(`No epoch has run on subnet ${netuid} yet.`);
  return Number(last);
}

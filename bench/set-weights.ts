/**
 * 256 validators of a full subnet set 256 weights each, rate limit 0, from signed bytes to committed blocks: signature and
 * pool checks, execution, state root, commit. The limit of a block's weight is lifted (the chain's admits 25 such calls), and
 * blocks are made on demand, not once a second: how long one takes is told.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CallValue, type Runtime, ZERO_HASH } from "@myelin/frame";
import { Node } from "@myelin/node";
import { type ChainSpec, developmentSpec, saveSpec, specHash } from "@myelin/node/chain/chain-spec";
import { genesisHeader } from "@myelin/node/chain/executed-block";
import { StateDb } from "@myelin/node/state/index";
import { signedBy } from "@myelin/node/testing/signing";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";
import { createMyelinRuntime, developmentConfig } from "@myelin/runtime";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { appendNeuron } from "@myelin/runtime/pallets/subtensor/subnets/uids";
import type { Row } from "./row.ts";

const NETUID = 1;
const UIDS = 256;
const ROUNDS = 6;
/** What a node should carry at least, calls a second. */
const GOAL = 300;

export async function run(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const keys = Array.from({ length: UIDS - 1 }, (_, i) => keypairFromUri(`//Validator//${i}`));
  const spec = developmentSpec({
    config: { ...developmentConfig, weightsSetRateLimit: 0n, blockWeightLimit: 4_000_000_000_000_000n },
  });
  await writeFullSubnet(dir, spec, keys);
  const node = await Node.start({ dir, sealing: "manual", rpc: false });
  try {
    return await measure(node, keys);
  } finally {
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A chain whose genesis has the validators registered; uid 0 is the owner's. */
async function writeFullSubnet(dir: string, spec: ChainSpec, keys: readonly Keypair[]): Promise<void> {
  const runtime = createMyelinRuntime(spec.config);
  saveSpec(dir, spec);
  const db = await StateDb.open(join(dir, "chain"), { network: specHash(spec) });
  await db.writeGenesis(withNeurons(runtime, spec, keys), (root) => {
    const { hash, encodedHeader } = genesisHeader(root, runtime.version.systemVersion);
    return { hash, header: encodedHeader };
  });
  await db.close();
}

function withNeurons(runtime: Runtime, spec: ChainSpec, keys: readonly Keypair[]) {
  const state = runtime.buildGenesis(spec.genesis);
  const reader = { get: (key: `0x${string}`) => state.get(key), keys: () => [] };
  const changes = runtime.query(reader, { number: 0, parentHash: ZERO_HASH }, (ctx) => {
    for (const { accountId } of keys) appendNeuron(ctx, NETUID, accountId, 0n);
    S.ValidatorPermit.mutate(ctx, NETUID, (permits) => permits.map(() => true));
    return ctx.state.changes();
  });
  for (const [key, value] of changes) if (value !== undefined) state.set(key, value);
  return state;
}

async function measure(node: Node, keys: readonly Keypair[]): Promise<Row[]> {
  const { chain } = node;
  const rates: number[] = [];
  let blocks = 0;
  let blockTime = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const calls = keys.map((key) => signedBy(chain, key, weights(round), { nonce: round }));
    const began = performance.now();
    await Promise.all(calls.map((call) => chain.submit(call)));
    const submitted = performance.now();
    for (; chain.pool.status.ready > 0; blocks++) await node.time.step();
    blockTime += performance.now() - submitted;
    rates.push((1_000 * calls.length) / (performance.now() - began));
  }
  const { number, parentHash } = chain.head();
  const stored = chain.runtime.query(chain.readerAt(), { number, parentHash }, (ctx) => S.Weights.get(ctx, NETUID, 1));
  if (stored.length !== UIDS) throw new Error(`the weights were not set: ${stored.length} of ${UIDS}`);
  rates.sort((a, b) => a - b);
  const rate = rates[Math.floor(rates.length / 2)]!;
  const name = `set_weights of ${UIDS} uids, median of ${ROUNDS} rounds of ${keys.length} (anchor: the goal)`;
  return [
    { name, ours: rate, anchor: GOAL, unit: "calls/s", ratio: rate / GOAL },
    { name: "time of one block", ours: blockTime / blocks, anchor: null, unit: "ms", ratio: null },
  ];
}

function weights(round: number): CallValue {
  const dests = Array.from({ length: UIDS }, (_, uid) => uid);
  const values = dests.map((uid) => 1 + ((uid * 31 + round * 7) % 65_535));
  const args = { netuid: NETUID, dests, weights: values, version_key: 0n };
  return { type: "SubtensorModule", value: { type: "set_weights", value: args } };
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccountId, type Context, signed, ZERO_HASH } from "@myelin/frame";
import { Node } from "@myelin/node";
import { type ChainSpec, developmentSpec, saveSpec, specHash } from "@myelin/node/chain/chain-spec";
import { genesisHeader } from "@myelin/node/chain/executed-block";
import { StateDb } from "@myelin/node/state/index";
import { utf8 } from "@myelin/primitives";
import { createMyelinRuntime, developmentConfig } from "@myelin/runtime";
import { mintInto } from "@myelin/runtime/pallets/balances/balances";
import { S } from "@myelin/runtime/pallets/subtensor/storage";
import { numbered } from "@myelin/runtime/testing/emitting-subnet";
import { MemoryState } from "@myelin/runtime/testing/memory-state";

export interface Population {
  readonly subnets: number;
  /** Of the subnet {@link FULL_NETUID}. */
  readonly neurons: number;
}

export const FULL_NETUID = 2;
const TAO = 1_000_000_000n;
const VALIDATORS = 64;
const PORT = 8091;

/** A node with a block every 250 ms, whose chain begins with subnets and neurons that registered as anybody does. */
export async function startPopulated(population: Population): Promise<{ node: Node; stop(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const spec = developmentSpec({ config: { ...developmentConfig, blockTime: 250 } });
  await write(dir, spec, population);
  const node = await Node.start({ dir, log: "fatal", rpc: { port: 0 } });
  const stop = async () => {
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { node, stop };
}

async function write(dir: string, spec: ChainSpec, population: Population): Promise<void> {
  const runtime = createMyelinRuntime(spec.config);
  saveSpec(dir, spec);
  const state = runtime.buildGenesis(spec.genesis);
  const begin = { number: 1, parentHash: ZERO_HASH };
  const changes = runtime.query(new MemoryState(state), begin, (ctx) => {
    populate(ctx, population);
    return ctx.state.changes();
  });
  for (const [key, value] of changes) {
    if (value === undefined) state.delete(key);
    else state.set(key, value);
  }
  const db = await StateDb.open(join(dir, "chain"), { network: specHash(spec) });
  await db.writeGenesis(state, (root) => {
    const { hash, encodedHeader } = genesisHeader(root, runtime.version.systemVersion);
    return { hash, header: encodedHeader };
  });
  await db.close();
}

function populate(ctx: Context, { subnets, neurons }: Population): void {
  S.NetworkRateLimit.set(ctx, 0n);
  const dearest = S.NetworkLastLockCost.get(ctx);
  // One is there already.
  for (let number = 2; number <= subnets; number++) {
    const owner = coldkey(number);
    fund(ctx, owner, 10_000n * TAO);
    S.NetworkLastLockCost.set(ctx, dearest);
    act(ctx, owner, "register_network_with_identity", { hotkey: hotkey(number), identity: identityOf(number) });
  }
  for (let uid = 1; uid < neurons; uid++) register(ctx, uid);
}

function register(ctx: Context, uid: number): void {
  const [who, key] = [coldkey(10_000 + uid), hotkey(10_000 + uid)];
  fund(ctx, who, 10_000n * TAO);
  S.Burn.set(ctx, FULL_NETUID, TAO);
  S.RegistrationsThisBlock.set(ctx, FULL_NETUID, 0);
  S.RegistrationsThisInterval.set(ctx, FULL_NETUID, 0);
  act(ctx, who, "burned_register", { netuid: FULL_NETUID, hotkey: key });
  const axon = { version: 10_005_000, ip: BigInt(0x0a00_0000 + uid), port: PORT, ip_type: 4, protocol: 4 };
  act(ctx, key, "serve_axon", { netuid: FULL_NETUID, ...axon, placeholder1: 0, placeholder2: 0 });
  if (uid < VALIDATORS)
    S.ValidatorPermit.mutate(ctx, FULL_NETUID, (permits) => permits.map((has, i) => has || i === uid));
}

function fund(ctx: Context, who: AccountId, rao: bigint): void {
  mintInto(ctx, who, rao);
  S.TotalIssuance.mutate(ctx, (total) => total + rao);
}

function act(ctx: Context, who: AccountId, name: string, args: Record<string, unknown>): void {
  ctx.dispatch(signed(who), { type: "SubtensorModule", value: { type: name, value: args } });
}

const coldkey = (number: number): AccountId => numbered(1_000_000 + number);
const hotkey = (number: number): AccountId => numbered(2_000_000 + number);

function identityOf(number: number) {
  const fields = ["github_repo", "subnet_contact", "subnet_url", "discord", "description", "logo_url", "additional"];
  const rest = fields.map((field) => [field, utf8(`https://example.com/${field}/${number}`)]);
  return { subnet_name: utf8(`subnet ${number}`), ...Object.fromEntries(rest) };
}

/** A small subnet with real registrations, stakes and weights, for tests of the page. */
import { type Call, type Client, connect } from "@myelin/client";
import { startTestNode, type TestNode } from "@myelin/node/rpc/testing";
import { type Keypair, keypairFromUri } from "@myelin/primitives/keys";

const TAO = 1_000_000_000n;

export interface Village {
  readonly test: TestNode;
  readonly client: Client;
  readonly netuid: number;
  readonly validators: readonly Keypair[];
  readonly miners: readonly Keypair[];
  /** A validator, by its place, sets weights by uid. */
  vote(validator: number, weights: readonly (readonly [uid: number, weight: number])[]): Promise<void>;
  /** Makes blocks up to the one that runs the next epoch, and gives its number. */
  epoch(): Promise<number>;
  uidOf(hotkey: Keypair): Promise<number>;
  stop(): Promise<void>;
}

export interface VillageOptions {
  readonly validators: number;
  readonly miners: number;
  readonly node?: Parameters<typeof startTestNode>[0];
}

/** Validators stake more the later they come, so that no two agree by accident. */
export async function startVillage(options: VillageOptions): Promise<Village> {
  const test = await startTestNode({ sealing: "instant", pruning: "archive", ...options.node });
  const client = await connect(test.rpc.url);
  const validators = keys("validator", options.validators);
  const miners = keys("miner", options.miners);
  const [owner, backer] = [keypairFromUri("//Alice"), keypairFromUri("//Bob")];
  const netuid = await createSubnet(client, owner);
  const register = (hotkey: Keypair) =>
    client.call("SubtensorModule", "burned_register", { netuid, hotkey: hotkey.address });
  const stake = (hotkey: Keypair, i: number) =>
    client.call("SubtensorModule", "add_stake", {
      hotkey: hotkey.address,
      netuid,
      amount_staked: (20n + 7n * BigInt(i)) * TAO,
    });
  const fund = client.call("Balances", "transfer_keep_alive", { dest: backer.address, value: 50_000n * TAO });
  await batch(client, owner, [fund]);
  await batch(client, backer, [...validators.map(register), ...validators.map(stake)]);
  await batch(client, backer, miners.map(register));
  const uidOf = (hotkey: Keypair) => client.query.get<number>("SubtensorModule", "Uids", [netuid, hotkey.address]);
  return {
    test,
    client,
    netuid,
    validators,
    miners,
    uidOf,
    epoch: () => test.node.time.jumpToEpoch(netuid),
    async vote(validator, weights) {
      const args = { netuid, dests: weights.map(([uid]) => uid), weights: weights.map(([, weight]) => weight) };
      await client
        .tx("SubtensorModule", "set_weights", { ...args, version_key: 0n })
        .sendAndWait(validators[validator]!);
    },
    async stop() {
      await client.close();
      await test.stop();
    },
  };
}

function keys(name: string, count: number): Keypair[] {
  return Array.from({ length: count }, (_, i) => keypairFromUri(`//${name}//${i}`));
}

async function createSubnet(client: Client, owner: Keypair): Promise<number> {
  const netuids = await client.query.entries<boolean>("SubtensorModule", "NetworksAdded");
  const netuid = 1 + Math.max(0, ...netuids.map(([[id]]) => id as number));
  await batch(client, owner, [
    client.call("SubtensorModule", "register_network", { hotkey: keypairFromUri("//Alice//hotkey").address }),
    client.call("SubtensorModule", "start_call", { netuid }),
  ]);
  return netuid;
}

async function batch(client: Client, signer: Keypair, calls: Call[]): Promise<void> {
  await client.tx("Utility", "batch_all", { calls }).sendAndWait(signer);
}

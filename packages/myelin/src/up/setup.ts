import type { Call, Client } from "@myelin/client";
import { getBalance } from "@myelin/client/actions/balances";
import { getUid } from "@myelin/client/actions/neurons";
import { getSubnets } from "@myelin/client/actions/subnets";
import { utf8 } from "@myelin/primitives/bytes";
import { toAccountId } from "@myelin/primitives/ss58";
import { developmentAccount } from "../session/development.ts";
import type { Keys } from "./keys.ts";
import { MEMBERS, type Member, NEURON_FUNDS, OWNER, OWNER_FUNDS } from "./plan.ts";
import { soon } from "./soon.ts";

export type SetupProgress = (text: string) => void;

/**
 * Makes the subnet and its neurons on chain, in three blocks: funds, the subnet, everybody's registration. What is there
 * already is left as it is, so a start that was interrupted is continued. Returns the subnet's number.
 */
export async function setupNetwork(
  client: Client,
  keys: ReadonlyMap<string, Keys>,
  tell: SetupProgress,
): Promise<number> {
  const existing = await subnetOf(client, keys.get(OWNER)!);
  const newcomers = await unregistered(client, keys, existing);
  if (existing === undefined || newcomers.length > 0) {
    tell("funding the coldkeys");
    await fund(client, keys, newcomers, existing === undefined);
  }
  if (existing === undefined) tell("creating the subnet");
  const netuid = existing ?? (await createSubnet(client, keys.get(OWNER)!));
  if (newcomers.length > 0) tell(`registering ${newcomers.length} neurons`);
  const registrations = newcomers.map((member) => register(client, keys.get(member.name)!, netuid, member));
  await soon(client, registrations);
  return netuid;
}

async function subnetOf(client: Client, owner: Keys): Promise<number | undefined> {
  const wanted = toAccountId(owner.coldkey.address);
  return (await getSubnets(client)).find((subnet) => toAccountId(subnet.ownerColdkey) === wanted)?.netuid;
}

async function unregistered(
  client: Client,
  keys: ReadonlyMap<string, Keys>,
  netuid: number | undefined,
): Promise<Member[]> {
  if (netuid === undefined) return [...MEMBERS];
  const uids = await Promise.all(MEMBERS.map(({ name }) => getUid(client, netuid, keys.get(name)!.hotkey.address)));
  return MEMBERS.filter((_, i) => uids[i] === undefined);
}

/** One batch of transfers from the development account to those that have too little. */
async function fund(
  client: Client,
  keys: ReadonlyMap<string, Keys>,
  members: readonly Member[],
  owner: boolean,
): Promise<void> {
  const needs = new Map(
    members.map((member) => [member.name, NEURON_FUNDS + (member.kind === "validator" ? member.stake : 0n)]),
  );
  if (owner) needs.set(OWNER, OWNER_FUNDS);
  const calls = await Promise.all(
    [...needs].map(async ([name, need]) => {
      const { address } = keys.get(name)!.coldkey;
      const { free } = await getBalance(client, address);
      return free >= need
        ? []
        : [client.call("Balances", "transfer_keep_alive", { dest: address, value: need - free })];
    }),
  );
  const transfers = calls.flat();
  if (transfers.length > 0) await soon(client, [batch(client, await developmentAccount(), transfers)]);
}

/** What explorers and wallets show of the subnet. */
const IDENTITY = {
  subnet_name: "language",
  description: "Predict the next byte of text that nobody has read yet.",
};

/** Registers, names and starts it in one extrinsic. */
async function createSubnet(client: Client, { coldkey, hotkey }: Keys): Promise<number> {
  const taken = (await getSubnets(client)).map(({ netuid }) => netuid);
  const netuid = Array.from({ length: taken.length + 1 }, (_, i) => i + 1).find(
    (candidate) => !taken.includes(candidate),
  )!;
  const calls = [
    client.call("SubtensorModule", "register_network", { hotkey: hotkey.address }),
    client.call("SubtensorModule", "set_subnet_identity", { netuid, ...identity(SUBNET_FIELDS, IDENTITY) }),
    client.call("SubtensorModule", "set_identity", identity(NEURON_FIELDS, { name: OWNER })),
    client.call("SubtensorModule", "start_call", { netuid }),
  ];
  await soon(client, [batch(client, coldkey, calls)]);
  return netuid;
}

const SUBNET_FIELDS = [
  "subnet_name",
  "github_repo",
  "subnet_contact",
  "subnet_url",
  "discord",
  "description",
  "logo_url",
];
const NEURON_FIELDS = ["name", "url", "github_repo", "image", "discord", "description"];

/** The chain wants all fields of an identity; those that are not given are empty. */
function identity(fields: readonly string[], given: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries([...fields, "additional"].map((field) => [field, utf8(given[field] ?? "")]));
}

/** Registers and names it, and stakes what a validator needs, in one extrinsic. */
function register(client: Client, { coldkey, hotkey }: Keys, netuid: number, member: Member): Promise<unknown> {
  const named = identity(NEURON_FIELDS, { name: member.name, description: member.role });
  const calls = [
    client.call("SubtensorModule", "burned_register", { netuid, hotkey: hotkey.address }),
    client.call("SubtensorModule", "set_identity", named),
  ];
  if (member.kind === "validator") {
    calls.push(
      client.call("SubtensorModule", "add_stake", { hotkey: hotkey.address, netuid, amount_staked: member.stake }),
    );
  }
  return batch(client, coldkey, calls);
}

/** All or nothing. */
function batch(client: Client, signer: Keys["coldkey"], calls: Call[]): Promise<unknown> {
  return client.tx("Utility", "batch_all", { calls }).sendAndWait(signer);
}

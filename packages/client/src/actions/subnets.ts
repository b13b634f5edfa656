import type { Keypair } from "@myelin/primitives";
import type { Client } from "../client.ts";
import type { Inclusion, SignOptions } from "../extrinsic/transaction.ts";

/** A subnet in one line. Amounts in rao. */
export interface SubnetSummary {
  netuid: number;
  name: string;
  symbol: string;
  ownerHotkey: string;
  ownerColdkey: string;
  tempo: number;
  blocksSinceLastStep: number;
  taoIn: bigint;
  alphaIn: bigint;
  alphaOut: bigint;
  /** TAO for one alpha, from the pool's reserves. */
  price: number;
  registeredAt: number;
}

interface RawDynamicInfo {
  netuid: number;
  owner_hotkey: string;
  owner_coldkey: string;
  subnet_name: number[] | Uint8Array;
  token_symbol: number[] | Uint8Array;
  tempo: number;
  blocks_since_last_step: bigint;
  tao_in: bigint;
  alpha_in: bigint;
  alpha_out: bigint;
  network_registered_at: bigint;
}

/** All subnets (`SubnetInfoRuntimeApi.get_all_dynamic_info`), the root network first. */
export async function getSubnets(client: Client, options: { at?: string } = {}): Promise<SubnetSummary[]> {
  const found = await client.callApi<(RawDynamicInfo | undefined)[]>(
    "SubnetInfoRuntimeApi",
    "get_all_dynamic_info",
    [],
    options,
  );
  return found.filter((info) => info !== undefined).map(summary);
}

function summary(raw: RawDynamicInfo): SubnetSummary {
  const text = (bytes: number[] | Uint8Array) => new TextDecoder().decode(Uint8Array.from(bytes));
  return {
    netuid: raw.netuid,
    name: text(raw.subnet_name),
    symbol: text(raw.token_symbol),
    ownerHotkey: raw.owner_hotkey,
    ownerColdkey: raw.owner_coldkey,
    tempo: raw.tempo,
    blocksSinceLastStep: Number(raw.blocks_since_last_step),
    taoIn: raw.tao_in,
    alphaIn: raw.alpha_in,
    alphaOut: raw.alpha_out,
    price: raw.netuid === 0 ? 1 : raw.alpha_in === 0n ? 0 : Number(raw.tao_in) / Number(raw.alpha_in),
    registeredAt: Number(raw.network_registered_at),
  };
}

/** Registers a new subnet (`register_network`) and returns its number, read from the event. */
export async function registerSubnet(
  client: Client,
  coldkey: Keypair,
  hotkey: string,
  options: SignOptions = {},
): Promise<{ netuid: number; inclusion: Inclusion }> {
  const inclusion = await client.tx("SubtensorModule", "register_network", { hotkey }).sendAndWait(coldkey, options);
  const added = inclusion.events.find((event) => event.pallet === "SubtensorModule" && event.name === "NetworkAdded");
  const [netuid] = added!.value as [number, number];
  return { netuid, inclusion };
}

/** Lets emission of a subnet begin (`start_call`); signed by its owner, once. */
export async function startSubnet(
  client: Client,
  owner: Keypair,
  netuid: number,
  options: SignOptions = {},
): Promise<Inclusion> {
  return await client.tx("SubtensorModule", "start_call", { netuid }).sendAndWait(owner, options);
}

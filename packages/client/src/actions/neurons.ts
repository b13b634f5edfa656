import type { Keypair } from "@myelin/primitives";
import type { Client } from "../client.ts";
import type { Inclusion, SignOptions } from "../extrinsic/transaction.ts";
import { ipFromText } from "./metagraph.ts";

/** The neuron's number on a subnet, or undefined where the hotkey is not registered there. */
export async function getUid(
  client: Client,
  netuid: number,
  hotkey: string,
  options: { at?: string } = {},
): Promise<number | undefined> {
  return await client.query.get<number | undefined>("SubtensorModule", "Uids", [netuid, hotkey], options);
}

/** Registers a hotkey on a subnet; the coldkey pays the subnet's current burn (`burned_register`). */
export async function registerNeuron(
  client: Client,
  coldkey: Keypair,
  netuid: number,
  hotkey: string,
  options: SignOptions = {},
): Promise<Inclusion> {
  return await client.tx("SubtensorModule", "burned_register", { netuid, hotkey }).sendAndWait(coldkey, options);
}

export interface AxonAddress {
  netuid: number;
  /** IPv4 or IPv6, as text. */
  ip: string;
  port: number;
  version?: number;
  protocol?: number;
}

/** Publishes where a neuron serves (`serve_axon`); signed by the hotkey, free of fee. */
export async function serveAxon(
  client: Client,
  hotkey: Keypair,
  { netuid, ip, port, version = 10_005_000, protocol = 4 }: AxonAddress,
  options: SignOptions = {},
): Promise<Inclusion> {
  const address = ipFromText(ip);
  const args = {
    netuid,
    version,
    ip: address.ip,
    port,
    ip_type: address.ipType,
    protocol,
    placeholder1: 0,
    placeholder2: 0,
  };
  return await client.tx("SubtensorModule", "serve_axon", args).sendAndWait(hotkey, options);
}

/**
 * Sets a validator's weights (`set_weights`). Scores are any non-negative numbers; the largest becomes 65,535, as
 * Bittensor's SDK converts them, and zeros are left out.
 */
export async function setWeights(
  client: Client,
  hotkey: Keypair,
  netuid: number,
  scores: ReadonlyMap<number, number>,
  versionKey = 0n,
  options: SignOptions = {},
): Promise<Inclusion> {
  const { dests, weights } = quantizeWeights(scores);
  const args = { netuid, dests, weights, version_key: versionKey };
  return await client.tx("SubtensorModule", "set_weights", args).sendAndWait(hotkey, options);
}

/** Source: opentensor/bittensor `bittensor/utils/weight_utils.py`, `convert_weights_and_uids_for_emit`. */
export function quantizeWeights(scores: ReadonlyMap<number, number>): { dests: number[]; weights: number[] } {
  const largest = Math.max(0, ...scores.values());
  const kept = [...scores]
    .map(([uid, score]) => [uid, largest > 0 ? Math.round((score / largest) * 65_535) : 0] as const)
    .filter(([, weight]) => weight > 0)
    .sort(([a], [b]) => a - b);
  return { dests: kept.map(([uid]) => uid), weights: kept.map(([, weight]) => weight) };
}

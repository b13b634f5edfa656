import type { Client } from "../client.ts";
import { UnknownNameError } from "../errors.ts";

/** A network address that a neuron has published. */
export interface AxonEndpoint {
  /** Block at which it was published. */
  block: number;
  version: number;
  ip: string;
  port: number;
  /** 4 or 6. */
  ipType: number;
  protocol: number;
}

/** One neuron of a subnet. Scores are fractions of 65,535; stake and emission are in rao of alpha or TAO. */
export interface Neuron {
  uid: number;
  hotkey: string;
  coldkey: string;
  active: boolean;
  validatorPermit: boolean;
  /** Undefined where the neuron serves nothing. */
  axon: AxonEndpoint | undefined;
  /** Block of its last weights. */
  lastUpdate: number;
  registeredAt: number;
  incentive: number;
  dividends: number;
  consensus: number;
  trust: number;
  rank: number;
  /** Alpha of the last epoch. */
  emission: bigint;
  alphaStake: bigint;
  taoStake: bigint;
  totalStake: bigint;
}

/** A subnet and its neurons at one block. */
export interface Metagraph {
  netuid: number;
  name: string;
  block: number;
  /** Blocks from one epoch to the next. */
  tempo: number;
  lastStep: number;
  blocksSinceLastStep: number;
  ownerHotkey: string;
  ownerColdkey: string;
  commitRevealEnabled: boolean;
  weightsVersion: number;
  weightsRateLimit: number;
  maxUids: number;
  /** Price of a registration in rao. */
  burn: bigint;
  /** Pool reserves in rao. */
  taoIn: bigint;
  alphaIn: bigint;
  alphaOut: bigint;
  neurons: Neuron[];
}

interface RawAxon {
  block: bigint;
  version: number;
  ip: bigint;
  port: number;
  ip_type: number;
  protocol: number;
}

interface RawMetagraph {
  netuid: number;
  name: number[] | Uint8Array;
  block: bigint;
  tempo: number;
  last_step: bigint;
  blocks_since_last_step: bigint;
  owner_hotkey: string;
  owner_coldkey: string;
  commit_reveal_weights_enabled: boolean;
  weights_version: bigint;
  weights_rate_limit: bigint;
  max_uids: number;
  burn: bigint;
  tao_in: bigint;
  alpha_in: bigint;
  alpha_out: bigint;
  hotkeys: string[];
  coldkeys: string[];
  axons: RawAxon[];
  active: boolean[];
  validator_permit: boolean[];
  last_update: bigint[];
  emission: bigint[];
  dividends: number[];
  incentives: number[];
  consensus: number[];
  trust: number[];
  rank: number[];
  block_at_registration: bigint[];
  alpha_stake: bigint[];
  tao_stake: bigint[];
  total_stake: bigint[];
}

/**
 * Reads a whole subnet by one runtime call (`SubnetInfoRuntimeApi.get_metagraph`).
 *
 * @example
 * ```ts
 * const { neurons } = await getMetagraph(client, 1);
 * const best = neurons.toSorted((a, b) => b.incentive - a.incentive)[0];
 * ```
 */
export async function getMetagraph(client: Client, netuid: number, options: { at?: string } = {}): Promise<Metagraph> {
  const raw = await client.callApi<RawMetagraph | undefined>(
    "SubnetInfoRuntimeApi",
    "get_metagraph",
    [netuid],
    options,
  );
  if (raw === undefined) throw new UnknownNameError("subnet", String(netuid), []);
  return {
    netuid,
    name: new TextDecoder().decode(Uint8Array.from(raw.name)),
    block: Number(raw.block),
    tempo: raw.tempo,
    lastStep: Number(raw.last_step),
    blocksSinceLastStep: Number(raw.blocks_since_last_step),
    ownerHotkey: raw.owner_hotkey,
    ownerColdkey: raw.owner_coldkey,
    commitRevealEnabled: raw.commit_reveal_weights_enabled,
    weightsVersion: Number(raw.weights_version),
    weightsRateLimit: Number(raw.weights_rate_limit),
    maxUids: raw.max_uids,
    burn: raw.burn,
    taoIn: raw.tao_in,
    alphaIn: raw.alpha_in,
    alphaOut: raw.alpha_out,
    neurons: raw.hotkeys.map((_, uid) => neuronAt(raw, uid)),
  };
}

function neuronAt(raw: RawMetagraph, uid: number): Neuron {
  return {
    uid,
    hotkey: raw.hotkeys[uid],
    coldkey: raw.coldkeys[uid],
    active: raw.active[uid],
    validatorPermit: raw.validator_permit[uid],
    axon: endpoint(raw.axons[uid]),
    lastUpdate: Number(raw.last_update[uid]),
    registeredAt: Number(raw.block_at_registration[uid]),
    incentive: raw.incentives[uid],
    dividends: raw.dividends[uid],
    consensus: raw.consensus[uid],
    trust: raw.trust[uid],
    rank: raw.rank[uid],
    emission: raw.emission[uid],
    alphaStake: raw.alpha_stake[uid],
    taoStake: raw.tao_stake[uid],
    totalStake: raw.total_stake[uid],
  };
}

function endpoint(axon: RawAxon): AxonEndpoint | undefined {
  if (axon.ip === 0n || axon.port === 0) return undefined;
  return {
    block: Number(axon.block),
    version: axon.version,
    ip: ipToText(axon.ip, axon.ip_type),
    port: axon.port,
    ipType: axon.ip_type,
    protocol: axon.protocol,
  };
}

/** The chain keeps an address as one integer, IPv4 in the low 32 bits. */
export function ipToText(ip: bigint, ipType: number): string {
  if (ipType === 4) return [24n, 16n, 8n, 0n].map((shift) => (ip >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, i) => ((ip >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return groups.join(":");
}

/** The integer form of an IPv4 or IPv6 address and its kind. */
export function ipFromText(text: string): { ip: bigint; ipType: 4 | 6 } {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    return { ip: text.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n), ipType: 4 };
  }
  const [head, tail = ""] = text.split("::");
  const front = head.split(":").filter((part) => part !== "");
  const back = tail.split(":").filter((part) => part !== "");
  const middle = text.includes("::") ? Array(8 - front.length - back.length).fill("0") : [];
  const ip = [...front, ...middle, ...back].reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
  return { ip, ipType: 6 };
}

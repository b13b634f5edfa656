import type { Client, SubnetSummary } from "@myelin/client";
import { extrinsicHash } from "@myelin/client/extrinsic/transaction";
import { isAddress } from "@myelin/primitives/ss58";
import { addressOf, subnetName } from "../ui/text.ts";
import { readBlock } from "./blocks.ts";
import type { Identities } from "./identities.ts";
import type { SubnetState } from "./session.ts";

export interface Hit {
  readonly title: string;
  readonly href: string;
}

/** Extrinsics have no index: their hash is looked for in so many of the newest blocks. */
const BLOCKS_SEARCHED = 100;

export interface SearchPlace {
  readonly client: Client;
  readonly head: number;
  readonly netuid: number | undefined;
  readonly subnet: SubnetState | undefined;
  readonly subnets: readonly SubnetSummary[];
  readonly identities: Identities;
}

const MOST_NAMED = 8;

/** What a text can mean: a height, a uid, an address, the hash of a block or of an extrinsic, a name. */
export async function search(text: string, place: SearchPlace): Promise<Hit[]> {
  const { client, head } = place;
  const query = text.trim();
  const number = /^(?:#|uid\s*)?(\d{1,9})$/i.exec(query)?.[1];
  if (number !== undefined) return await byNumber(Number(number), place);
  if (isAddress(query)) return [{ title: "Account", href: `#/account/${query}` }];
  if (/^0x[0-9a-f]{64}$/i.test(query)) return await byHash(query.toLowerCase(), client, head);
  return byName(query.toLowerCase(), place).slice(0, MOST_NAMED);
}

/** Subnets and neurons whose own name has the text in it. */
function byName(text: string, { subnets, subnet, identities }: SearchPlace): Hit[] {
  const found = subnets
    .map((each) => ({ title: `Subnet ${each.netuid}: ${subnetName(each)}`, href: `#/subnet/${each.netuid}` }))
    .filter(({ title }) => title.toLowerCase().includes(text));
  const { netuid, neurons = [] } = subnet?.metagraph ?? {};
  const named = neurons.flatMap(({ uid, coldkey }) => {
    const name = identities.get(coldkey);
    if (!name?.toLowerCase().includes(text)) return [];
    return [{ title: `Neuron ${uid}: ${name}`, href: `#/why/${netuid}/${uid}` }];
  });
  return [...found, ...named];
}

async function byNumber(number: number, { client, head, netuid }: SearchPlace): Promise<Hit[]> {
  const hits: Hit[] = [];
  if (number <= head) hits.push({ title: `Block ${number}`, href: `#/block/${number}` });
  if (netuid === undefined || number > 0xffff) return hits;
  const n = await client.query.get<number>("SubtensorModule", "SubnetworkN", [netuid]);
  if (number < n) hits.push({ title: `Neuron ${number} of subnet ${netuid}`, href: `#/why/${netuid}/${number}` });
  return hits;
}

async function byHash(hash: string, client: Client, head: number): Promise<Hit[]> {
  const header = await client.transport.request<{ number: string } | null>("chain_getHeader", [hash]);
  if (header !== null) return [{ title: `Block ${Number(header.number)}`, href: `#/block/${Number(header.number)}` }];
  const found = await findExtrinsic(hash, client, head);
  if (found !== undefined) return [found];
  return [{ title: "Account with this public key", href: `#/account/${addressOf(hash)}` }];
}

async function findExtrinsic(hash: string, client: Client, head: number): Promise<Hit | undefined> {
  for (let number = head; number > Math.max(0, head - BLOCKS_SEARCHED); number--) {
    const block = await readBlock(client.transport, await client.blockHash(number));
    const index = block?.extrinsics.findIndex((hex) => extrinsicHash(hex) === hash) ?? -1;
    if (index >= 0) return { title: `Extrinsic ${number}-${index}`, href: `#/block/${number}/${index}` };
  }
  return undefined;
}

import { type Client, getMetagraph, getSubnets } from "@myelin/client";
import { formatAmount } from "../terminal/amount.ts";
import { fields } from "../terminal/output.ts";
import { type Column, table } from "../terminal/table.ts";
import { safe } from "../values/text.ts";

export interface SubnetStatus {
  readonly netuid: number;
  readonly name: string;
  readonly neurons: number;
  /** TAO for one alpha. */
  readonly price: number;
  /** Blocks; 0 where it has no epochs. */
  readonly nextEpochIn: number;
}

/** How a network does, at one block. */
export interface NetworkStatus {
  readonly url: string;
  readonly node: string;
  readonly chain: string;
  readonly specVersion: number;
  readonly genesis: string;
  readonly head: { readonly number: number; readonly hash: string; readonly time: string };
  readonly finalized: number;
  readonly peers: number;
  readonly pending: number;
  readonly issuanceRao: bigint;
  readonly subnets: readonly SubnetStatus[];
}

export async function readStatus(client: Client, url: string, hash: string): Promise<NetworkStatus> {
  const ask = <T>(method: string, params: readonly unknown[] = []) => client.transport.request<T>(method, params);
  const at = { at: hash };
  const [name, version, chain, health, header, finalizedHash, pending, now, issuanceRao, subnets] = await Promise.all([
    ask<string>("system_name"),
    ask<string>("system_version"),
    ask<string>("system_chain"),
    ask<{ peers: number }>("system_health"),
    client.header(hash),
    ask<string>("chain_getFinalizedHead"),
    ask<string[]>("author_pendingExtrinsics"),
    client.query.get<bigint>("Timestamp", "Now", [], at),
    client.query.get<bigint>("Balances", "TotalIssuance", [], at),
    readSubnets(client, hash),
  ]);
  return {
    url,
    node: `${name} ${version}`,
    chain,
    specVersion: client.specVersion,
    genesis: client.genesisHash,
    head: { number: header.number, hash, time: new Date(Number(now)).toISOString() },
    finalized: (await client.header(finalizedHash)).number,
    peers: health.peers,
    pending: pending.length,
    issuanceRao,
    subnets,
  };
}

/** Root has no epochs (`pallets/subtensor/src/coinbase/run_coinbase.rs`). */
const ROOT = 0;

async function readSubnets(client: Client, hash: string): Promise<SubnetStatus[]> {
  const subnets = await getSubnets(client);
  return await Promise.all(
    subnets.map(async ({ netuid, name, price }) => {
      const { tempo, blocksSinceLastStep, neurons } = await getMetagraph(client, netuid, { at: hash });
      const hasEpochs = netuid !== ROOT && tempo > 0;
      const nextEpochIn = hasEpochs ? Math.max(1, tempo - blocksSinceLastStep) : 0;
      return { netuid, name, neurons: neurons.length, price, nextEpochIn };
    }),
  );
}

const COLUMNS: readonly Column<SubnetStatus>[] = [
  { title: "netuid", value: ({ netuid }) => String(netuid), align: "right" },
  { title: "subnet", value: ({ name }) => safe(name), shrinks: true },
  { title: "neurons", value: ({ neurons }) => String(neurons), align: "right" },
  { title: "price τ", value: ({ price }) => price.toFixed(6), align: "right" },
  {
    title: "epoch in",
    value: ({ nextEpochIn }) => (nextEpochIn === 0 ? "never" : nextEpochIn === 1 ? "1 block" : `${nextEpochIn} blocks`),
    align: "right",
  },
];

export function statusText(status: NetworkStatus): string {
  const { head, finalized, peers, pending, issuanceRao, subnets } = status;
  const lag = head.number - finalized;
  return [
    fields([
      ["node", `${status.url}  ${status.node}`],
      ["chain", `${safe(status.chain)}  spec ${status.specVersion}`],
      ["genesis", status.genesis],
      ["block", `${head.number}  ${head.time}`],
      ["finalized", lag <= 0 ? "all blocks" : `${finalized}, ${lag} behind`],
      ["peers", String(peers)],
      ["pool", `${pending} transactions`],
      ["issuance", formatAmount(issuanceRao)],
    ]),
    "",
    table(subnets, COLUMNS),
  ].join("\n");
}

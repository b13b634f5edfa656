import type { Client, Metagraph, Neuron } from "@myelin/client";
import type { Command } from "commander";
import { addressOf } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { DEFAULT_NETUID, type NodeOptions, parseNetuid, withNode } from "../session/options.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { eachBlock, type WatchOptions, withWatch } from "../session/watch.ts";
import { formatColumn } from "../terminal/amount.ts";
import { LiveOutput } from "../terminal/live.ts";
import { type Column, table } from "../terminal/table.ts";
import { safe } from "../values/text.ts";

export function configure(command: Command): void {
  withWatch(withNode(command), "renew it with each block")
    .argument("[netuid]", "number of the subnet", parseNetuid, DEFAULT_NETUID)
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin metagraph\n  $ myelin metagraph 1 --json\n  $ myelin metagraph --follow",
    )
    .action(metagraph);
}

const share = (value: number) => (value / 65_535).toFixed(4);

const COLUMNS: readonly Column<Neuron>[] = [
  { title: "uid", value: ({ uid }) => String(uid), align: "right" },
  { title: "hotkey", value: ({ hotkey }) => hotkey, shrinks: true },
  { title: "stake α", value: ({ alphaStake }) => formatColumn(alphaStake, 2), align: "right" },
  { title: "incentive", value: ({ incentive }) => share(incentive), align: "right" },
  { title: "dividends", value: ({ dividends }) => share(dividends), align: "right" },
  { title: "emission α", value: ({ emission }) => formatColumn(emission), align: "right" },
  { title: "permit", value: ({ validatorPermit }) => (validatorPermit ? "yes" : "") },
  { title: "axon", value: ({ axon }) => (axon === undefined ? "" : `${axon.ip}:${axon.port}`), optional: true },
  { title: "updated", value: ({ lastUpdate }) => String(lastUpdate), align: "right", optional: true },
  { title: "coldkey", value: ({ coldkey }) => coldkey, shrinks: true, optional: true },
];

async function metagraph(netuid: number, options: NodeOptions & WatchOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const live = new LiveOutput(options);
    await eachBlock(client, options, async ({ hash }) => {
      const graph = await readGraph(client, netuid, hash);
      live.show(graph, () => `${titleOf(graph)}\n${table(graph.neurons, COLUMNS)}`);
    });
  });
}

/** As the client reads it, with accounts as SS58. */
async function readGraph(client: Client, netuid: number, at: string): Promise<Metagraph> {
  const { getMetagraph } = await import("@myelin/client");
  const graph = await getMetagraph(client, netuid, { at });
  return {
    ...graph,
    ownerHotkey: addressOf(graph.ownerHotkey),
    ownerColdkey: addressOf(graph.ownerColdkey),
    neurons: graph.neurons.map((neuron) => ({
      ...neuron,
      hotkey: addressOf(neuron.hotkey),
      coldkey: addressOf(neuron.coldkey),
    })),
  };
}

function titleOf({ netuid, name, block, neurons, maxUids, tempo, blocksSinceLastStep }: Metagraph): string {
  const next = tempo === 0 ? "no epochs" : `next epoch in about ${Math.max(1, tempo - blocksSinceLastStep)} blocks`;
  return `Subnet ${netuid} ${safe(name)}, block ${block}, ${neurons.length} of ${maxUids} neurons, ${next}`;
}

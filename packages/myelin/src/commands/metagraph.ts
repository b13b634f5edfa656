import type { Neuron } from "@myelin/client";
import type { Command } from "commander";
import { addressOf } from "../session/accounts.ts";
import { withClient } from "../session/connect.ts";
import { DEFAULT_NETUID, type NodeOptions, parseNetuid, withNode } from "../session/options.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { formatColumn } from "../terminal/amount.ts";
import { show } from "../terminal/output.ts";
import { type Column, table } from "../terminal/table.ts";

export function configure(command: Command): void {
  withNode(command)
    .argument("[netuid]", "number of the subnet", parseNetuid, DEFAULT_NETUID)
    .addHelpText("after", "\nExamples:\n  $ myelin metagraph\n  $ myelin metagraph 1 --json")
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

async function metagraph(netuid: number, options: NodeOptions): Promise<void> {
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const { getMetagraph } = await import("@myelin/client");
    const graph = await getMetagraph(client, netuid);
    const neurons = graph.neurons.map((neuron) => ({
      ...neuron,
      hotkey: addressOf(neuron.hotkey),
      coldkey: addressOf(neuron.coldkey),
    }));
    const result = {
      ...graph,
      ownerHotkey: addressOf(graph.ownerHotkey),
      ownerColdkey: addressOf(graph.ownerColdkey),
      neurons,
    };
    show(options, result, () => {
      const next =
        graph.tempo === 0
          ? "no epochs"
          : `next epoch in about ${Math.max(1, graph.tempo - graph.blocksSinceLastStep)} blocks`;
      const title = `Subnet ${netuid} ${graph.name}, block ${graph.block}, ${neurons.length} of ${graph.maxUids} neurons, ${next}`;
      return `${title}\n${table(neurons, COLUMNS)}`;
    });
  });
}

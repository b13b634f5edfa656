import { developmentChoices } from "@myelin/runtime/config";
import type { NetworkOptions } from "../session/network-options.ts";
import { type OutputOptions, showRows } from "../terminal/output.ts";

/** Every choice in which this network differs from Bittensor's main network, with its reason. */
export function showConfig({ blockTime, tempo, ...options }: NetworkOptions & OutputOptions): void {
  const asked = new Map<string, number | undefined>([
    ["blockTime", blockTime],
    ["initialTempo", tempo],
  ]);
  const rows = developmentChoices.map(({ option, chainValue, value, reason }) => ({
    option,
    mainNetwork: chainValue,
    here: asked.get(option) ?? value,
    reason: asked.get(option) === undefined ? reason : "You asked for it.",
  }));
  showRows(
    options,
    rows,
    [
      { title: "option", value: ({ option }) => option },
      { title: "main network", value: ({ mainNetwork }) => String(mainNetwork), align: "right" },
      { title: "here", value: ({ here }) => String(here), align: "right" },
      { title: "reason", value: ({ reason }) => reason, shrinks: true },
    ],
    "This network differs in nothing.",
  );
}

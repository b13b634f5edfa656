import { encodeAddress } from "@myelin/primitives/ss58";
import { defaultConfig, developmentChoices } from "@myelin/runtime/config";
import { developmentGenesis } from "@myelin/runtime/genesis";
import { formatAmount } from "../terminal/amount.ts";
import { optionGroups } from "./option-docs.ts";

const WIDTH = 100;

/** A network's configuration file with every choice explained; as it stands it makes the network of `myelin node`. */
export function configTemplate(name: string): string {
  return [HEAD, network(name), NODE, genesis(), development(), ...chain()].join("\n");
}

const HEAD = `# A network's configuration. Start a node of it with: myelin node --config <this file>
# All nodes of a network need the same [network], [genesis] and [chain]: together they make its first block.
# They count when a network begins. One that runs keeps what it began with; a node whose file differs says so and stops.
`;

function network(name: string): string {
  return `[network]
# For people, and for programs.
name = ${JSON.stringify(name)}
id = ${JSON.stringify(name.toLowerCase().replace(/[^a-z0-9]+/g, "_"))}
# "Development": one machine; time can be paused and stepped, and the choices under [chain] are free.
# "Live": the main network's rules; the choices marked "development only" below cannot be made.
type = "Development"
`;
}

const NODE = `# This node alone. Each is an option of "myelin node" (see myelin help node); the command line wins over this file.
[node]
# Where everything is kept; relative to this file. Without it: ~/.myelin/dev
# dir = "data"
port = 9944
# "127.0.0.1" serves this machine only, "0.0.0.0" everybody who reaches it.
host = "127.0.0.1"
# When blocks are made: "interval", "instant" (for each transaction) or "manual" (when asked).
sealing = "interval"
# How many blocks keep their state, or "archive" for all.
pruning = 256
# Megabytes of memory for all caches together.
cache = 256
# silent, fatal, error, warn, info, debug or trace
log = "warn"
# Web pages of other origins that may use the node, and further host names it answers under.
allow-origin = []
allow-host = []
`;

function genesis(): string {
  const { balances, authorities, sudoKey } = developmentGenesis();
  const lines = balances.map(({ account, free }) => `${encodeAddress(account)} = "${formatAmount(free, "")}"`);
  const keys = authorities.map(
    ({ aura, grandpa }) => `  { aura = "${encodeAddress(aura)}", grandpa = "${encodeAddress(grandpa)}" },`,
  );
  return `# The first block. The accounts are the well-known development accounts, whose keys everybody has (//Alice, //Bob, …):
# a network for others needs accounts of its own.
[genesis]
# May do everything; nobody may where this line is missing.
sudo = "${encodeAddress(sudoKey!)}"
# Who makes blocks (sr25519) and who finalises them (ed25519).
authorities = [
${keys.join("\n")}
]

# TAO by account.
[genesis.balances]
${lines.join("\n")}
`;
}

function development(): string {
  const choices = developmentChoices.map(
    ({ option, chainValue, value, reason }) =>
      `${comment(`${reason} Development only; the main network has ${toml(chainValue)}.`)}\n${option} = ${toml(value)}\n`,
  );
  return `# Rules of the chain. Amounts are rao (a billionth of a TAO), times are blocks unless a line says otherwise.
[chain]
${choices.join("")}
# All other rules, with the main network's values. Remove the # to change one.`;
}

function chain(): string[] {
  const chosen = new Set<string>(["development", ...developmentChoices.map(({ option }) => option)]);
  return optionGroups().flatMap(({ title, options }) => {
    const rest = options.filter(({ name }) => !chosen.has(name));
    const lines = rest.map(({ name, means }) => {
      const line = `# ${name} = ${toml(defaultConfig[name])}`;
      return means === "" ? line : `${comment(means)}\n${line}`;
    });
    return rest.length === 0 ? [] : [`\n# --- ${title} ---`, ...lines];
  });
}

/** Underscores between thousands, as TOML allows. */
function toml(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return String(value).replace(/\B(?=(\d{3})+$)/g, "_");
}

function comment(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines.join("\n");
}

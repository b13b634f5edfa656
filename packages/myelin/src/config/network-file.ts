import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { nearest } from "@myelin/client/errors";
import { type ChainSpec, developmentSpec } from "@myelin/node/chain/chain-spec";
import { MyelinError } from "@myelin/primitives/errors";
import { toHex } from "@myelin/primitives/hex";
import { decodeAddress } from "@myelin/primitives/ss58";
import {
  assertConfig,
  defaultConfig,
  developmentConfig,
  developmentGenesis,
  type Genesis,
  genesisFromJson,
  type RuntimeConfig,
} from "@myelin/runtime";
import { type Command, InvalidArgumentError, type Option } from "commander";
import { parse, TomlError } from "smol-toml";
import { parseAmount } from "../terminal/amount.ts";
import { CliError } from "../terminal/errors.ts";

/** A TOML table, integers as `bigint`. */
type Table = Record<string, unknown>;

const TABLES = ["network", "node", "genesis", "chain"];
const TYPES = ["Development", "Live"] as const;

/**
 * The options of `myelin node` with those of the configuration file that `--config` names; what the command line says wins.
 * @throws {CliError} CLI_BAD_INPUT that names the file and the line or option
 */
export async function withConfigFile<O extends { config?: string }>(
  options: O,
  command: Command,
): Promise<O & { spec?: ChainSpec }> {
  if (options.config === undefined) return options;
  const path = resolve(options.config);
  const content = parseToml(await readFile(path, "utf8"), path);
  try {
    only(TABLES, content, "table");
    const said = nodeOptions(tableOf(content, "node"), command, dirname(path));
    return { ...options, ...said, spec: specOf(content) };
  } catch (error) {
    if (!(error instanceof MyelinError || error instanceof InvalidArgumentError)) throw error;
    throw new CliError("CLI_BAD_INPUT", `${path}: ${error.message}`, { cause: error });
  }
}

function parseToml(text: string, path: string): Table {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
    throw new CliError("CLI_BAD_INPUT", `${path}, line ${error.line}, column ${error.column}: ${reason}.`);
  }
}

/** Each entry is checked as the option of the same name would be. */
function nodeOptions(table: Table, command: Command, folder: string): Record<string, unknown> {
  const known = command.options.filter(({ long }) => !["--config", "--json"].includes(long!));
  only(
    known.map(({ long }) => long!.slice(2)),
    table,
    "option in [node]",
  );
  const said = Object.entries(table).flatMap(([name, value]) => {
    const option = known.find(({ long }) => long === `--${name}`)!;
    const key = option.attributeName();
    if (command.getOptionValueSource(key) === "cli") return [];
    return [[key, name === "dir" ? resolve(folder, String(value)) : optionValue(option, name, value)]];
  });
  return Object.fromEntries(said);
}

function optionValue({ parseArg }: Option, name: string, value: unknown): unknown {
  try {
    const texts = (Array.isArray(value) ? value : [value]).map(String);
    if (parseArg === undefined) return texts[0];
    return texts.reduce((before: unknown, text) => parseArg(text, before), Array.isArray(value) ? [] : undefined);
  } catch (error) {
    throw new InvalidArgumentError(`${name} in [node] is ${String(value)}. ${(error as Error).message}`);
  }
}

/** The network that a file describes; none where it speaks of the node alone. */
function specOf(content: Table): ChainSpec | undefined {
  if (!["network", "genesis", "chain"].some((name) => name in content)) return undefined;
  const {
    name,
    id,
    type = "Development",
  } = only(["name", "id", "type"], tableOf(content, "network"), "entry in [network]");
  const chainType = TYPES.find((known) => known === type);
  if (chainType === undefined) throw bad(`type in [network] is ${String(type)}; write "Development" or "Live".`);
  return developmentSpec({
    chainType,
    ...(name === undefined ? {} : { name: textOf(name, "name in [network]") }),
    ...(id === undefined ? {} : { id: textOf(id, "id in [network]") }),
    config: configOf(tableOf(content, "chain"), chainType === "Development"),
    genesis: "genesis" in content ? genesisOf(tableOf(content, "genesis")) : developmentGenesis(),
  });
}

function configOf(table: Table, development: boolean): RuntimeConfig {
  only(Object.keys(defaultConfig), table, "option in [chain]");
  const chosen = Object.entries(table).map(([name, value]) => {
    const isSmall = typeof value === "bigint" && typeof defaultConfig[name as keyof RuntimeConfig] === "number";
    return [name, isSmall ? Number(value) : value];
  });
  const standard = development ? developmentConfig : defaultConfig;
  const config = { ...standard, ...Object.fromEntries(chosen), development } as RuntimeConfig;
  assertConfig(config);
  return config;
}

function genesisOf(table: Table): Genesis {
  only(["sudo", "authorities", "balances"], table, "entry in [genesis]");
  const { sudo, authorities } = table;
  const balances = Object.entries(tableOf(table, "balances")).map(([account, amount]) => [
    account,
    raoOf(account, amount),
  ]);
  const keys = Array.isArray(authorities) ? (authorities as Table[]) : undefined;
  return genesisFromJson({
    balances: Object.fromEntries(balances) as Record<string, string>,
    authorities:
      keys?.map(({ aura, grandpa }) => ({ aura: publicKey(aura), grandpa: publicKey(grandpa) })) ??
      developmentGenesis().authorities,
    ...(sudo === undefined ? {} : { sudoKey: textOf(sudo, "sudo in [genesis]") }),
  });
}

/** TAO as text or as a whole number. */
function raoOf(account: string, amount: unknown): string {
  try {
    return parseAmount(String(amount)).toString();
  } catch (error) {
    throw bad(`the balance of ${account} is ${String(amount)}. ${(error as Error).message}`);
  }
}

function publicKey(text: unknown): `0x${string}` {
  return toHex(decodeAddress(textOf(text, "a key in authorities")));
}

function tableOf(content: Table, name: string): Table {
  const value = content[name] ?? {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Table;
  throw bad(`${name} must be a table; write [${name}] on a line of its own.`);
}

function textOf(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw bad(`${what} must be text in quotation marks.`);
}

/** The table, if it has no other names. */
function only(known: readonly string[], table: Table, what: string): Table {
  const other = Object.keys(table).find((name) => !known.includes(name));
  if (other === undefined) return table;
  const [near] = nearest(other, known);
  throw bad(`there is no ${what} "${other}".${near === undefined ? "" : ` Did you mean ${near}?`}`);
}

function bad(message: string): CliError {
  return new CliError("CLI_BAD_INPUT", message);
}

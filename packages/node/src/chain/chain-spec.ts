import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "@myelin/primitives/bytes";
import { MyelinError } from "@myelin/primitives/errors";
import { blake2b256 } from "@myelin/primitives/hash";
import { type Hex, toHex } from "@myelin/primitives/hex";
import {
  assertConfig,
  defaultConfig,
  developmentConfig,
  developmentGenesis,
  type Genesis,
  type GenesisJson,
  genesisFromJson,
  genesisToJson,
  type RuntimeConfig,
} from "@myelin/runtime";
import { explain } from "../state/errors.ts";

/** Everything that makes a network: who runs another specification is on another network. */
export interface ChainSpec {
  /** For people; what `system_chain` answers. */
  readonly name: string;
  /** For file names. */
  readonly id: string;
  readonly chainType: "Development" | "Local" | "Live";
  readonly properties: {
    readonly ss58Format: number;
    readonly tokenDecimals: number;
    readonly tokenSymbol: string;
  };
  readonly config: RuntimeConfig;
  readonly genesis: Genesis;
}

/** A chain specification that cannot be read: `CHAIN_SPEC_INVALID`. */
export class ChainSpecError extends MyelinError {
  constructor(message: string, cause?: unknown) {
    super("CHAIN_SPEC_INVALID", message, { cause });
  }
}

export const CHAIN_SPEC_FILE = "chain-spec.json";

/** The specification of a development network on one machine; parts given replace the standard ones. */
export function developmentSpec(parts: Partial<ChainSpec> = {}): ChainSpec {
  return {
    name: "Myelin Development",
    id: "myelin_development",
    chainType: "Development",
    properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: "TAO" },
    config: developmentConfig,
    genesis: developmentGenesis(),
    ...parts,
  };
}

/** Hash of the whole specification. */
export function specHash(spec: ChainSpec): Hex {
  return toHex(blake2b256(utf8(specToJson(spec))));
}

/** As text: big integers as decimal strings, options in the order of the configuration. */
export function specToJson({ config, genesis, name, id, chainType, properties }: ChainSpec): string {
  const options = Object.keys(defaultConfig).map((option) => [option, config[option as keyof RuntimeConfig]]);
  const content = {
    name,
    id,
    chainType,
    properties,
    config: Object.fromEntries(options),
    genesis: genesisToJson(genesis),
  };
  return `${JSON.stringify(content, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2)}\n`;
}

/** @throws {ChainSpecError} {@link ConfigError} {@link GenesisError} */
export function specFromJson(text: string): ChainSpec {
  const json = parse(text);
  for (const field of ["name", "id", "chainType", "properties", "config", "genesis"] as const) {
    if (json[field] === undefined) throw new ChainSpecError(`The chain specification lacks "${field}"; add it.`);
  }
  const spec = json as unknown as ChainSpec & { genesis: GenesisJson };
  const config = configFromJson(json["config"] as Record<string, unknown>);
  return { ...spec, config, genesis: genesisFromJson(spec.genesis) };
}

/** The specification kept in a data folder; undefined where there is none. */
export function loadSpec(dir: string): ChainSpec | undefined {
  const path = join(dir, CHAIN_SPEC_FILE);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw explain(error, dir);
  }
  try {
    return specFromJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ChainSpecError(`${path} is no usable chain specification. ${reason}`, error);
  }
}

/** Written whole or not at all; the folder is made where it does not exist. @throws {StateError} */
export function saveSpec(dir: string, spec: ChainSpec): void {
  const path = join(dir, CHAIN_SPEC_FILE);
  const draft = `${path}.${randomUUID()}`;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(draft, specToJson(spec), { flush: true });
    renameSync(draft, path);
  } catch (error) {
    throw explain(error, dir);
  }
}

/** Options with big integers as decimal strings. @throws {ConfigError} */
export function configFromJson(json: Record<string, unknown>): RuntimeConfig {
  const options = Object.entries(json).map(([option, value]) => {
    const standard = defaultConfig[option as keyof RuntimeConfig];
    const isBig = typeof standard === "bigint" && typeof value === "string" && /^\d+$/.test(value);
    return [option, isBig ? BigInt(value) : value];
  });
  const config = Object.fromEntries(options) as RuntimeConfig;
  assertConfig(config);
  return config;
}

function parse(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch (error) {
    throw new ChainSpecError("It is not JSON; restore it, or move the data folder away.", error);
  }
  throw new ChainSpecError("It must be one JSON object.");
}

import { type Command, InvalidArgumentError } from "commander";
import { type NetworkOptions, withNetwork } from "../session/network-options.ts";
import { parseUrl } from "../session/options.ts";
import type { OutputOptions } from "../terminal/output.ts";

export interface NodeCommandOptions extends NetworkOptions, OutputOptions {
  readonly host: string;
  /** `ws://host:port` of a node of the network to join. */
  readonly join?: string;
  readonly sealing: "interval" | "instant" | "manual";
  readonly pruning: number | "archive";
  /** Megabytes. */
  readonly cache: number;
  readonly log: "silent" | "fatal" | "error" | "warn" | "info" | "debug" | "trace";
  readonly allowOrigin: string[];
  readonly allowHost: string[];
  /** File that describes the network and this node; see `myelin init`. */
  readonly config?: string;
}

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"];

export function configure(command: Command): void {
  withNetwork(command)
    .option("--config <file>", 'take the network and these options from a file; "myelin init" writes one')
    .option(
      "--join <address>",
      "follow the network of this node, as 10.0.0.1:9944; it verifies all and makes no blocks",
      parseUrl,
    )
    .option("--host <address>", "address to listen on; others than 127.0.0.1 can be reached from outside", "127.0.0.1")
    .option(
      "--sealing <how>",
      "when blocks are made: interval, instant or manual",
      oneOf(["interval", "instant", "manual"]),
      "interval",
    )
    .option("--pruning <blocks>", "how many blocks keep their state, or archive for all", parsePruning, 256)
    .option("--cache <megabytes>", "memory of all caches together", parsePositive, 256)
    .option("--log <level>", `how much to tell: ${LOG_LEVELS.join(", ")}`, oneOf(LOG_LEVELS), "warn")
    .option("--allow-origin <origin>", "let pages of this origin use the node; repeat it for more", collect, [])
    .option("--allow-host <name>", "answer under this host name; repeat it for more", collect, [])
    .addHelpText(
      "after",
      "\nExamples:\n  $ myelin node\n  $ myelin node --dir /tmp/chain --port 9955 --block-time 250ms\n  $ myelin node --sealing instant --pruning archive\n  $ myelin node --config myelin.toml",
    )
    .action(async (options: NodeCommandOptions) => {
      const { withConfigFile } = await import("../config/network-file.ts");
      const chosen = await withConfigFile(options, command);
      if (chosen.join === undefined) return await (await import("../processes/node.ts")).runNode(chosen);
      const isDefault = command.getOptionValueSource("dir") === "default" && chosen.dir === options.dir;
      const dir = isDefault && !process.env["MYELIN_DIR"] ? undefined : chosen.dir;
      await (await import("../processes/joined-node.ts")).runJoinedNode(chosen, chosen.join, dir);
    });
}

function oneOf(known: readonly string[]): (text: string) => string {
  return (text) => {
    if (!known.includes(text)) throw new InvalidArgumentError(`Choose one of ${known.join(", ")}.`);
    return text;
  };
}

function parsePruning(text: string): number | "archive" {
  return text === "archive" ? text : parsePositive(text);
}

function parsePositive(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) throw new InvalidArgumentError("Give a whole number above 0.");
  return number;
}

function collect(text: string, before: string[]): string[] {
  return [...before, text];
}

/** Options by which a network is chosen: those of `myelin node` and `myelin up`. */
import { homedir } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { parseCount, parsePort } from "./options.ts";

export interface NetworkOptions {
  readonly dir: string;
  readonly port: number;
  /** Milliseconds. */
  readonly blockTime?: number;
  /** Blocks. */
  readonly tempo?: number;
}

export const DEFAULT_PORT = 9944;

/** Where a network is kept unless told otherwise. */
export function defaultFolder(): string {
  return process.env["MYELIN_DIR"] ?? join(homedir(), ".myelin", "dev");
}

export function withNetwork(command: Command): Command {
  return command
    .option("--dir <folder>", "where everything is kept (MYELIN_DIR)", defaultFolder())
    .option("--port <number>", "port of the node", parsePort, DEFAULT_PORT)
    .option(
      "--block-time <duration>",
      "time between two blocks, as 250ms or 2s; for a new network (default: 1s)",
      parseDuration,
    )
    .option("--tempo <blocks>", "blocks between two epochs; for a new network (default: 20)", parseCount);
}

/** Milliseconds from `250ms`, `2s` or a plain number of milliseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text.trim());
  const milliseconds = match === null ? Number.NaN : Number(match[1]) * (match[2] === "s" ? 1_000 : 1);
  if (!Number.isInteger(milliseconds) || milliseconds < 1) throw new InvalidArgumentError("Write it as 250ms or 2s.");
  return milliseconds;
}

/** Options that miners and validators share. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { parsePort } from "./options.ts";

export interface NeuronOptions {
  /** Where its state is kept; by default a folder for each hotkey. */
  readonly dir?: string;
  readonly port?: number;
  /** Address its axon listens on; the loopback unless given. */
  readonly host?: string;
  /** Address by which others reach it, where that is not `host`. */
  readonly externalIp?: string;
}

export const DEFAULT_AXON_PORT = 8091;

export function withNeuron(command: Command): Command {
  return command
    .option("--port <number>", `port of its axon (default: the first free one from ${DEFAULT_AXON_PORT} on)`, parsePort)
    .option("--host <address>", "address its axon listens on; others reach it by this one (default: 127.0.0.1)")
    .option("--external-ip <address>", "address by which others reach it, where that is not --host")
    .option("--dir <folder>", "where its state is kept (default: a folder for each hotkey in ~/.myelin/neurons)");
}

export function neuronFolder({ dir }: NeuronOptions, netuid: number, hotkey: string): string {
  return dir ?? join(homedir(), ".myelin", "neurons", `${netuid}-${hotkey}`);
}

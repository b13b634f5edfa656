/** Options that miners and validators share. */
import { homedir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { parsePort } from "./options.ts";

export interface NeuronOptions {
  /** Where its state is kept; by default a folder for each hotkey. */
  readonly dir?: string;
  readonly port?: number;
}

export const DEFAULT_AXON_PORT = 8091;

export function withNeuron(command: Command): Command {
  return command
    .option("--port <number>", `port of its axon (default: the first free one from ${DEFAULT_AXON_PORT} on)`, parsePort)
    .option("--dir <folder>", "where its state is kept (default: a folder for each hotkey in ~/.myelin/neurons)");
}

export function neuronFolder({ dir }: NeuronOptions, netuid: number, hotkey: string): string {
  return dir ?? join(homedir(), ".myelin", "neurons", `${netuid}-${hotkey}`);
}

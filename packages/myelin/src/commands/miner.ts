import { type Command, InvalidArgumentError } from "commander";
import { type NeuronOptions, withNeuron } from "../session/neuron-options.ts";
import { type NodeOptions, type WalletOptions, withNetuid, withNode, withWallet } from "../session/options.ts";

export interface MinerCommandOptions extends NodeOptions, WalletOptions, NeuronOptions {
  readonly netuid: number;
  readonly model: string;
  readonly cpu: number;
  readonly seed?: string;
}

export function configure(command: Command): void {
  withNeuron(withWallet(withNetuid(withNode(command)), "the miner's hotkey"))
    .option("--model <name>", "which model learns: gpt, gpt-small or gru", "gru")
    .option("--cpu <share>", "share of one core to train on, 0 to 1; 0 never learns", parseShare, 0.5)
    .option("--seed <text>", "a new model's first weights come from this text (default: from the hotkey)")
    .addHelpText(
      "after",
      `
Examples:
  $ myelin miner
  $ myelin miner --wallet alice --model gpt --cpu 1

The hotkey must be registered: "myelin subnet register". The model and what it learned stay in the folder.`,
    )
    .action(async (options: MinerCommandOptions) => (await import("../processes/miner.ts")).runMiner(options));
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share >= 0 && share <= 1)) throw new InvalidArgumentError("Give a number from 0 to 1.");
  return share;
}

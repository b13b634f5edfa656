import type { Command } from "commander";
import { type NeuronOptions, withNeuron } from "../session/neuron-options.ts";
import { type NodeOptions, type WalletOptions, withNetuid, withNode, withWallet } from "../session/options.ts";

export interface ValidatorCommandOptions extends NodeOptions, WalletOptions, NeuronOptions {
  readonly netuid: number;
  readonly text?: string;
}

export function configure(command: Command): void {
  withNeuron(withWallet(withNetuid(withNode(command)), "the validator's hotkey"))
    .option(
      "--text <path>",
      "a file or folder of text that miners cannot look up, instead of the books that come along",
    )
    .addHelpText(
      "after",
      `
Examples:
  $ myelin validator --wallet alice --text ~/notes

The hotkey must be registered and have stake: "myelin subnet register", "myelin stake add 100".`,
    )
    .action(async (options: ValidatorCommandOptions) =>
      (await import("../processes/validator.ts")).runValidator(options),
    );
}

import { type Command, InvalidArgumentError } from "commander";
import { type NeuronOptions, withNeuron } from "../session/neuron-options.ts";
import { type NodeOptions, type WalletOptions, withNetuid, withNode, withWallet } from "../session/options.ts";

export interface MinerCommandOptions extends NodeOptions, WalletOptions, NeuronOptions {
  readonly netuid: number;
  readonly model: string;
  readonly cpu: number;
  readonly seed?: string;
  readonly tokenizer?: string;
  readonly modelKeyFile?: string;
  readonly context?: number;
  readonly answerSeconds?: number;
}

export function configure(command: Command): void {
  withNeuron(withWallet(withNetuid(withNode(command)), "the miner's hotkey"))
    .option("--model <name>", "gpt, gpt-small or gru, which learn here; or a model of your own, see below", "gru")
    .option("--cpu <share>", "share of one core to train on, 0 to 1; 0 never learns", parseShare, 0.5)
    .option("--seed <text>", "a new model's first weights come from this text (default: from the hotkey)")
    .option("--tokenizer <file>", "tokenizer.json of an ONNX model that speaks tokens")
    .option("--model-key-file <file>", "holds the key of a model's server (default: the variable MYELIN_MODEL_KEY)")
    .option("--context <bytes>", "text before the next byte to give a model of your own (default: 256)", parseContext)
    .option("--answer-seconds <s>", "what a model of your own may take for an answer (default: 2.5)", parseSeconds)
    .addHelpText(
      "after",
      `
Examples:
  $ myelin miner
  $ myelin miner --wallet alice --model gpt --cpu 1
  $ myelin miner --model onnx:model.onnx --tokenizer tokenizer.json
  $ myelin miner --model gguf:model.gguf
  $ myelin miner --model openai:http://127.0.0.1:8080#MODEL
  $ myelin miner --model python:model.py
  $ myelin miner --model http://127.0.0.1:9000

A model of your own may fail: the miner keeps its place, another answers meanwhile, and it is tried again. See docs/models.
The hotkey must be registered: "myelin subnet register". The model and what it learned stay in the folder.`,
    )
    .action(async (options: MinerCommandOptions) => (await import("../processes/miner.ts")).runMiner(options));
}

function parseContext(text: string): number {
  const bytes = Number(text);
  if (!(Number.isInteger(bytes) && bytes >= 1 && bytes <= 65_536)) {
    throw new InvalidArgumentError("Give a whole number of bytes from 1 to 65536.");
  }
  return bytes;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === "" || !(seconds > 0 && seconds <= 60))
    throw new InvalidArgumentError("Give seconds above 0, to 60.");
  return seconds;
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share >= 0 && share <= 1)) throw new InvalidArgumentError("Give a number from 0 to 1.");
  return share;
}

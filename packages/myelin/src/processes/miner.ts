import { MODEL_NAMES, type ModelName } from "@myelin/learning";
import { type ModelSource, parseModelSource } from "@myelin/models";
import { runLanguageMiner } from "@myelin/subnets";
import type { MinerCommandOptions } from "../commands/miner.ts";
import { untilStopped } from "../session/lifetime.ts";
import { hotkeyOf } from "../session/signer.ts";
import { CliError } from "../terminal/errors.ts";
import { prepareNeuron, reporter } from "./neuron.ts";

/** Runs a miner of the language subnet until it is told to stop. */
export async function runMiner(options: MinerCommandOptions): Promise<void> {
  const signal = untilStopped();
  const hotkey = await hotkeyOf(options);
  const { url, netuid, cpu: cpuShare, seed, context, answerSeconds } = options;
  const model = modelOf(options);
  const place = await prepareNeuron(options, hotkey.address);
  const modelOptions = { model, cpuShare, seed, context, answerSeconds };
  await runLanguageMiner({ hotkey, url, netuid, ...modelOptions, ...place, signal, report: reporter(options) });
}

/** One of our models, or where another is. */
function modelOf({ model: name, tokenizer, modelKeyFile }: MinerCommandOptions): ModelName | ModelSource {
  const model =
    MODEL_NAMES.find((known) => known === name) ?? parseModelSource(name, { tokenizer, keyFile: modelKeyFile });
  if (model !== undefined) return model;
  const forms = "onnx:FILE, gguf:FILE, openai:URL, python:FILE or http://…";
  throw new CliError("CLI_BAD_INPUT", `There is no model "${name}"; choose ${MODEL_NAMES.join(", ")}, ${forms}.`);
}

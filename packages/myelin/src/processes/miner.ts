import { MODEL_NAMES, type ModelName } from "@myelin/learning";
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
  const { url, netuid, cpu: cpuShare, seed } = options;
  const model = modelNamed(options.model);
  const place = await prepareNeuron(options, hotkey.address);
  await runLanguageMiner({ hotkey, url, netuid, model, cpuShare, seed, ...place, signal, report: reporter(options) });
}

function modelNamed(name: string): ModelName {
  const model = MODEL_NAMES.find((known) => known === name);
  if (model !== undefined) return model;
  throw new CliError("CLI_BAD_INPUT", `There is no model "${name}"; choose one of ${MODEL_NAMES.join(", ")}.`);
}

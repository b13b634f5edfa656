import { runLanguageMiner } from "@myelin/subnets";
import type { MinerCommandOptions } from "../commands/miner.ts";
import { untilStopped } from "../session/lifetime.ts";
import { hotkeyOf } from "../session/signer.ts";
import { modelOf } from "./model.ts";
import { reporter, runInPlace } from "./neuron.ts";

/** Runs a miner of the language subnet until it is told to stop. */
export async function runMiner(options: MinerCommandOptions): Promise<void> {
  const signal = untilStopped();
  const hotkey = await hotkeyOf(options);
  const { url, netuid, cpu: cpuShare, seed, context, answerSeconds } = options;
  const model = modelOf(options);
  const modelOptions = { model, cpuShare, seed, context, answerSeconds };
  await runInPlace(options, hotkey.address, (place) =>
    runLanguageMiner({ hotkey, url, netuid, ...modelOptions, ...place, signal, report: reporter(options) }),
  );
}

import { runLanguageValidator } from "@myelin/subnets";
import type { ValidatorCommandOptions } from "../commands/validator.ts";
import { untilStopped } from "../session/lifetime.ts";
import { hotkeyOf } from "../session/signer.ts";
import { reporter, runInPlace } from "./neuron.ts";

/** Runs a validator of the language subnet until it is told to stop. */
export async function runValidator(options: ValidatorCommandOptions): Promise<void> {
  const signal = untilStopped();
  const hotkey = await hotkeyOf(options);
  const { url, netuid, text } = options;
  await runInPlace(options, hotkey.address, (place) =>
    runLanguageValidator({ hotkey, url, netuid, text, ...place, signal, report: reporter(options) }),
  );
}

import { type Command, InvalidArgumentError } from "commander";
import { withClient } from "../session/connect.ts";
import {
  type NodeOptions,
  parseCount,
  type WalletOptions,
  withNetuid,
  withNode,
  withWallet,
} from "../session/options.ts";
import { hotkeyOf } from "../session/signer.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { show } from "../terminal/output.ts";

interface Options extends NodeOptions, WalletOptions {
  readonly netuid: number;
  readonly bytes: number;
  readonly temperature: number;
  readonly seed?: number;
}

export function configure(command: Command): void {
  withWallet(withNetuid(withNode(command)), "the hotkey that asks; without a wallet a passing key asks")
    .argument("<text>", "the beginning of a text")
    .option("--bytes <number>", "how much to add, at most 1,000", parseCount, 200)
    .option("--temperature <number>", "0 takes the likeliest byte, more is bolder", parseTemperature, 0.7)
    .option("--seed <number>", "the same seed draws the same text", parseCount)
    .addHelpText(
      "after",
      '\nExamples:\n  $ myelin ask "Call me"\n  $ myelin ask "The state of the" --bytes 400 --temperature 0.3',
    )
    .action(ask);
}

async function ask(prompt: string, options: Options): Promise<void> {
  const { netuid, bytes: maxBytes, temperature, seed, json } = options;
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    const { askCompletion } = await import("@myelin/subnets");
    const signer = await signerOf(options);
    const stream = askCompletion({ node: client, netuid, signer, prompt, maxBytes, temperature, seed });
    let text = "";
    if (!json) process.stdout.write(prompt);
    for await (const piece of stream) {
      text += piece;
      if (!json) process.stdout.write(piece);
    }
    show(options, { prompt, text }, () => "");
  });
}

/** Asking needs no registration: whoever has no wallet gets a key for this once. */
async function signerOf(options: WalletOptions) {
  if (options.wallet !== undefined || options.hotkey !== undefined) return await hotkeyOf(options);
  const { generateMnemonic, keypairFromMnemonic } = await import("@myelin/primitives/keys");
  return keypairFromMnemonic(generateMnemonic());
}

function parseTemperature(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !(number >= 0 && number <= 10))
    throw new InvalidArgumentError("Give a number from 0 to 10.");
  return number;
}

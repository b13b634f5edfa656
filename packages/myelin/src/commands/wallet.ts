import { type Command, InvalidArgumentError } from "commander";
import { type WalletOptions, withWallet } from "../session/options.ts";

export function configure(command: Command): void {
  const sub = (name: string, description: string) => withWallet(command.command(name)).description(description);
  sub("create", "create a wallet: a coldkey that holds money, a hotkey that works")
    .argument("[name]", "name of the wallet; the same as --wallet")
    .option("--words <number>", "words of the mnemonics: 12, 15, 18, 21 or 24", parseWords, 12)
    .option(
      "--password-file <file>",
      "encrypt the coldkey with the first line of this file; on a terminal one is asked",
    )
    .option("--no-password", "do not encrypt the coldkey, and do not ask")
    .option("--hotkey-only", "add a hotkey to a wallet that exists")
    .option("--overwrite", "replace keys that exist; without a backup they are lost")
    .action(async (name, options) => (await import("./wallet/create.ts")).create(named(name, options)));
  sub("list", "list wallets and their addresses").action(async (options) =>
    (await import("./wallet/list.ts")).list(options),
  );
  sub("import", "make a wallet of a mnemonic, a 0x seed or a secret URI, read from the terminal or a pipe")
    .argument("[name]", "name of the wallet; the same as --wallet")
    .option("--as <key>", "what it is: coldkey (a hotkey is created too) or hotkey", parseKeyKind, "coldkey")
    .option("--ed25519", "the key signs with ed25519 instead of sr25519")
    .option("--password-file <file>", "encrypt the coldkey with the first line of this file")
    .option("--no-password", "do not encrypt the coldkey, and do not ask")
    .option("--overwrite", "replace a key that exists; without a backup it is lost")
    .action(async (name, options) => (await import("./wallet/import.ts")).importKey(named(name, options)));
  sub("export", "print the secrets of a key, to back it up or take it elsewhere")
    .argument("[name]", "name of the wallet; the same as --wallet")
    .option("--key <key>", "which key: coldkey or hotkey", parseKeyKind, "coldkey")
    .option("-y, --yes", "do not ask; needed in a pipe")
    .action(async (name, options) => (await import("./wallet/export.ts")).exportKey(named(name, options)));
  sub("sign", "sign a message")
    .argument("<message>", "text, or - for standard input")
    .option("--key <key>", "which key signs: coldkey or hotkey", parseKeyKind, "coldkey")
    .action(async (message, options) => (await import("./wallet/sign.ts")).sign(message, options));
  command
    .command("verify")
    .description("check the signature of a message; exit code 1 if it is wrong")
    .argument("<message>", "text, or - for standard input")
    .argument("<signature>", "0x and 128 hexadecimal digits")
    .argument("<address>", "who is said to have signed")
    .action(async (message, signature, address, options) =>
      (await import("./wallet/verify.ts")).verify(message, signature, address, options),
    );
  command.addHelpText(
    "after",
    `
Examples:
  $ myelin wallet create alice
  $ myelin wallet create alice --hotkey second --hotkey-only
  $ myelin wallet import bob < words.txt
  $ myelin wallet sign "it is me" --wallet alice

Wallets are Bittensor's own folders: btcli and the Python SDK read them, and they read btcli's.`,
  );
}

function named<O extends WalletOptions>(name: string | undefined, options: O): O {
  return name === undefined ? options : { ...options, wallet: name };
}

function parseWords(text: string): number {
  if (!["12", "15", "18", "21", "24"].includes(text)) throw new InvalidArgumentError("Choose 12, 15, 18, 21 or 24.");
  return Number(text);
}

function parseKeyKind(text: string): "coldkey" | "hotkey" {
  if (text !== "coldkey" && text !== "hotkey") throw new InvalidArgumentError("Choose coldkey or hotkey.");
  return text;
}

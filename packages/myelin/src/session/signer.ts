import type { Keypair } from "@myelin/primitives";
import { CliError } from "../terminal/errors.ts";
import { withProgress } from "../terminal/progress.ts";
import { askSecret, isInteractive } from "../terminal/prompt.ts";
import { type WalletOptions, walletName } from "./options.ts";

/** The coldkey of the chosen wallet; asks for its password where it has one. */
export async function coldkeyOf(options: WalletOptions): Promise<Keypair> {
  const { Wallet } = await import("@myelin/client/wallet");
  const wallet = new Wallet(walletName(options));
  return await open(wallet.paths.coldkey, (password) => wallet.coldkey(password));
}

/** The hotkey of the chosen wallet. */
export async function hotkeyOf(options: WalletOptions): Promise<Keypair> {
  const { Wallet } = await import("@myelin/client/wallet");
  const wallet = new Wallet(walletName(options));
  return await open(wallet.paths.hotkey, (password) => wallet.hotkey(password));
}

/** Deriving the key of a password takes seconds on purpose, so what goes on is shown once it is typed. */
async function open(path: string, read: (password?: () => Promise<string>) => Promise<Keypair>): Promise<Keypair> {
  const ask = async () => {
    const password = await askSecret(`Password of ${path}`);
    withProgress({}, "Opening the key", key).catch(() => {});
    return password;
  };
  const key = read(isInteractive() ? ask : undefined);
  return await orExplain(key);
}

async function orExplain(key: Promise<Keypair>): Promise<Keypair> {
  try {
    return await key;
  } catch (error) {
    if ((error as { code?: string }).code !== "KEYFILE_MISSING") throw error;
    const { path } = (error as { details: { path: string } }).details;
    throw new CliError(
      "CLI_UNKNOWN_ACCOUNT",
      `There is no key at ${path}. Create a wallet with "myelin wallet create", or name one with --wallet.`,
      { cause: error },
    );
  }
}

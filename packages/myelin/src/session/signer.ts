import type { Keypair } from "@myelin/primitives";
import { CliError } from "../terminal/errors.ts";
import { passwordOf } from "../terminal/prompt.ts";
import { type WalletOptions, walletName } from "./options.ts";

/** The coldkey of the chosen wallet; asks for its password where it has one. */
export async function coldkeyOf(options: WalletOptions): Promise<Keypair> {
  const { Wallet } = await import("@myelin/client/wallet");
  const wallet = new Wallet(walletName(options));
  return await orExplain(wallet.coldkey(passwordOf(wallet.paths.coldkey)));
}

/** The hotkey of the chosen wallet. */
export async function hotkeyOf(options: WalletOptions): Promise<Keypair> {
  const { Wallet } = await import("@myelin/client/wallet");
  const wallet = new Wallet(walletName(options));
  return await orExplain(wallet.hotkey(passwordOf(wallet.paths.hotkey)));
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

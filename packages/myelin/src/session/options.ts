/** Options that several commands share. */
import { type Command, InvalidArgumentError } from "commander";
import type { OutputOptions } from "../terminal/output.ts";

export const DEFAULT_URL = "ws://127.0.0.1:9944";
/** The language subnet of `myelin up`: a network begins with root, 0, and the chain's own first subnet, 1. */
export const DEFAULT_NETUID = 2;

export interface NodeOptions extends OutputOptions {
  readonly url: string;
}

export interface WalletOptions {
  readonly wallet?: string;
  readonly hotkey?: string;
  readonly walletPath?: string;
}

/** Which node to talk to. */
export function withNode(command: Command): Command {
  const preset = process.env["MYELIN_URL"] ?? DEFAULT_URL;
  return command.option(
    "--url <address>",
    "the node: ws://host:port, or a port of this machine",
    parseUrl,
    parseUrl(preset),
  );
}

/** Which wallet signs; the same folders and variables as btcli. */
export function withWallet(command: Command, hotkey = "a hotkey of the wallet"): Command {
  return command
    .option("--wallet <name>", "name of the wallet (BT_WALLET_NAME, else default)")
    .option("--hotkey <name>", `${hotkey} (BT_WALLET_HOTKEY, else default)`)
    .option("--wallet-path <folder>", "folder of all wallets (BT_WALLET_PATH, else ~/.bittensor/wallets)");
}

export function withNetuid(command: Command): Command {
  return command.option("--netuid <number>", "number of the subnet", parseNetuid, DEFAULT_NETUID);
}

/** What `@myelin/client/wallet` calls a wallet. */
export function walletName({ wallet, hotkey, walletPath }: WalletOptions): {
  root?: string;
  name?: string;
  hotkey?: string;
} {
  return { root: walletPath, name: wallet, hotkey };
}

export function parseUrl(text: string): string {
  if (/^\d{1,5}$/.test(text)) return `ws://127.0.0.1:${text}`;
  const withScheme = text.includes("://") ? text : `ws://${text}`;
  if (!URL.canParse(withScheme) || !/^wss?:$/.test(new URL(withScheme).protocol)) {
    throw new InvalidArgumentError("Write it as ws://127.0.0.1:9944 or as a port.");
  }
  return withScheme;
}

export function parseNetuid(text: string): number {
  return parseInteger(text, 0, 65_535);
}

export function parsePort(text: string): number {
  return parseInteger(text, 0, 65_535);
}

export function parseCount(text: string): number {
  return parseInteger(text, 1, Number.MAX_SAFE_INTEGER);
}

function parseInteger(text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  }
  return number;
}

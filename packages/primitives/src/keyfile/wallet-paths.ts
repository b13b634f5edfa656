import { homedir } from "node:os";
import { join } from "node:path";

/** Where a wallet's files are. */
export interface WalletPaths {
  readonly folder: string;
  readonly coldkey: string;
  readonly coldkeyPublic: string;
  readonly hotkey: string;
  readonly hotkeyPublic: string;
}

/**
 * The files of a Bittensor wallet: by default `~/.bittensor/wallets/default` with hotkey `default`, or what
 * `BT_WALLET_PATH`, `BT_WALLET_NAME` and `BT_WALLET_HOTKEY` say.
 */
export function walletPaths(
  wallet: { root?: string; name?: string; hotkey?: string } = {},
  env: NodeJS.ProcessEnv = process.env,
): WalletPaths {
  const root = wallet.root ?? env["BT_WALLET_PATH"] ?? join(homedir(), ".bittensor", "wallets");
  const folder = join(root.replace(/^~(?=\/|$)/, homedir()), wallet.name ?? env["BT_WALLET_NAME"] ?? "default");
  const hotkey = join(folder, "hotkeys", wallet.hotkey ?? env["BT_WALLET_HOTKEY"] ?? "default");
  return {
    folder,
    coldkey: join(folder, "coldkey"),
    coldkeyPublic: join(folder, "coldkeypub.txt"),
    hotkey,
    hotkeyPublic: `${hotkey}pub.txt`,
  };
}

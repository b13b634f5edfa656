import { encodeAddress, isAddress, toAccountId } from "@myelin/primitives/ss58";
import { CliError } from "../terminal/errors.ts";
import { type WalletOptions, walletName } from "./options.ts";

/**
 * The address that a user means: an SS58 address, or the name of one of their wallets (its coldkey), or nothing for the
 * chosen wallet.
 * @throws {CliError} CLI_UNKNOWN_ACCOUNT
 */
export async function coldkeyAddress(named: string | undefined, options: WalletOptions): Promise<string> {
  if (named !== undefined && isAddress(named)) return named;
  const { Wallet } = await import("@myelin/client/wallet");
  const wallet = new Wallet({ ...walletName(options), ...(named === undefined ? {} : { name: named }) });
  try {
    return (await wallet.coldkeyPublic()).address;
  } catch (cause) {
    throw unknownAccount(named, wallet.paths.coldkeyPublic, cause);
  }
}

/** As {@link coldkeyAddress}, for hotkeys: an address, `wallet/hotkey`, or nothing for the chosen hotkey. */
export async function hotkeyAddress(named: string | undefined, options: WalletOptions): Promise<string> {
  if (named !== undefined && isAddress(named)) return named;
  const [{ Wallet }, { readPublicKeyfile }] = await Promise.all([
    import("@myelin/client/wallet"),
    import("@myelin/primitives/keyfile"),
  ]);
  const [name, hotkey] = named?.split("/") ?? [options.wallet, options.hotkey];
  const { paths } = new Wallet(walletName({ ...options, wallet: name, hotkey: hotkey ?? options.hotkey }));
  try {
    return (await readPublicKeyfile(paths.hotkeyPublic).catch(() => readPublicKeyfile(paths.hotkey))).address;
  } catch (cause) {
    throw unknownAccount(named, paths.hotkey, cause);
  }
}

/** The SS58 address of an account that the client names as `0x…`. */
export function addressOf(account: string): string {
  return encodeAddress(toAccountId(account));
}

function unknownAccount(named: string | undefined, path: string, cause: unknown): CliError {
  const message =
    named === undefined
      ? `There is no wallet yet (${path}). Create one with "myelin wallet create", or give an address.`
      : `"${named}" is neither an address nor a wallet of yours (${path}). See "myelin wallet list".`;
  return new CliError("CLI_UNKNOWN_ACCOUNT", message, { cause });
}

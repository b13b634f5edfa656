/** Wallet folders as btcli keeps them: a folder a wallet, one coldkey, any number of hotkeys. Node only. */
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generateMnemonic, type Keypair, keypairFromMnemonic, MyelinError } from "@myelin/primitives";
import {
  type PublicKey,
  readKeyfile,
  readPublicKeyfile,
  type WalletPaths,
  walletPaths,
  writeKeyfile,
  writePublicKeyfile,
} from "@myelin/primitives/keyfile";

/** Which wallet: `root` is the folder that holds all wallets. What is absent comes from `BT_WALLET_…` or is `default`. */
export interface WalletName {
  root?: string;
  name?: string;
  hotkey?: string;
}

export type Password = string | (() => string | Promise<string>);

export class WalletError extends MyelinError {}

/** A wallet's keys, read only when asked for: looking at an address never needs a password. */
export class Wallet {
  readonly paths: WalletPaths;

  constructor(name: WalletName = {}) {
    this.paths = walletPaths(name);
  }

  /** Signs with money. May be encrypted. */
  async coldkey(password?: Password): Promise<Keypair> {
    return await readKeyfile(this.paths.coldkey, { password });
  }

  async coldkeyPublic(): Promise<PublicKey> {
    return await readPublicKeyfile(this.paths.coldkeyPublic);
  }

  /** Signs a neuron's daily work; usually not encrypted. */
  async hotkey(password?: Password): Promise<Keypair> {
    return await readKeyfile(this.paths.hotkey, { password });
  }
}

export interface NewKeys {
  coldkey?: Keypair;
  hotkey?: Keypair;
  /** Encrypts the coldkey's file. */
  password?: string;
  /** Words of new mnemonics: 12, 15, 18, 21 or 24. */
  words?: 12 | 15 | 18 | 21 | 24;
  overwrite?: boolean;
}

/**
 * Creates a wallet with a coldkey and a hotkey, from given keys or new ones, and returns both.
 *
 * @throws KeyfileError with code `KEYFILE_EXISTS` rather than to overwrite a key.
 * @example
 * ```ts
 * const { coldkey } = await createWallet({ name: "alice" }, { password });
 * console.log(coldkey.exportSecrets().mnemonic); // show it once
 * ```
 */
export async function createWallet(
  name: WalletName = {},
  keys: NewKeys = {},
): Promise<{ coldkey: Keypair; hotkey: Keypair }> {
  const { paths } = new Wallet(name);
  const coldkey = keys.coldkey ?? newKey(keys.words);
  const hotkey = keys.hotkey ?? newKey(keys.words);
  const { overwrite } = keys;
  await writeKeyfile(paths.coldkey, coldkey, { password: keys.password, overwrite });
  await writePublicKeyfile(paths.coldkeyPublic, coldkey, { overwrite });
  await addHotkey(name, { hotkey, overwrite });
  return { coldkey, hotkey };
}

/** Adds one more hotkey to a wallet. */
export async function addHotkey(
  name: WalletName,
  keys: Pick<NewKeys, "hotkey" | "words" | "overwrite"> = {},
): Promise<Keypair> {
  const { paths } = new Wallet(name);
  const hotkey = keys.hotkey ?? newKey(keys.words);
  await writeKeyfile(paths.hotkey, hotkey, { overwrite: keys.overwrite });
  await writePublicKeyfile(paths.hotkeyPublic, hotkey, { overwrite: keys.overwrite });
  return hotkey;
}

/** A wallet as a list shows it; addresses that cannot be read are undefined. */
export interface WalletSummary {
  name: string;
  coldkey: string | undefined;
  hotkeys: { name: string; address: string | undefined }[];
}

/** All wallets below the root folder, by name. An absent root is an empty list. */
export async function listWallets(root?: string): Promise<WalletSummary[]> {
  const folder = dirname(walletPaths({ root }).folder);
  const names = await foldersIn(folder);
  return await Promise.all(names.map((name) => summarize(folder, name)));
}

async function summarize(root: string, name: string): Promise<WalletSummary> {
  const paths = walletPaths({ root, name });
  const files = await readdir(join(paths.folder, "hotkeys")).catch(() => [] as string[]);
  const hotkeys = files.filter((file) => !file.endsWith("pub.txt")).sort();
  return {
    name,
    coldkey: await addressIn(paths.coldkeyPublic),
    hotkeys: await Promise.all(
      hotkeys.map(async (hotkey) => {
        const { hotkey: secret, hotkeyPublic } = walletPaths({ root, name, hotkey });
        return { name: hotkey, address: (await addressIn(hotkeyPublic)) ?? (await addressIn(secret)) };
      }),
    ),
  };
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new WalletError(
      "WALLET_ROOT_UNREADABLE",
      `The wallet folder ${folder} cannot be read. Check its permissions.`,
      {
        cause: error,
      },
    );
  }
}

async function addressIn(path: string): Promise<string | undefined> {
  return await readPublicKeyfile(path).then(
    (key) => key.address,
    () => undefined,
  );
}

function newKey(words: NewKeys["words"] = 12): Keypair {
  return keypairFromMnemonic(generateMnemonic(words));
}

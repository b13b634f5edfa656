import { existsSync } from "node:fs";
import { createWallet, Wallet } from "@myelin/client/wallet";
import type { Keypair } from "@myelin/primitives";
import { utf8 } from "@myelin/primitives/bytes";
import { blake2b256 } from "@myelin/primitives/hash";
import { keypairFromSeed } from "@myelin/primitives/keys";
import type { NetworkFolder } from "./folder.ts";
import { MEMBERS, OWNER } from "./plan.ts";

export interface Keys {
  readonly coldkey: Keypair;
  readonly hotkey: Keypair;
}

/** The keys of the subnet's owner and of every member, made on the first start; from the seed where there is one. */
export async function memberKeys(folder: NetworkFolder, seed?: string): Promise<Map<string, Keys>> {
  const names = [OWNER, ...MEMBERS.map(({ name }) => name)];
  const keys = await Promise.all(names.map((name) => keysOf(folder.wallets, name, seed)));
  return new Map(names.map((name, i) => [name, keys[i]!]));
}

async function keysOf(root: string, name: string, seed: string | undefined): Promise<Keys> {
  const where = { root, name, hotkey: "default" };
  const wallet = new Wallet(where);
  if (existsSync(wallet.paths.hotkey)) return { coldkey: await wallet.coldkey(), hotkey: await wallet.hotkey() };
  const coldkey = existsSync(wallet.paths.coldkey) ? await wallet.coldkey() : seeded(seed, name, "coldkey");
  return await createWallet(where, { coldkey, hotkey: seeded(seed, name, "hotkey"), overwrite: true });
}

/** Undefined without a seed: a new random key is made then. */
function seeded(seed: string | undefined, name: string, kind: string): Keypair | undefined {
  if (seed === undefined) return undefined;
  return keypairFromSeed(blake2b256(utf8(`myelin up/${seed}/${name}/${kind}`)));
}

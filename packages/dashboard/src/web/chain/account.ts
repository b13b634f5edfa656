import type { Client } from "@myelin/client";
import { type Identities, readIdentities } from "./identities.ts";

export interface StakePosition {
  readonly netuid: number;
  readonly hotkey: string;
  /** Alpha rao; rao on root. */
  readonly stake: bigint;
}

export interface Registration {
  readonly netuid: number;
  readonly uid: number;
  /** Alpha rao that all its backers hold on it there. */
  readonly alpha: bigint;
}

export interface Account {
  readonly address: string;
  /** Rao. */
  readonly free: bigint;
  readonly reserved: bigint;
  readonly nonce: number;
  readonly name: string | undefined;
  readonly stakes: readonly StakePosition[];
  /** The coldkey that owns this account as a hotkey. */
  readonly owner: string | undefined;
  readonly registrations: readonly Registration[];
  readonly hotkeys: readonly string[];
}

interface AccountInfo {
  readonly nonce: number;
  readonly data: { readonly free: bigint; readonly reserved: bigint };
}

const PALLET = "SubtensorModule";
const NOBODY = /^0x0*$/;

/** What the chain knows of an account, as a coldkey and as a hotkey. */
export async function readAccount(client: Client, address: string, netuids: readonly number[]): Promise<Account> {
  const { hash: at } = await client.head();
  const pairs = netuids.map((netuid) => [address, netuid]);
  const [info, stakes, owner, uids, backing, hotkeys, names] = await Promise.all([
    client.query.get<AccountInfo>("System", "Account", [address], { at }),
    client.callApi<StakePosition[]>("StakeInfoRuntimeApi", "get_stake_info_for_coldkey", [address], { at }),
    client.query.get<string>(PALLET, "Owner", [address], { at }),
    client.query.many<number | undefined>(
      PALLET,
      "Uids",
      netuids.map((netuid) => [netuid, address]),
      { at },
    ),
    client.query.many<bigint>(PALLET, "TotalHotkeyAlpha", pairs, { at }),
    client.query.get<string[]>(PALLET, "OwnedHotkeys", [address], { at }),
    readIdentities(client, [address]) as Promise<Identities>,
  ]);
  return {
    address,
    free: info.data.free,
    reserved: info.data.reserved,
    nonce: info.nonce,
    name: names.get(address),
    stakes,
    owner: owner === undefined || NOBODY.test(owner) ? undefined : owner,
    registrations: netuids.flatMap((netuid, i) =>
      uids[i] === undefined ? [] : [{ netuid, uid: uids[i], alpha: backing[i]! }],
    ),
    hotkeys,
  };
}

import type { Keypair } from "@myelin/primitives";
import type { Client } from "../client.ts";
import type { Inclusion, SignOptions } from "../extrinsic/transaction.ts";

/** One position of stake. */
export interface StakeInfo {
  hotkey: string;
  coldkey: string;
  netuid: number;
  /** Alpha in rao (on the root network: TAO in rao). */
  stake: bigint;
}

/** Buys alpha with `amount` rao and stakes it to a hotkey (`add_stake`). */
export async function addStake(
  client: Client,
  coldkey: Keypair,
  { hotkey, netuid, amount }: { hotkey: string; netuid: number; amount: bigint },
  options: SignOptions = {},
): Promise<Inclusion> {
  const args = { hotkey, netuid, amount_staked: amount };
  return await client.tx("SubtensorModule", "add_stake", args).sendAndWait(coldkey, options);
}

/** Takes `amount` rao of alpha out of a hotkey and sells it (`remove_stake`). */
export async function removeStake(
  client: Client,
  coldkey: Keypair,
  { hotkey, netuid, amount }: { hotkey: string; netuid: number; amount: bigint },
  options: SignOptions = {},
): Promise<Inclusion> {
  const args = { hotkey, netuid, amount_unstaked: amount };
  return await client.tx("SubtensorModule", "remove_stake", args).sendAndWait(coldkey, options);
}

/** All stake of a coldkey (`StakeInfoRuntimeApi.get_stake_info_for_coldkey`). */
export async function getStake(client: Client, coldkey: string, options: { at?: string } = {}): Promise<StakeInfo[]> {
  const found = await client.callApi<StakeInfo[]>(
    "StakeInfoRuntimeApi",
    "get_stake_info_for_coldkey",
    [coldkey],
    options,
  );
  return found.map(({ hotkey, coldkey: owner, netuid, stake }) => ({ hotkey, coldkey: owner, netuid, stake }));
}

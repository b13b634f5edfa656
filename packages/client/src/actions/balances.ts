import type { Keypair } from "@myelin/primitives";
import type { Client } from "../client.ts";
import type { Inclusion, SignOptions } from "../extrinsic/transaction.ts";

/** An account's TAO, all in rao (10⁹ rao are one TAO). */
export interface Balance {
  /** Can be spent, apart from what is frozen. */
  free: bigint;
  reserved: bigint;
  frozen: bigint;
}

interface AccountInfo {
  nonce: number;
  data: { free: bigint; reserved: bigint; frozen: bigint };
}

/** What an account holds; zeros for one that the chain does not know. */
export async function getBalance(client: Client, address: string, options: { at?: string } = {}): Promise<Balance> {
  const { data } = await client.query.get<AccountInfo>("System", "Account", [address], options);
  return { free: data.free, reserved: data.reserved, frozen: data.frozen };
}

/** Moves `amount` rao and leaves the sender alive (`Balances.transfer_keep_alive`). */
export async function transfer(
  client: Client,
  signer: Keypair,
  to: string,
  amount: bigint,
  options: SignOptions = {},
): Promise<Inclusion> {
  return await client.tx("Balances", "transfer_keep_alive", { dest: to, value: amount }).sendAndWait(signer, options);
}

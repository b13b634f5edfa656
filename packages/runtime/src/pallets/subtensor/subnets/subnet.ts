import { type AccountId, type Context, ensure } from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { fromHex, toHex } from "@myelin/primitives/hex";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { ROOT_NETUID, SUBTENSOR_PALLET_ID } from "../types.ts";

const SUBNET_ACCOUNT_PREFIX = concat(utf8("modl"), SUBTENSOR_PALLET_ID);

/** Whether a subnet exists (`pallets/subtensor/src/subnets/subnet.rs` if_subnet_exist). */
export function ifSubnetExist(ctx: Context, netuid: number): boolean {
  return S.NetworksAdded.get(ctx, netuid);
}

/** Netuids of all subnets, root included, in storage order. */
export function getAllSubnetNetuids(ctx: Context): number[] {
  return [...S.NetworksAdded.keys(ctx)];
}

/** @throws SubtokenDisabled unless the alpha of the subnet may be traded. */
export function ensureSubtokenEnabled(ctx: Context, netuid: number): void {
  ensure(S.SubtokenEnabled.get(ctx, netuid), Err.SubtokenDisabled);
}

/**
 * Account that holds the TAO of a subnet: "modl" "subtensr" netuid (u16, little-endian), padded with zeros to 32 bytes.
 * Undefined where there is no such subnet; root always has one.
 */
export function getSubnetAccountId(ctx: Context, netuid: number): AccountId | undefined {
  return netuid === ROOT_NETUID || S.NetworksAdded.contains(ctx, netuid) ? subnetAccount(netuid) : undefined;
}

const accounts = new Map<number, AccountId>();

function subnetAccount(netuid: number): AccountId {
  const known = accounts.get(netuid) ?? makeSubnetAccount(netuid);
  accounts.set(netuid, known);
  return known;
}

function makeSubnetAccount(netuid: number): AccountId {
  const account = new Uint8Array(32);
  account.set(SUBNET_ACCOUNT_PREFIX);
  account[SUBNET_ACCOUNT_PREFIX.length] = netuid & 0xff;
  account[SUBNET_ACCOUNT_PREFIX.length + 1] = netuid >> 8;
  return toHex(account);
}

/** Netuid of the subnet whose account this would be, existing or not; undefined for all other accounts. */
export function isSubnetAccountId(account: AccountId): number | undefined {
  const bytes = fromHex(account);
  const at = SUBNET_ACCOUNT_PREFIX.length;
  const netuid = bytes[at]! | (bytes[at + 1]! << 8);
  return subnetAccount(netuid) === account ? netuid : undefined;
}

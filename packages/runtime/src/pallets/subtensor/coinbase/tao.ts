/**
 * TAO in and out of coldkeys, subnet accounts and circulation (`pallets/subtensor/src/coinbase/tao.rs`). All amounts are rao.
 */
import { type AccountId, type Context, ensure } from "@myelin/frame";
import { concat, utf8 } from "@myelin/primitives/bytes";
import { toHex } from "@myelin/primitives/hex";
import { minBig, satAddU64, satSubU64 } from "../../../arithmetic.ts";
import { succeeds } from "../../../attempt.ts";
import { reducibleBalance, totalIssuance, transfer, withdraw } from "../../balances/balances.ts";
import { dropCredit, issue, resolve } from "../../balances/credit.ts";
import { Err } from "../errors.ts";
import { S } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";
import { BURN_PALLET_ID, MAX_ISSUANCE } from "../types.ts";

/** Account of burned TAO: "modl" "burntnsr", padded with zeros. */
export const BURN_ACCOUNT: AccountId = burnAccount();

function burnAccount(): AccountId {
  const account = new Uint8Array(32);
  account.set(concat(utf8("modl"), BURN_PALLET_ID));
  return toHex(account);
}

/** What a coldkey can pay, down to closing its account. */
export function getColdkeyBalance(ctx: Context, coldkey: AccountId): bigint {
  return reducibleBalance(ctx, coldkey, "expendable");
}

/** What a coldkey can pay and keep its account. */
export function getKeepAliveBalance(ctx: Context, coldkey: AccountId): bigint {
  return reducibleBalance(ctx, coldkey, "preserve");
}

export function canRemoveBalanceFromColdkeyAccount(ctx: Context, coldkey: AccountId, amount: bigint): boolean {
  return amount <= getColdkeyBalance(ctx, coldkey);
}

/** Dust of a closed account leaves the balances' issuance, so it leaves this pallet's count as well. */
function transferAllowDeathUpdateTi(ctx: Context, from: AccountId, to: AccountId, amount: bigint): void {
  const before = totalIssuance(ctx);
  transfer(ctx, from, to, amount, "expendable");
  const after = totalIssuance(ctx);
  if (after < before) S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, before - after));
}

/** @throws InsufficientBalance, and the errors of a transfer. */
export function transferTao(ctx: Context, from: AccountId, to: AccountId, amount: bigint): void {
  ensure(amount <= getColdkeyBalance(ctx, from), Err.InsufficientBalance);
  transferAllowDeathUpdateTi(ctx, from, to, amount);
}

/** Moves all that can be moved, down to closing the account. */
export function transferAllTaoAndKill(ctx: Context, from: AccountId, to: AccountId): void {
  const amount = getColdkeyBalance(ctx, from);
  if (amount !== 0n) transferAllowDeathUpdateTi(ctx, from, to, amount);
}

/**
 * Moves TAO of a coldkey to a subnet's account, keeping the coldkey alive: at most what it can pay beyond the existential
 * deposit. Returns what was moved.
 *
 * @throws SubnetNotExists, InsufficientBalance
 */
export function transferTaoToSubnet(ctx: Context, netuid: number, coldkey: AccountId, amount: bigint): bigint {
  if (amount === 0n) return 0n;
  const subnet = requireSubnetAccount(ctx, netuid);
  const moved = minBig(amount, getKeepAliveBalance(ctx, coldkey));
  ensure(moved !== 0n, Err.InsufficientBalance);
  transfer(ctx, coldkey, subnet, moved, "preserve");
  return moved;
}

/** @throws SubnetNotExists, InsufficientBalance */
export function transferTaoFromSubnet(ctx: Context, netuid: number, coldkey: AccountId, amount: bigint): void {
  transferTao(ctx, requireSubnetAccount(ctx, netuid), coldkey, amount);
}

function requireSubnetAccount(ctx: Context, netuid: number): AccountId {
  const account = getSubnetAccountId(ctx, netuid);
  if (account === undefined) throw Err.SubnetNotExists();
  return account;
}

/** Sends TAO to the burn account: out of use, still issued. @throws InsufficientBalance */
export function burnTao(ctx: Context, coldkey: AccountId, amount: bigint): void {
  transferTao(ctx, coldkey, BURN_ACCOUNT, amount);
}

/** Takes TAO out of circulation, so that it can be emitted again. @throws InsufficientBalance, BalanceWithdrawalError */
export function recycleTao(ctx: Context, coldkey: AccountId, amount: bigint): void {
  ensure(amount <= getKeepAliveBalance(ctx, coldkey), Err.InsufficientBalance);
  S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, amount));
  ensure(
    succeeds(() => withdraw(ctx, coldkey, amount, "expendable")),
    Err.BalanceWithdrawalError,
  );
}

/** Issues up to `amount`, never beyond the cap. Returns what was issued: credit to be spent or recycled. */
export function mintTao(ctx: Context, amount: bigint): bigint {
  const issued = minBig(amount, satSubU64(MAX_ISSUANCE, totalIssuance(ctx)));
  S.TotalIssuance.mutate(ctx, (total) => satAddU64(total, issued));
  issue(ctx, issued);
  return issued;
}

/** Pays `part` of issued credit to a coldkey. Returns the credit that is left; undefined where nothing could be paid. */
export function spendTao(ctx: Context, coldkey: AccountId, credit: bigint, part: bigint): bigint | undefined {
  return credit >= part && resolve(ctx, coldkey, part) ? credit - part : undefined;
}

/** Takes unspent credit back out of circulation. */
export function recycleCredit(ctx: Context, credit: bigint): void {
  if (credit === 0n) return;
  S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, credit));
  dropCredit(ctx, credit);
}

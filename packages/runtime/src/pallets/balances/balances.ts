/**
 * Moving TAO. All amounts are rao; accounts whose free and reserved balance falls under the existential deposit are reaped.
 *
 * Sources: `substrate/frame/balances/src/{lib,impl_fungible,impl_currency}.rs`,
 * `substrate/frame/support/src/traits/tokens/fungible/regular.rs`.
 */
import { type AccountId, type Context, dispatchError } from "@myelin/frame";
import { checkedAddU64, maxBig, minBig, satAddU64, satSubU64 } from "../../arithmetic.ts";
import {
  decConsumers,
  decProviders,
  incConsumers,
  incProviders,
  mayLoseProvider,
  setAccountData,
} from "../system/accounts.ts";
import { S as System } from "../system/storage.ts";
import type { AccountInfo } from "../system/types.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";
import { type AccountData, EMPTY_ACCOUNT_DATA, NEW_LOGIC } from "./types.ts";

/**
 * What may happen to an account that pays: `expendable` lets it die, `protect` keeps it if this balance is what keeps it alive,
 * `preserve` always leaves the existential deposit.
 */
export type Preservation = "expendable" | "protect" | "preserve";

export const existentialDeposit = (ctx: Context): bigint => ctx.config.existentialDeposit;
export const accountData = (ctx: Context, who: AccountId): AccountData => System.Account.get(ctx, who).data;
export const freeBalance = (ctx: Context, who: AccountId): bigint => accountData(ctx, who).free;
export const reservedBalance = (ctx: Context, who: AccountId): bigint => accountData(ctx, who).reserved;
export const totalIssuance = (ctx: Context): bigint => S.TotalIssuance.get(ctx);

export function totalBalance(ctx: Context, who: AccountId): bigint {
  const { free, reserved } = accountData(ctx, who);
  return satAddU64(free, reserved);
}

/** What `who` can pay, rao, under the given preservation; frozen funds stay. */
export function reducibleBalance(ctx: Context, who: AccountId, preservation: Preservation = "preserve"): bigint {
  return reducible(ctx, System.Account.get(ctx, who), preservation);
}

function reducible(ctx: Context, account: AccountInfo, preservation: Preservation): bigint {
  const { free, reserved, frozen } = account.data;
  return satSubU64(free, maxBig(satSubU64(frozen, reserved), depositToKeep(ctx, account, preservation)));
}

/** The existential deposit where the preservation, or a consumer of the account, demands that it stays. */
function depositToKeep(ctx: Context, account: AccountInfo, preservation: Preservation): bigint {
  const { free } = account.data;
  const keep =
    preservation === "preserve" ||
    (preservation === "protect" && free !== 0n && account.providers === 1) ||
    (preservation === "expendable" && free !== 0n && !mayLoseProvider(account));
  return keep ? existentialDeposit(ctx) : 0n;
}

type Outcome = { ok: true; dies: boolean } | { ok: false; error: Error };

/** Whether `amount` can leave `who`, and whether `who` dies of it (`impl_fungible.rs`, `can_withdraw`). */
function tryWithdraw(ctx: Context, who: AccountId, amount: bigint): Outcome {
  const fail = (error: Error): Outcome => ({ ok: false, error });
  if (amount === 0n) return { ok: true, dies: false };
  if (totalIssuance(ctx) < amount) return fail(dispatchError.arithmetic("Underflow"));
  const account = System.Account.get(ctx, who);
  const { free } = account.data;
  if (free < amount) return fail(dispatchError.token("FundsUnavailable"));
  if (amount > reducible(ctx, account, "expendable")) return fail(dispatchError.token("Frozen"));
  const dies = free - amount < existentialDeposit(ctx);
  if (dies && !mayLoseProvider(account)) return fail(dispatchError.token("OnlyProvider"));
  return { ok: true, dies };
}

/** True if `amount` can be taken and the account lives on. */
export function canWithdraw(ctx: Context, who: AccountId, amount: bigint): boolean {
  const outcome = tryWithdraw(ctx, who, amount);
  return outcome.ok && !outcome.dies;
}

/** @throws Token::BelowMinimum, Arithmetic::Overflow. */
function ensureCanDeposit(ctx: Context, who: AccountId, amount: bigint): void {
  if (amount === 0n) return;
  const free = checkedAddU64(freeBalance(ctx, who), amount);
  if (free === undefined) throw dispatchError.arithmetic("Overflow");
  if (free < existentialDeposit(ctx)) throw dispatchError.token("BelowMinimum");
}

/**
 * Moves `amount` rao and emits `Transfer`.
 * @throws Token::{FundsUnavailable, Frozen, OnlyProvider, NotExpendable, BelowMinimum}, Arithmetic::{Underflow, Overflow}.
 */
export function transfer(
  ctx: Context,
  from: AccountId,
  to: AccountId,
  amount: bigint,
  preservation: Preservation = "preserve",
): void {
  const outcome = tryWithdraw(ctx, from, amount);
  if (!outcome.ok) throw outcome.error;
  if (outcome.dies && preservation !== "expendable") throw dispatchError.token("NotExpendable");
  ensureCanDeposit(ctx, to, amount);
  if (from === to) return;
  decreaseBalance(ctx, from, amount, preservation);
  increaseBalance(ctx, to, amount);
  ctx.depositEvent(E.Transfer({ from, to, amount }));
}

export const transferKeepAlive = (ctx: Context, from: AccountId, to: AccountId, amount: bigint): void =>
  transfer(ctx, from, to, amount, "preserve");
export const transferAllowDeath = (ctx: Context, from: AccountId, to: AccountId, amount: bigint): void =>
  transfer(ctx, from, to, amount, "expendable");

/**
 * Takes `amount` rao out of circulation and emits `Withdraw` (`fungible::Balanced::withdraw`, credit dropped).
 * @throws Token::FundsUnavailable.
 */
export function withdraw(ctx: Context, who: AccountId, amount: bigint, preservation: Preservation = "preserve"): void {
  decreaseBalance(ctx, who, amount, preservation);
  ctx.depositEvent(E.Withdraw({ who, amount }));
  S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, amount));
}

/**
 * Puts up to `amount` new rao into circulation and emits `Deposit` (`fungible::Balanced::deposit`, best effort).
 * A new account stays empty where `amount` is under the existential deposit.
 * @returns rao really deposited.
 */
export function deposit(ctx: Context, who: AccountId, amount: bigint): bigint {
  const increase = increaseBalance(ctx, who, amount);
  ctx.depositEvent(E.Deposit({ who, amount: increase }));
  S.TotalIssuance.mutate(ctx, (total) => satAddU64(total, increase));
  return increase;
}

/**
 * Mints exactly `amount` rao to `who` and emits `Minted`.
 * @throws Arithmetic::Overflow, Token::BelowMinimum.
 */
export function mintInto(ctx: Context, who: AccountId, amount: bigint): void {
  const total = checkedAddU64(totalIssuance(ctx), amount);
  if (total === undefined) throw dispatchError.arithmetic("Overflow");
  ensureCanDeposit(ctx, who, amount);
  increaseBalance(ctx, who, amount);
  S.TotalIssuance.set(ctx, total);
  ctx.depositEvent(E.Minted({ who, amount }));
}

/**
 * Burns exactly `amount` rao of `who` and emits `Burned`.
 * @throws Token::FundsUnavailable.
 */
export function burnFrom(ctx: Context, who: AccountId, amount: bigint, preservation: Preservation = "preserve"): void {
  decreaseBalance(ctx, who, amount, preservation);
  S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, amount));
  ctx.depositEvent(E.Burned({ who, amount }));
}

/**
 * Moves `amount` rao from free to reserved and emits `Reserved`.
 * @throws InsufficientBalance, LiquidityRestrictions, Arithmetic::Overflow.
 */
export function reserve(ctx: Context, who: AccountId, amount: bigint): void {
  if (amount === 0n) return;
  mutateAccount(ctx, who, (account) => {
    if (account.free < amount) throw Err.InsufficientBalance();
    const reserved = checkedAddU64(account.reserved, amount);
    if (reserved === undefined) throw dispatchError.arithmetic("Overflow");
    const free = account.free - amount;
    if (free < account.frozen) throw Err.LiquidityRestrictions();
    return { ...account, free, reserved };
  });
  ctx.depositEvent(E.Reserved({ who, amount }));
}

/** Frees up to `amount` reserved rao, emits `Unreserved`, returns what could not be freed. */
export function unreserve(ctx: Context, who: AccountId, amount: bigint): bigint {
  if (amount === 0n) return 0n;
  if (totalBalance(ctx, who) === 0n) return amount;
  const actual = minBig(reservedBalance(ctx, who), amount);
  mutateAccount(ctx, who, (account) => ({
    ...account,
    free: satAddU64(account.free, actual),
    reserved: account.reserved - actual,
  }));
  ctx.depositEvent(E.Unreserved({ who, amount: actual }));
  return amount - actual;
}

/** Sets the free balance outright and adjusts the issuance; under the existential deposit it becomes zero. */
export function setFreeBalance(ctx: Context, who: AccountId, newFree: bigint): bigint {
  const free = newFree < existentialDeposit(ctx) ? 0n : newFree;
  const old = freeBalance(ctx, who);
  mutateAccount(ctx, who, (account) => ({ ...account, free }));
  S.TotalIssuance.mutate(ctx, (total) => (free > old ? satAddU64(total, free - old) : satSubU64(total, old - free)));
  return free;
}

function decreaseBalance(ctx: Context, who: AccountId, amount: bigint, preservation: Preservation): void {
  if (reducibleBalance(ctx, who, preservation) < amount) throw dispatchError.token("FundsUnavailable");
  mutateAccount(ctx, who, (account) => ({ ...account, free: account.free - amount }));
}

/** Best effort: saturates, and leaves an account empty that would stay under the existential deposit. */
function increaseBalance(ctx: Context, who: AccountId, amount: bigint): bigint {
  const old = freeBalance(ctx, who);
  const free = satAddU64(old, amount);
  if (free === old || free < existentialDeposit(ctx)) return 0n;
  mutateAccount(ctx, who, (account) => ({ ...account, free }));
  return free - old;
}

/**
 * The one place where an account's funds change: keeps the reference counters true, reaps what falls under the existential
 * deposit and burns the dust (`lib.rs`, `try_mutate_account`; `DustRemoval = ()` in subtensor's runtime).
 */
export function mutateAccount(ctx: Context, who: AccountId, change: (account: AccountData) => AccountData): void {
  const minimum = existentialDeposit(ctx);
  const account = System.Account.get(ctx, who);
  const before = account.data;
  const after = change(before);
  const isNew = isEmpty(before);
  const gone = after.free < minimum && after.reserved === 0n;
  const data = gone ? EMPTY_ACCOUNT_DATA : after;

  const provides = { before: before.free >= minimum && account.providers > 0, after: after.free >= minimum };
  const consumes = { before: !isNew && needsAccount(before), after: needsAccount(after) };
  if (provides.before && provides.after && consumes.before === consumes.after) {
    System.Account.set(ctx, who, { ...account, data });
  } else {
    if (!provides.before && provides.after) incProviders(ctx, who);
    if (consumes.before && !consumes.after) decConsumers(ctx, who);
    if (!consumes.before && consumes.after) incConsumers(ctx, who);
    if (provides.before && !provides.after) decProviders(ctx, who);
    setAccountData(ctx, who, data);
  }

  if (isNew) ctx.depositEvent(E.Endowed({ account: who, free_balance: after.free }));
  if (gone && after.free !== 0n) {
    ctx.depositEvent(E.DustLost({ account: who, amount: after.free }));
    S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, after.free));
  }
}

const needsAccount = ({ reserved, frozen }: AccountData): boolean => reserved !== 0n || frozen !== 0n;

const isEmpty = ({ free, reserved, frozen, flags }: AccountData): boolean =>
  free === 0n && reserved === 0n && frozen === 0n && flags === NEW_LOGIC;

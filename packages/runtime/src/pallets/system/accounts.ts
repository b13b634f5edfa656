/**
 * Account references: who keeps an account alive (providers, sufficients) and who needs it alive (consumers).
 * Source: `substrate/frame/system/src/lib.rs`, section "Account and reference counters".
 */
import { type AccountId, type Context, dispatchError } from "@myelin/frame";
import { satAddU32 } from "../../arithmetic.ts";
import type { AccountData } from "../balances/types.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";
import type { AccountInfo } from "./types.ts";

/** At most this many pallets may need one account alive (`runtime/src/lib.rs`, `MaxConsumers`). */
export const MAX_CONSUMERS = 16;

export const accountNonce = (ctx: Context, who: AccountId): number => S.Account.get(ctx, who).nonce;

/** True if one provider may go: nobody needs the account, or another provider stays. */
export const mayLoseProvider = ({ consumers, providers }: AccountInfo): boolean => consumers === 0 || providers > 1;

export const canDecProvider = (ctx: Context, who: AccountId): boolean => mayLoseProvider(S.Account.get(ctx, who));

/** Adds a provider; the first one creates the account and emits `NewAccount`. */
export function incProviders(ctx: Context, who: AccountId): void {
  const account = S.Account.get(ctx, who);
  const created = account.providers === 0 && account.sufficients === 0;
  S.Account.set(ctx, who, { ...account, providers: satAddU32(account.providers, 1) });
  if (created) ctx.depositEvent(E.NewAccount({ account: who }));
}

/**
 * Removes a provider; the last one reaps the account (nonce included) and emits `KilledAccount`.
 * @throws ConsumerRemaining if somebody still needs the account alive.
 */
export function decProviders(ctx: Context, who: AccountId): void {
  if (!S.Account.contains(ctx, who)) return;
  const account = S.Account.get(ctx, who);
  if (account.providers > 1) {
    S.Account.set(ctx, who, { ...account, providers: account.providers - 1 });
  } else if (account.consumers > 0) {
    throw dispatchError.consumerRemaining();
  } else if (account.sufficients > 0) {
    S.Account.set(ctx, who, { ...account, providers: 0 });
  } else {
    S.Account.remove(ctx, who);
    ctx.depositEvent(E.KilledAccount({ account: who }));
  }
}

/** @throws NoProviders, TooManyConsumers (more than 16). */
export function incConsumers(ctx: Context, who: AccountId): void {
  const account = S.Account.get(ctx, who);
  if (account.providers === 0) throw dispatchError.noProviders();
  if (account.consumers >= MAX_CONSUMERS) throw dispatchError.tooManyConsumers();
  S.Account.set(ctx, who, { ...account, consumers: account.consumers + 1 });
}

export function decConsumers(ctx: Context, who: AccountId): void {
  const account = S.Account.get(ctx, who);
  if (account.consumers > 0) S.Account.set(ctx, who, { ...account, consumers: account.consumers - 1 });
}

/** Stores the funds of an account that somebody provides for; without providers and sufficients nothing stays. */
export function setAccountData(ctx: Context, who: AccountId, data: AccountData): void {
  const account = S.Account.get(ctx, who);
  if (account.providers > 0 || account.sufficients > 0) S.Account.set(ctx, who, { ...account, data });
  else S.Account.remove(ctx, who);
}

export function incAccountNonce(ctx: Context, who: AccountId): void {
  const account = S.Account.get(ctx, who);
  S.Account.set(ctx, who, { ...account, nonce: satAddU32(account.nonce, 1) });
}

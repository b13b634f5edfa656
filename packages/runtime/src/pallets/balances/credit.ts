/**
 * New TAO that has no owner yet: issued first, then handed out, the rest taken back. All amounts are rao.
 *
 * Sources: `substrate/frame/support/src/traits/tokens/fungible/regular.rs` (issue, resolve),
 * `substrate/frame/balances/src/impl_fungible.rs` (done_issue, done_deposit).
 */
import type { AccountId, Context } from "@myelin/frame";
import { satAddU64, satSubU64 } from "../../arithmetic.ts";
import { deposit, existentialDeposit, freeBalance } from "./balances.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

/** Raises the issuance by `amount` and emits `Issued`. */
export function issue(ctx: Context, amount: bigint): void {
  S.TotalIssuance.mutate(ctx, (total) => satAddU64(total, amount));
  ctx.depositEvent(E.Issued({ amount }));
}

/** Hands `amount` of issued credit to `who`, emitting `Deposit`; false, and nothing done, where the account would stay under the existential deposit. */
export function resolve(ctx: Context, who: AccountId, amount: bigint): boolean {
  if (freeBalance(ctx, who) + amount < existentialDeposit(ctx)) return false;
  deposit(ctx, who, amount);
  dropCredit(ctx, amount);
  return true;
}

/** Takes credit that found no owner out of the issuance. */
export function dropCredit(ctx: Context, amount: bigint): void {
  S.TotalIssuance.mutate(ctx, (total) => satSubU64(total, amount));
}

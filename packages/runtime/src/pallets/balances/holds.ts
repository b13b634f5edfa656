/** Funds held for a reason (`substrate/frame/balances/src/impl_fungible.rs`, holds). Amounts in rao. */
import { type AccountId, type Context, dispatchError, ensure, type ValueOf } from "@myelin/frame";
import { minBig, satAddU64 } from "../../arithmetic.ts";
import { S as System } from "../system/storage.ts";
import { mutateAccount, reducibleBalance } from "./balances.ts";
import { S } from "./storage.ts";
import { MAX_HOLDS, type RuntimeHoldReason } from "./types.ts";

export type HoldReason = ValueOf<typeof RuntimeHoldReason>;

const isFor = (reason: HoldReason) => (entry: { id: HoldReason }) =>
  entry.id.type === reason.type && entry.id.value === reason.value;

/** Moves free funds on hold. @throws Token::CannotCreateHold, Token::FundsUnavailable */
export function hold(ctx: Context, who: AccountId, reason: HoldReason, amount: bigint): void {
  if (amount === 0n) return;
  const holds = S.Holds.get(ctx, who);
  const before = holds.find(isFor(reason));
  const hasRoom = System.Account.get(ctx, who).providers > 0 && (before !== undefined || holds.length < MAX_HOLDS);
  ensure(hasRoom, () => dispatchError.token("CannotCreateHold"));
  ensure(reducibleBalance(ctx, who, "protect") >= amount, () => dispatchError.token("FundsUnavailable"));
  mutateAccount(ctx, who, (account) => ({
    ...account,
    free: account.free - amount,
    reserved: satAddU64(account.reserved, amount),
  }));
  const rest = holds.filter((entry) => entry !== before);
  S.Holds.set(ctx, who, [...rest, { id: reason, amount: (before?.amount ?? 0n) + amount }]);
}

/** Frees up to `amount` of what is on hold for the reason. */
export function release(ctx: Context, who: AccountId, reason: HoldReason, amount: bigint): void {
  const holds = S.Holds.get(ctx, who);
  const before = holds.find(isFor(reason));
  if (before === undefined) return;
  const freed = minBig(amount, before.amount);
  mutateAccount(ctx, who, (account) => ({
    ...account,
    free: satAddU64(account.free, freed),
    reserved: account.reserved - freed,
  }));
  const left = before.amount - freed;
  const next = holds.flatMap((entry) => (entry !== before ? [entry] : left > 0n ? [{ ...entry, amount: left }] : []));
  if (next.length === 0) S.Holds.remove(ctx, who);
  else S.Holds.set(ctx, who, next);
}

import { dispatchError } from "./dispatch-error.ts";
import type { AccountId, CallValue } from "./types/index.ts";

/**
 * Who asks for a call: an account, the chain itself, or nobody (inherents and unsigned transactions). A filter limits what a
 * signed origin may call, in this call and in all calls nested in it (`OriginTrait::add_filter`).
 */
export type Origin =
  | { readonly type: "Signed"; readonly account: AccountId; readonly filter?: CallPredicate }
  | { readonly type: "Root" }
  | { readonly type: "None" };

type CallPredicate = (call: CallValue) => boolean;

export const ROOT: Origin = { type: "Root" };
export const NONE: Origin = { type: "None" };

export function signed(account: AccountId): Origin {
  return { type: "Signed", account };
}

/** The origin with a further filter. Root is never filtered. */
export function withFilter(origin: Origin, filter: CallPredicate): Origin {
  if (origin.type !== "Signed") return origin;
  const before = origin.filter;
  return { ...origin, filter: before ? (call) => before(call) && filter(call) : filter };
}

/** The signing account; fails with `BadOrigin` otherwise. */
export function ensureSigned(origin: Origin): AccountId {
  if (origin.type !== "Signed") throw dispatchError.badOrigin();
  return origin.account;
}

export function ensureRoot(origin: Origin): void {
  if (origin.type !== "Root") throw dispatchError.badOrigin();
}

export function ensureNone(origin: Origin): void {
  if (origin.type !== "None") throw dispatchError.badOrigin();
}

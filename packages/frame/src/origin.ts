import { dispatchError } from "./dispatch-error.ts";
import type { AccountId } from "./types/index.ts";

/** Who asks for a call: an account, the chain itself, or nobody (inherents and unsigned transactions). */
export type Origin =
  | { readonly type: "Signed"; readonly account: AccountId }
  | { readonly type: "Root" }
  | { readonly type: "None" };

export const ROOT: Origin = { type: "Root" };
export const NONE: Origin = { type: "None" };

export function signed(account: AccountId): Origin {
  return { type: "Signed", account };
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

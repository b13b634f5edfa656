import type { AccountId } from "@myelin/frame";

/** Entries in the order of the accounts' bytes, the order of the chain's ordered maps. */
export function byAccount<T>(entries: Iterable<[AccountId, T]>): [AccountId, T][] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

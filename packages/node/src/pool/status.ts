import type { AccountId, Hash } from "@myelin/frame";

/** What became of a transaction, as `author_extrinsicUpdate` and `transactionWatch` tell it. */
export type TransactionStatus =
  /** Waits for a transaction of the same account with a lower nonce. */
  | { readonly type: "future" }
  | { readonly type: "ready" }
  /** `index` is the position in the body of the block. */
  | { readonly type: "inBlock"; readonly block: Hash; readonly number: number; readonly index: number }
  /** The last news of a transaction that made it. */
  | { readonly type: "finalized"; readonly block: Hash; readonly number: number; readonly index: number }
  /** Another transaction of the same account and nonce took its place. Last news. */
  | { readonly type: "usurped"; readonly by: Hash }
  /** The pool had no room for it, or was emptied. Last news. */
  | { readonly type: "dropped" }
  /** It can no longer be in a block: outdated, or what it needs is gone. Last news; `reason` is for people. */
  | { readonly type: "invalid"; readonly reason: string };

export type StatusListener = (status: TransactionStatus) => void;

/** Whether a status is the last one. */
export function isLast({ type }: TransactionStatus): boolean {
  return type !== "future" && type !== "ready" && type !== "inBlock";
}

/** What may be asked of the pool. */
export interface PendingTransactions {
  /** Extrinsics that could be in the next block, in the order in which they would be (`author_pendingExtrinsics`). */
  pending(): Uint8Array[];
  has(hash: Hash): boolean;
  /** Next nonce of an account after its ready transactions (`system_accountNextIndex`); `onChain` is its nonce in the state. */
  nextNonce(account: AccountId, onChain: number): number;
  /** Drops a pending transaction and those of its account that need it; returns the hashes (`author_removeExtrinsic`). */
  remove(hash: Hash): Hash[];
  readonly status: { readonly ready: number; readonly future: number; readonly bytes: number };
}

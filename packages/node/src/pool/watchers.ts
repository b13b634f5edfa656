import type { Hash } from "@myelin/frame";
import { isLast, type StatusListener, type TransactionStatus } from "./status.ts";

/** Who wants to know what becomes of which transaction. */
export class Watchers {
  private readonly byHash = new Map<Hash, Set<StatusListener>>();

  /** Returns what ends it. */
  add(hash: Hash, listener: StatusListener): () => void {
    const listeners = this.byHash.get(hash) ?? new Set();
    this.byHash.set(hash, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.byHash.get(hash) === listeners) this.byHash.delete(hash);
    };
  }

  tell(hash: Hash, status: TransactionStatus): void {
    const listeners = this.byHash.get(hash);
    if (listeners === undefined) return;
    if (isLast(status)) this.byHash.delete(hash);
    for (const listener of [...listeners]) listener(status);
  }
}

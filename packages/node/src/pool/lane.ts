import type { AccountId } from "@myelin/frame";
import type { PoolTransaction } from "./transaction.ts";

/** The waiting transactions of one account: ready from its next nonce up to the first gap, future after it. */
export class Lane {
  readonly sender: AccountId;
  private readonly byNonce = new Map<number, PoolTransaction>();
  private from: number;
  private gap: number;

  /** `next` is the account's nonce in the state. */
  constructor(sender: AccountId, next: number) {
    this.sender = sender;
    this.from = next;
    this.gap = next;
  }

  /** The account's next nonce in the state. */
  get next(): number {
    return this.from;
  }

  /** First nonce that no ready transaction has. */
  get readyEnd(): number {
    return this.gap;
  }

  get size(): number {
    return this.byNonce.size;
  }

  get futureSize(): number {
    return this.byNonce.size - (this.gap - this.from);
  }

  get(nonce: number): PoolTransaction | undefined {
    return this.byNonce.get(nonce);
  }

  isReady({ nonce }: PoolTransaction): boolean {
    return nonce >= this.from && nonce < this.gap;
  }

  /** Ready transactions in order. */
  *ready(): Generator<PoolTransaction> {
    for (let nonce = this.from; nonce < this.gap; nonce++) yield this.byNonce.get(nonce)!;
  }

  all(): Iterable<PoolTransaction> {
    return this.byNonce.values();
  }

  /** Adds a transaction, in place of one with the same nonce; returns those that became ready. */
  add(transaction: PoolTransaction): PoolTransaction[] {
    const replaces = this.byNonce.has(transaction.nonce);
    this.byNonce.set(transaction.nonce, transaction);
    if (replaces) return this.isReady(transaction) ? [transaction] : [];
    return this.closeGap();
  }

  /** Takes a transaction out; returns those that were ready and have to wait now. */
  remove({ nonce }: PoolTransaction): PoolTransaction[] {
    this.byNonce.delete(nonce);
    if (nonce < this.from || nonce >= this.gap) return [];
    const waiting: PoolTransaction[] = [];
    for (let later = nonce + 1; later < this.gap; later++) waiting.push(this.byNonce.get(later)!);
    this.gap = nonce;
    return waiting;
  }

  /** The account's nonce changed: returns what is outdated now, and what became ready. */
  advance(next: number): { outdated: PoolTransaction[]; ready: PoolTransaction[] } {
    const wasReady = this.gap;
    const outdated = this.below(next);
    for (const { nonce } of outdated) this.byNonce.delete(nonce);
    this.from = next;
    this.gap = next;
    const ready = this.closeGap().filter(({ nonce }) => nonce >= wasReady);
    return { outdated, ready };
  }

  private below(next: number): PoolTransaction[] {
    if (next - this.from > this.byNonce.size) return [...this.byNonce.values()].filter(({ nonce }) => nonce < next);
    const found: PoolTransaction[] = [];
    for (let nonce = this.from; nonce < next; nonce++) {
      const transaction = this.byNonce.get(nonce);
      if (transaction) found.push(transaction);
    }
    return found;
  }

  private closeGap(): PoolTransaction[] {
    const ready: PoolTransaction[] = [];
    for (let next = this.byNonce.get(this.gap); next !== undefined; next = this.byNonce.get(this.gap)) {
      ready.push(next);
      this.gap += 1;
    }
    return ready;
  }
}

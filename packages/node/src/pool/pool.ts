import {
  type AccountId,
  type Extrinsic,
  ExtrinsicDecodeError,
  extrinsicHash,
  type Hash,
  invalid,
  RuntimePanic,
  type StateChanges,
  type StorageKey,
  signerOf,
  TransactionValidityError,
  type ValidTransaction,
} from "@myelin/frame";
import { Reader, readLength } from "@myelin/primitives/scale";
import { S as System } from "@myelin/runtime/pallets/system/storage";
import { Slices } from "../chain/slices.ts";
import { VerifierClosedError } from "../signatures/verifier.ts";
import type { PoolBackend } from "./backend.ts";
import { BanList } from "./ban-list.ts";
import { fromValidity, invalidText, PoolError, poolErrors } from "./errors.ts";
import { Lane } from "./lane.ts";
import { defaultPoolLimits, type PoolLimits } from "./limits.ts";
import { inBlockOrder } from "./ordering.ts";
import type { PendingTransactions, StatusListener, TransactionStatus } from "./status.ts";
import { type PoolTransaction, sizeOf } from "./transaction.ts";
import { Watchers } from "./watchers.ts";

/** Hex characters of an account, which its storage key ends with. */
const ACCOUNT_HEX = 64;

/** A block as the pool needs to know it. */
export interface IncludedBlock {
  readonly number: number;
  readonly hash: Hash;
  readonly body: readonly Uint8Array[];
  readonly changes: Readonly<StateChanges>;
}

/**
 * Transactions that wait for a block, by account and nonce.
 *
 * A transaction is decoded once, its signature is checked, the runtime says whether it is valid; then it waits, ready or
 * (after a gap of nonces) future. After each block, accounts that the block touched are looked at again. The rules are
 * those of `substrate/client/transaction-pool`, with a lane of nonces for each account in place of tags.
 */
export class TransactionPool implements PendingTransactions {
  private readonly backend: PoolBackend;
  private readonly limits: PoolLimits;
  private readonly lanes = new Map<AccountId, Lane>();
  private readonly byHash = new Map<Hash, PoolTransaction>();
  private readonly expiring = new Map<number, Set<PoolTransaction>>();
  private readonly entering = new Map<Hash, Promise<unknown>>();
  private readonly banned: BanList;
  private readonly watchers = new Watchers();
  private readonly touched = new Set<Lane>();
  private readonly readyListeners = new Set<() => void>();
  private bytes = 0;
  private futureCount = 0;
  private nextSeq = 0;
  private rechecking = false;

  constructor(backend: PoolBackend, limits: Partial<PoolLimits> = {}, clock: () => number = Date.now) {
    this.backend = backend;
    this.limits = { ...defaultPoolLimits, ...limits };
    this.banned = new BanList(2 * this.limits.count, clock);
  }

  get status(): { ready: number; future: number; bytes: number } {
    return { ready: this.byHash.size - this.futureCount, future: this.futureCount, bytes: this.bytes };
  }

  /** @throws {PoolError} */
  async submit(bytes: Uint8Array): Promise<Hash> {
    const hash = extrinsicHash(bytes);
    this.refuseKnown(hash);
    if (this.byHash.size + this.entering.size >= this.limits.count) throw poolErrors.full();
    const entering = this.enter(hash, bytes);
    this.entering.set(hash, entering);
    try {
      await entering;
    } finally {
      this.entering.delete(hash);
    }
    return hash;
  }

  /** As {@link submit}; joins a transaction that is in the pool already. Statuses follow in later turns of the event loop. */
  async watch(bytes: Uint8Array, listener: StatusListener): Promise<{ hash: Hash; unwatch(): void }> {
    const hash = extrinsicHash(bytes);
    const early: TransactionStatus[] = [];
    let deliver = (status: TransactionStatus): void => void early.push(status);
    const unwatch = this.watchers.add(hash, (status) => deliver(status));
    try {
      if (this.entering.has(hash)) await this.entering.get(hash);
      else if (!this.byHash.has(hash)) await this.submit(bytes);
      const known = this.byHash.get(hash);
      if (early.length === 0 && known) early.push(this.statusOf(known));
    } catch (error) {
      unwatch();
      throw error;
    }
    let ended = false;
    setImmediate(() => {
      deliver = (status) => {
        if (!ended) listener(status);
      };
      for (const status of early) deliver(status);
    });
    return {
      hash,
      unwatch() {
        ended = true;
        unwatch();
      },
    };
  }

  pending(): Uint8Array[] {
    return Array.from(this.inBlockOrder(), ({ extrinsic }) => extrinsic.bytes);
  }

  /** Ready transactions in the order of a block; the pool may change while it is walked. */
  inBlockOrder(): Iterable<PoolTransaction> {
    return inBlockOrder(this.lanes.values());
  }

  get(hash: Hash): PoolTransaction | undefined {
    return this.byHash.get(hash);
  }

  has(hash: Hash): boolean {
    return this.byHash.has(hash);
  }

  nextNonce(account: AccountId, onChain: number): number {
    return Math.max(onChain, this.lanes.get(account)?.readyEnd ?? 0);
  }

  /** Calls `listener` whenever a transaction became ready; returns what ends it. */
  onReady(listener: () => void): () => void {
    this.readyListeners.add(listener);
    return () => void this.readyListeners.delete(listener);
  }

  remove(hash: Hash): Hash[] {
    const transaction = this.byHash.get(hash);
    const lane = transaction && this.lanes.get(transaction.sender);
    if (!transaction || !lane) return [];
    const all = [...lane.all()].filter(({ nonce }) => nonce >= transaction.nonce).sort((a, b) => b.nonce - a.nonce);
    for (const each of all) this.drop(each, { type: "dropped" });
    return all.map((each) => each.hash).reverse();
  }

  /** A transaction that the block being made cannot take: it is removed, later ones of its account wait. */
  refuse(transaction: PoolTransaction, error: unknown): void {
    if (!this.byHash.has(transaction.hash)) return;
    this.banned.add(transaction.hash);
    this.drop(transaction, { type: "invalid", reason: reasonOf(error) });
  }

  /** A block was committed: tells what was included, and forgets what can no longer be. */
  onBlock(block: IncludedBlock): void {
    this.settle(block);
    this.expire(block.number);
    this.touch(block.changes.keys());
    if (!this.rechecking) void this.recheck();
  }

  private refuseKnown(hash: Hash): void {
    if (this.byHash.has(hash) || this.entering.has(hash)) throw poolErrors.alreadyImported(hash);
    if (this.banned.has(hash)) throw poolErrors.banned();
  }

  private async enter(hash: Hash, bytes: Uint8Array): Promise<void> {
    const extrinsic = this.decode(bytes);
    try {
      if (extrinsic.kind === "signed" && !(await this.backend.verify(extrinsic))) throw invalid("BadProof");
      const validity = this.backend.validate(extrinsic);
      this.insert(hash, extrinsic, validity);
    } catch (error) {
      if (error instanceof PoolError) throw error;
      if (error instanceof TransactionValidityError) {
        if (error.kind === "Invalid") this.banned.add(hash);
        throw fromValidity(error);
      }
      if (error instanceof VerifierClosedError) throw poolErrors.stopping();
      if (error instanceof RuntimePanic) throw poolErrors.verification(`Runtime error: ${error.message}`, error);
      throw error;
    }
  }

  private decode(bytes: Uint8Array): Extrinsic {
    if (bytes.length > this.backend.longest) throw fromValidity(invalid("ExhaustsResources"));
    if (!isFramed(bytes)) throw poolErrors.badFormat("the length prefix is not the number of bytes that follow it");
    try {
      return this.backend.decode(bytes);
    } catch (error) {
      if (error instanceof ExtrinsicDecodeError) throw poolErrors.verification(error.message, error);
      throw error;
    }
  }

  private insert(hash: Hash, extrinsic: Extrinsic, validity: ValidTransaction): void {
    const tag = validity.provides[0];
    if (extrinsic.kind !== "signed" || tag === undefined) throw poolErrors.noTags();
    const transaction: PoolTransaction = {
      hash,
      extrinsic,
      sender: signerOf(extrinsic),
      nonce: nonceOf(tag),
      priority: validity.priority,
      validTill: Number(minBig(BigInt(this.backend.head) + validity.longevity, BigInt(Number.MAX_SAFE_INTEGER))),
      seq: this.nextSeq++,
    };
    const known = this.lanes.get(transaction.sender);
    const isNext = validity.requires.length === 0;
    const lane =
      known ?? new Lane(transaction.sender, isNext ? transaction.nonce : this.backend.nonce(transaction.sender));
    const replaced = lane.get(transaction.nonce);
    if (replaced) this.ensureBetter(transaction, replaced);
    else this.ensureRoom(lane, transaction);
    this.lanes.set(transaction.sender, lane);
    if (replaced) this.forget(replaced);
    this.add(lane, transaction, replaced);
  }

  private add(lane: Lane, transaction: PoolTransaction, replaced: PoolTransaction | undefined): void {
    const futureBefore = lane.futureSize;
    const ready = lane.add(transaction);
    this.futureCount += lane.futureSize - futureBefore;
    this.byHash.set(transaction.hash, transaction);
    this.bytes += sizeOf(transaction);
    if (transaction.validTill < Number.MAX_SAFE_INTEGER) {
      const others = this.expiring.get(transaction.validTill) ?? new Set();
      this.expiring.set(transaction.validTill, others.add(transaction));
    }
    if (replaced) this.watchers.tell(replaced.hash, { type: "usurped", by: transaction.hash });
    if (!lane.isReady(transaction)) this.watchers.tell(transaction.hash, { type: "future" });
    this.announce(ready);
  }

  private ensureBetter(transaction: PoolTransaction, old: PoolTransaction): void {
    if (transaction.priority <= old.priority) throw poolErrors.priorityTooLow(old.priority, transaction.priority);
  }

  private ensureRoom(lane: Lane, transaction: PoolTransaction): void {
    const { count, bytes, futureCount, perSender, futurePerSender } = this.limits;
    const isFuture = transaction.nonce > lane.readyEnd;
    if (isFuture && futureCount === 0) throw poolErrors.futureRefused();
    if (
      this.byHash.size >= count ||
      this.bytes + sizeOf(transaction) > bytes ||
      lane.size >= perSender ||
      (isFuture && (this.futureCount >= futureCount || lane.futureSize >= futurePerSender))
    ) {
      throw poolErrors.full();
    }
  }

  private announce(ready: readonly PoolTransaction[]): void {
    if (ready.length === 0) return;
    for (const { hash } of ready) this.watchers.tell(hash, { type: "ready" });
    for (const listener of this.readyListeners) listener();
  }

  private statusOf(transaction: PoolTransaction): TransactionStatus {
    return { type: this.lanes.get(transaction.sender)?.isReady(transaction) ? "ready" : "future" };
  }

  /** Takes out what the block includes, and tells of it. */
  private settle({ body, hash, number }: IncludedBlock): void {
    const included = new Map<PoolTransaction, number>();
    const nonces = new Map<Lane, number>();
    for (const [index, bytes] of body.entries()) {
      const transaction = this.byHash.get(extrinsicHash(bytes));
      if (transaction === undefined) continue;
      included.set(transaction, index);
      this.banned.add(transaction.hash);
      nonces.set(this.lanes.get(transaction.sender)!, transaction.nonce + 1);
    }
    for (const [lane, nonce] of nonces) this.advance(lane, nonce, included);
    for (const [transaction, index] of included) {
      const place = { block: hash, number, index };
      this.watchers.tell(transaction.hash, { type: "inBlock", ...place });
      this.watchers.tell(transaction.hash, { type: "finalized", ...place });
    }
  }

  /** Moves a lane to a nonce; all that is outdated by it goes, `included` silently. */
  private advance(lane: Lane, nonce: number, included?: ReadonlyMap<PoolTransaction, number>): void {
    const futureBefore = lane.futureSize;
    const { outdated, ready } = lane.advance(nonce);
    this.futureCount += lane.futureSize - futureBefore;
    for (const each of outdated) {
      this.forget(each);
      if (included?.has(each)) continue;
      this.banned.add(each.hash);
      this.watchers.tell(each.hash, { type: "invalid", reason: invalidText(invalid("Stale")) });
    }
    if (lane.size === 0) this.lanes.delete(lane.sender);
    this.announce(ready);
  }

  /** Notes the lanes of accounts among the changed keys. */
  private touch(keys: Iterable<StorageKey>): void {
    const prefix = System.Account.prefix();
    for (const key of keys) {
      if (!key.startsWith(prefix)) continue;
      const lane = this.lanes.get(`0x${key.slice(-ACCOUNT_HEX)}`);
      if (lane) this.touched.add(lane);
    }
  }

  private expire(head: number): void {
    for (const [validTill, transactions] of this.expiring) {
      if (validTill > head) continue;
      this.expiring.delete(validTill);
      for (const transaction of transactions) {
        this.banned.add(transaction.hash);
        this.drop(transaction, { type: "invalid", reason: "Its era is over." });
      }
    }
  }

  /** Looks again at the accounts that blocks touched, a few at a time. */
  private async recheck(): Promise<void> {
    this.rechecking = true;
    const slices = new Slices();
    for (const lane of this.touched) {
      await slices.breathe();
      this.touched.delete(lane);
      if (this.lanes.get(lane.sender) === lane) this.recheckLane(lane);
    }
    this.rechecking = false;
  }

  private recheckLane(lane: Lane): void {
    const nonce = this.backend.nonce(lane.sender);
    if (nonce !== lane.next) this.advance(lane, nonce);
    const first = lane.get(lane.next);
    if (first === undefined) return;
    try {
      this.backend.validate(first.extrinsic);
    } catch (error) {
      this.refuse(first, error);
    }
  }

  private drop(transaction: PoolTransaction, status: TransactionStatus): void {
    const lane = this.lanes.get(transaction.sender);
    if (lane?.get(transaction.nonce) !== transaction) return;
    const futureBefore = lane.futureSize;
    const waiting = lane.remove(transaction);
    this.futureCount += lane.futureSize - futureBefore;
    this.forget(transaction);
    if (lane.size === 0) this.lanes.delete(lane.sender);
    this.watchers.tell(transaction.hash, status);
    for (const { hash } of waiting) this.watchers.tell(hash, { type: "future" });
  }

  private forget(transaction: PoolTransaction): void {
    this.byHash.delete(transaction.hash);
    this.bytes -= sizeOf(transaction);
    this.expiring.get(transaction.validTill)?.delete(transaction);
  }
}

/** The tag of a signed transaction is its account and its nonce (`runtime/src/check_nonce.rs`). */
function nonceOf(tag: Uint8Array): number {
  const [a, b, c, d] = tag.subarray(-4) as unknown as [number, number, number, number];
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

function isFramed(bytes: Uint8Array): boolean {
  try {
    const reader = new Reader(bytes);
    return readLength(reader) === reader.remaining;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TransactionValidityError) return invalidText(error);
  return error instanceof Error ? error.message : String(error);
}

function minBig(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

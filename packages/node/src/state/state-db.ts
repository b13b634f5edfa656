import { accessSync, constants, mkdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { StateReader, StorageKey } from "@myelin/frame";
import type { Hex } from "@myelin/primitives/hex";
import type { Change } from "../trie/index.ts";
import { type Block, BlockStore } from "./block-store.ts";
import { CacheBudget } from "./cache.ts";
import { damaged, explain, notWritable, StateError } from "./errors.ts";
import { loadGenesis, type Pieces } from "./genesis.ts";
import { History } from "./history.ts";
import { heightKey, nodeKey } from "./keys.ts";
import { asBuffer, LayeredTable } from "./layered-table.ts";
import { FolderLock } from "./lock.ts";
import { changedKeysCodec, type JournalRecord, journalCodec } from "./records.ts";
import { StateTrie, type StateUpdate } from "./state-trie.ts";
import { openStore, type Store } from "./store.ts";
import { ValueTable } from "./value-table.ts";
import { HeightReader, type Heights, Versions } from "./versions.ts";

export interface StateDbOptions {
  /** Memory for all caches together, in bytes; 256 MB unless told otherwise. */
  readonly cacheBytes?: number;
  /** How many blocks before the head keep their state; 256 unless told otherwise. */
  readonly pruning?: number | "archive";
  /** Identity of the network, say the hash of its chain specification; a folder of another one is refused. */
  readonly network?: string;
  /** After how many blocks the tables are brought up to the journal at the latest; 64 unless told otherwise. */
  readonly checkpointBlocks?: number;
}

/** A block to commit on top of the head. */
export interface NewBlock extends Block {
  /** Changed storage, `undefined` for removed keys. */
  readonly changes: Iterable<Change>;
  /** What `computeRoot` gave for these changes at this head; computed again when absent or made for another head. */
  readonly update?: StateUpdate;
  /** Finalised height from now on; this block's own unless told otherwise. */
  readonly finalized?: number;
}

export interface Head {
  readonly number: number;
  readonly hash: Hex;
  /** State root after this block. */
  readonly root: Hex;
}

const DEFAULT_CACHE_BYTES = 256 * 1024 * 1024;
const DEFAULT_PRUNING = 256;
const DEFAULT_CHECKPOINT_BLOCKS = 64;
/** The tables are also brought up to the journal when it holds this many bytes … */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;
/** … and commits wait for that when it holds this many times as much. */
const CHECKPOINT_PATIENCE = 4;
/** Heights whose history one checkpoint removes at most. */
const PRUNE_AT_ONCE = 1_000;
const FORMAT = 1;
const CLOSE_PATIENCE_MS = 2_000;

/**
 * The chain's blocks and states in one folder.
 *
 * A commit writes the block and a journal record of its changes, in one LMDB transaction; the tables of current values,
 * trie nodes and history follow in the background, several blocks at a time, so that what changes in every block is
 * written once. Until then changes are read from memory, and after a crash from the journal.
 *
 * @example
 * ```ts
 * const db = await StateDb.open(dir, { network: specHash });
 * if (db.isEmpty) await db.writeGenesis(entries, (root) => makeGenesisBlock(root));
 * const update = db.computeRoot(changes);
 * await db.commit({ number: db.head.number + 1, hash, header, body, changes, update });
 * db.at(5).get(key);
 * ```
 */
export class StateDb {
  readonly dir: string;
  private readonly lock: FolderLock;
  private readonly store: Store;
  private readonly pruning: number | "archive";
  private readonly network: string | undefined;
  private readonly checkpointBlocks: number;
  private readonly nodes: LayeredTable;
  private readonly versions: Versions;
  private readonly trie: StateTrie;
  private readonly blocks: BlockStore;
  private readonly heights: Heights = {
    head: () => this.head.number,
    check: (height) => this.checkHeight(height),
  };
  private current: Head | undefined;
  private oldest = 0;
  private finalizedNumber = 0;
  private journalBytes = 0;
  private committing = false;
  private checkpointing: Promise<void> | undefined;
  /** Why a write failed; nothing is written after that, and the folder must be opened again. */
  private failure: unknown;

  private constructor(dir: string, lock: FolderLock, store: Store, options: StateDbOptions) {
    const budget = new CacheBudget(options.cacheBytes ?? DEFAULT_CACHE_BYTES);
    this.dir = dir;
    this.lock = lock;
    this.store = store;
    this.pruning = options.pruning ?? DEFAULT_PRUNING;
    this.network = options.network;
    this.checkpointBlocks = options.checkpointBlocks ?? DEFAULT_CHECKPOINT_BLOCKS;
    this.nodes = new LayeredTable(store.nodes, nodeKey, budget.createCache());
    this.versions = new Versions(new ValueTable(store.values, budget.createCache()), new History(store.history));
    this.trie = new StateTrie(this.versions, this.nodes, this.heights, (height) => this.changedSince(height));
    this.blocks = new BlockStore(store);
  }

  /**
   * Opens or creates a data folder and takes its lock.
   * @throws {StateError} NODE_DIR_NOT_WRITABLE, NODE_DIR_IN_USE, NODE_OTHER_NETWORK, NODE_DATA_DAMAGED, NODE_DISK_FULL
   */
  static async open(dir: string, options: StateDbOptions = {}): Promise<StateDb> {
    let lock: FolderLock | undefined;
    let store: Store | undefined;
    try {
      prepareFolder(dir);
      lock = FolderLock.acquire(dir);
      store = openStore(dir);
      const db = new StateDb(dir, lock, store, options);
      db.load();
      return db;
    } catch (error) {
      await store?.root.close();
      lock?.release();
      throw explain(error, dir);
    }
  }

  /** Whether the folder has no genesis yet. */
  get isEmpty(): boolean {
    return this.current === undefined;
  }

  /** The last committed block. */
  get head(): Head {
    if (this.current === undefined) {
      throw new StateError("STATE_EMPTY", `${this.dir} holds no chain yet; write a genesis first.`);
    }
    return this.current;
  }

  /** The last finalised block. */
  get finalized(): { number: number; hash: Hex } {
    return { number: this.finalizedNumber, hash: this.blocks.header(this.finalizedNumber)!.hash };
  }

  get genesisHash(): Hex {
    return this.blocks.header(0)!.hash;
  }

  /** Lowest height whose state can be read. */
  get oldestState(): number {
    return this.oldest;
  }

  /** The state at the head. The reader stays at that height when later blocks are committed. */
  reader(): StateReader {
    return this.at(this.head.number);
  }

  /** @throws {StateError} STATE_PRUNED below `oldestState`, STATE_UNKNOWN_BLOCK above the head */
  at(height: number): StateReader {
    this.heights.check(height);
    return new HeightReader(this.versions, height, this.heights);
  }

  block(id: Hex | number): Block | undefined {
    const number = this.number(id);
    return number === undefined ? undefined : this.blocks.block(number);
  }

  /** Hash and encoded header only: quicker than the whole block. */
  header(id: Hex | number): { number: number; hash: Hex; header: Uint8Array } | undefined {
    const number = this.number(id);
    const header = number === undefined ? undefined : this.blocks.header(number);
    return header === undefined ? undefined : { number: number!, ...header };
  }

  /** Height of a committed block, or undefined. */
  number(id: Hex | number): number | undefined {
    return typeof id === "number" ? id : this.blocks.number(id);
  }

  /** The state root that `changes` to the head would give. Writes nothing; hand the result to `commit`. */
  computeRoot(changes: Iterable<Change>): StateUpdate {
    return this.guarded(() => this.trie.update(changes));
  }

  /** Encoded trie nodes that prove the keys' values, or their absence, at a height (`state_getReadProof`). */
  readProof(keys: Iterable<StorageKey>, height = this.head.number): Uint8Array[] {
    this.heights.check(height);
    return this.guarded(() => this.trie.readProof(keys, height));
  }

  /** Merkle value of the node at `key`, or of the one closest below it; undefined when no key starts with `key`. */
  closestDescendantMerkleValue(key: StorageKey, height = this.head.number): Uint8Array | undefined {
    this.heights.check(height);
    return this.guarded(() => this.trie.closestDescendantMerkleValue(key, height));
  }

  /** Writes the state at height 0 and block 0, which `makeBlock` makes from the state root. */
  async writeGenesis(
    entries: Iterable<readonly [StorageKey, Uint8Array]>,
    makeBlock: (root: Hex) => { hash: Hex; header: Uint8Array },
  ): Promise<void> {
    if (!this.isEmpty) throw new StateError("STATE_COMMIT_ORDER", `${this.dir} already holds a chain.`);
    await this.guardedAsync(async () => {
      const root = await loadGenesis(this.store, [entries]);
      const { hash, header } = makeBlock(root);
      const head: Head = { number: 0, hash, root };
      await this.batch(() => {
        this.blocks.write({ number: 0, hash, header, body: [] });
        if (this.network !== undefined) this.store.meta.put("network", this.network);
        this.store.meta.put("format", FORMAT);
        this.store.meta.put("head", head);
      });
      this.current = head;
    });
  }

  /**
   * Writes the state after a block that was made elsewhere, and makes it the head. `headers` begin with genesis and end with
   * that block; of the others there is nothing else, and no state before it.
   * @throws {StateError} STATE_OTHER_ROOT where the entries do not have this root; the folder stays empty
   */
  async writeState(
    pieces: Pieces,
    root: Hex,
    headers: readonly { readonly number: number; readonly hash: Hex; readonly header: Uint8Array }[],
    last: { readonly body: readonly Uint8Array[]; readonly events: Uint8Array },
  ): Promise<void> {
    if (!this.isEmpty) throw new StateError("STATE_COMMIT_ORDER", `${this.dir} already holds a chain.`);
    await this.guardedAsync(async () => {
      const found = await loadGenesis(this.store, pieces);
      if (found !== root) throw new StateError("STATE_OTHER_ROOT", `The state's root is ${found}, not ${root}.`);
      const { number, hash, header } = headers.at(-1)!;
      await this.batch(() => {
        for (const each of headers) this.blocks.writeHeader(each);
        this.blocks.write({ number, hash, header, ...last });
        const { meta } = this.store;
        if (this.network !== undefined) meta.put("network", this.network);
        meta.put("format", FORMAT);
        for (const pointer of ["settled", "oldest", "finalized"]) meta.put(pointer, number);
        meta.put("head", { number, hash, root } satisfies Head);
      });
      this.load();
    });
  }

  /**
   * Commits a block on top of the head; when this resolves the block survives a crash. Readers of earlier heights go on
   * undisturbed.
   * @throws {StateError} STATE_COMMIT_ORDER for a block that is not the head's successor; NODE_DISK_FULL, in which case
   * the head stays where it was
   */
  async commit(block: NewBlock): Promise<void> {
    if (this.committing || block.number !== this.head.number + 1) {
      const message = `Block ${block.number} does not follow the head ${this.head.number}, or a commit is under way.`;
      throw new StateError("STATE_COMMIT_ORDER", message);
    }
    this.committing = true;
    try {
      await this.guardedAsync(() => this.commitNext(block));
    } finally {
      this.committing = false;
    }
  }

  /** Brings the tables up to date, closes them and gives the folder free. */
  async close(): Promise<void> {
    try {
      await this.checkpointing;
      const due = !this.isEmpty && this.versions.recent.length > 0 && this.failure === undefined;
      if (due) await this.guardedAsync(() => this.checkpoint());
    } finally {
      // After a failed write the library may wait for a flush that never comes.
      await Promise.race(
        this.failure === undefined
          ? [this.store.root.close()]
          : [this.store.root.close(), setTimeout(CLOSE_PATIENCE_MS)],
      );
      this.lock.release();
    }
  }

  private async commitNext(block: NewBlock): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    const update = block.update?.base === this.head.number ? block.update : this.trie.update(block.changes);
    const journal = journalCodec.encode(update);
    const head: Head = { number: block.number, hash: block.hash, root: update.root };
    const finalized = block.finalized ?? block.number;
    await this.batch(() => {
      this.store.journal.put(heightKey(block.number), asBuffer(journal));
      this.blocks.write(block);
      this.store.meta.put("finalized", finalized);
      this.store.meta.put("head", head);
    });
    this.take(block.number, update, journal.length);
    this.current = head;
    this.finalizedNumber = finalized;
    await this.checkpointWhenDue();
  }

  private take(number: number, update: JournalRecord, bytes: number): void {
    this.versions.values.stage(
      number,
      update.changes.map(([key, , value]) => [key, value] as const),
    );
    this.nodes.stage(number, update.nodes);
    this.versions.recent.push({ number, replaced: new Map(update.changes.map(([key, before]) => [key, before])) });
    this.journalBytes += bytes;
  }

  private async checkpointWhenDue(): Promise<void> {
    const filled = Math.max(this.journalBytes / CHECKPOINT_BYTES, this.versions.recent.length / this.checkpointBlocks);
    if (filled < 1) return;
    this.checkpointing ??= this.checkpoint()
      .catch((error: unknown) => {
        this.failure ??= error;
      })
      .finally(() => {
        this.checkpointing = undefined;
      });
    if (filled > CHECKPOINT_PATIENCE) await this.checkpointing;
  }

  /** Moves what the journal holds into the tables, and removes history that is no longer kept. */
  private async checkpoint(): Promise<void> {
    const height = this.head.number;
    const bytes = this.journalBytes;
    const { recent, values, history } = this.versions;
    const oldest = this.pruning === "archive" ? this.oldest : Math.max(this.oldest, height - this.pruning);
    const pruned = Math.min(oldest, this.oldest + PRUNE_AT_ONCE);
    await this.batch(() => {
      values.write(height);
      this.nodes.write(height);
      for (const block of recent) {
        if (block.number > pruned) {
          history.write(block.number, block.replaced);
          const keys = changedKeysCodec.encode([...block.replaced.keys()]);
          this.store.changed.put(heightKey(block.number), asBuffer(keys));
        }
        this.store.journal.remove(heightKey(block.number));
      }
      for (let at = this.oldest + 1; at <= Math.min(pruned, this.versions.settled); at++) {
        history.remove(at, this.storedChanges(at));
        this.store.changed.remove(heightKey(at));
      }
      this.store.meta.put("settled", height);
      this.store.meta.put("oldest", pruned);
    });
    this.oldest = pruned;
    this.journalBytes -= bytes;
    this.versions.settled = height;
    this.versions.recent = this.versions.recent.filter((block) => block.number > height);
    values.settle(height);
    this.nodes.settle(height);
  }

  /** Runs writes as one transaction and waits until they are on the disk. */
  private async batch(write: () => void): Promise<void> {
    try {
      await this.store.root.batch(write);
      await this.store.root.flushed;
    } catch (error) {
      this.failure = await causeOf(error);
      throw this.failure;
    }
  }

  private load(): void {
    const { meta } = this.store;
    const head = meta.get("head") as Head | undefined;
    if (head === undefined) return;
    this.checkNetwork(meta.get("network") as string | undefined);
    if (meta.get("format") !== FORMAT) throw damaged(this.dir);
    this.oldest = (meta.get("oldest") as number | undefined) ?? 0;
    this.finalizedNumber = (meta.get("finalized") as number | undefined) ?? 0;
    this.versions.settled = (meta.get("settled") as number | undefined) ?? 0;
    for (let number = this.versions.settled + 1; number <= head.number; number++) {
      const bytes = this.store.journal.getBinary(heightKey(number));
      if (bytes === undefined) throw damaged(this.dir);
      this.take(number, journalCodec.decode(bytes), bytes.length);
    }
    this.current = head;
    if (this.blocks.header(head.number)?.hash !== head.hash || this.trie.root() !== head.root) throw damaged(this.dir);
  }

  private checkNetwork(stored: string | undefined): void {
    if (this.network === undefined || stored === this.network) return;
    throw new StateError(
      "NODE_OTHER_NETWORK",
      `${this.dir} holds the chain of another network (${stored ?? "unnamed"}, not ${this.network}). Give this network a folder of its own.`,
      { details: { found: stored, expected: this.network } },
    );
  }

  private checkHeight(height: number): void {
    if (height > this.head.number || height < 0 || !Number.isInteger(height)) {
      throw new StateError("STATE_UNKNOWN_BLOCK", `There is no block ${height}; the head is ${this.head.number}.`);
    }
    if (height >= this.oldest) return;
    throw new StateError(
      "STATE_PRUNED",
      `The state of block ${height} is no longer kept (from ${this.oldest} on it is). A node run with --pruning archive keeps all.`,
      { details: { height, oldest: this.oldest } },
    );
  }

  private *changedSince(height: number): Generator<StorageKey> {
    for (let at = height + 1; at <= this.versions.settled; at++) yield* this.storedChanges(at);
    for (const block of this.versions.recent) if (block.number > height) yield* block.replaced.keys();
  }

  private storedChanges(height: number): StorageKey[] {
    const bytes = this.store.changed.getBinary(heightKey(height));
    return bytes === undefined ? [] : changedKeysCodec.decode(bytes);
  }

  private guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw explain(error, this.dir);
    }
  }

  private async guardedAsync<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw explain(error, this.dir);
    }
  }
}

/** LMDB's reason for a failed transaction, which the library hands over apart from the failure. */
async function causeOf(error: unknown): Promise<unknown> {
  const reason = error instanceof Error && "commitError" in error ? error.commitError : error;
  return Promise.resolve(reason).catch((cause: unknown) => cause);
}

function prepareFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const explained = explain(error, dir);
    throw explained === error ? notWritable(dir, error) : explained;
  }
}

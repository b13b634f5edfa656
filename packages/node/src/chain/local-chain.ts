import type { Hash, Runtime, StateReader, StorageKey } from "@myelin/frame";
import { virtualReader } from "@myelin/runtime";
import type { TransactionPool } from "../pool/pool.ts";
import type { StatusListener } from "../pool/status.ts";
import type { StateDb } from "../state/index.ts";
import type { BlockId, BlockInfo, BlockNotice, Chain } from "./chain.ts";
import type { ChainSpec } from "./chain-spec.ts";
import { unknownBlock } from "./errors.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import { Finality } from "./finality.ts";
import { decodeHeader } from "./header.ts";

/** The chain of this node's own database. */
export class LocalChain implements Chain {
  readonly spec: ChainSpec;
  readonly runtime: Runtime;
  readonly pool: TransactionPool;
  private readonly db: StateDb;
  private readonly listeners = new Set<(block: BlockNotice) => void>();
  private readonly finalityListeners = new Set<(block: BlockInfo) => void>();
  private readonly finality: Finality;
  private current: BlockInfo;

  /** @param finalityLag blocks after which clients learn that a block is final */
  constructor(spec: ChainSpec, runtime: Runtime, db: StateDb, pool: TransactionPool, finalityLag = 0) {
    this.spec = spec;
    this.runtime = runtime;
    this.db = db;
    this.pool = pool;
    this.finality = new Finality(finalityLag);
    this.current = storedHeader(db, db.head.number)!;
  }

  get genesisHash(): Hash {
    return this.db.genesisHash;
  }

  get oldestState(): number {
    return this.db.oldestState;
  }

  head(): BlockInfo {
    return this.current;
  }

  finalized(): BlockInfo {
    return this.header(this.finality.under(this.current.number))!;
  }

  header(id: BlockId): BlockInfo | undefined {
    const { current } = this;
    if (id === current.number || id === current.hash) return current;
    return storedHeader(this.db, id);
  }

  body(id: BlockId): readonly Uint8Array[] | undefined {
    return this.db.block(id)?.body;
  }

  events(id: BlockId): Uint8Array | undefined {
    return this.db.block(id)?.events;
  }

  readerAt(id?: BlockId): StateReader {
    const number = this.height(id);
    return virtualReader(this.runtime, this.db.at(number), () => this.header(number)!);
  }

  callApi(method: string, args: Uint8Array, id?: BlockId): Uint8Array {
    const number = this.height(id);
    const { parentHash } = this.header(number)!;
    return this.runtime.callApi(this.db.at(number), method, args, { number, parentHash });
  }

  stateProof(keys: Iterable<StorageKey>, id?: BlockId): Uint8Array[] {
    return this.db.readProof(keys, this.height(id));
  }

  closestDescendantMerkleValue(key: StorageKey, id?: BlockId): Uint8Array | undefined {
    return this.db.closestDescendantMerkleValue(key, this.height(id));
  }

  submit(extrinsic: Uint8Array): Promise<Hash> {
    return this.pool.submit(extrinsic);
  }

  async watch(extrinsic: Uint8Array, listener: StatusListener): Promise<{ hash: Hash; unwatch(): void }> {
    const held = this.finality.hold(listener);
    const { hash, unwatch } = await this.pool.watch(extrinsic, held.listener);
    return {
      hash,
      unwatch() {
        held.drop();
        unwatch();
      },
    };
  }

  onBlock(listener: (block: BlockNotice) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  onFinalized(listener: (block: BlockInfo) => void): () => void {
    this.finalityListeners.add(listener);
    return () => void this.finalityListeners.delete(listener);
  }

  /** Takes a committed block as the new head, and tells of it: listeners first, then those who wait for a transaction. */
  advance(block: ExecutedBlock): void {
    const { number, hash, parentHash, header, encodedHeader } = block;
    this.current = { number, hash, parentHash, header, encodedHeader };
    for (const listener of [...this.listeners]) listener(block);
    const final = this.finality.under(number);
    if (final > 0) for (const listener of [...this.finalityListeners]) listener(this.header(final)!);
    this.finality.advance(final);
    this.pool.onBlock(block);
  }

  private height(id: BlockId | undefined): number {
    if (id === undefined) return this.current.number;
    const number = this.db.number(id);
    if (number === undefined || number < 0 || number > this.current.number) throw unknownBlock(id);
    return number;
  }
}

function storedHeader(db: StateDb, id: BlockId): BlockInfo | undefined {
  const stored = db.header(id);
  return stored && decodeHeader(stored.header, stored.hash);
}

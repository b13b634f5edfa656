import type { StorageKey } from "@myelin/frame";
import { type Hex, toHex } from "@myelin/primitives/hex";
import { buildTrie, ROOT_LENGTH, rootHash } from "../trie/index.ts";
import { checkKey, nodeKey, storageKey, valueKey } from "./keys.ts";
import { asBuffer, type Table } from "./layered-table.ts";
import type { Store } from "./store.ts";

/** Entries written in one transaction: few, large ones touch each page of the tables less often. */
const CHUNK = 100_000;
/** Entries read at once. */
const PIECE = 10_000;

/** Entries of a state, some at a time. */
export type Pieces = AsyncIterable<Entries> | Iterable<Entries>;
type Entries = Iterable<readonly [StorageKey, Uint8Array]>;

/**
 * Fills the tables with a first state, in chunks, so that its size is bounded by the disk alone, and builds its trie
 * bottom-up. Not atomic: a folder without a head starts anew.
 */
export async function loadGenesis(store: Store, pieces: Pieces): Promise<Hex> {
  await store.values.clearAsync();
  await store.nodes.clearAsync();
  const values = new ChunkedWriter(store.values);
  for await (const piece of pieces) {
    for (const [key, value] of piece) {
      checkKey(key);
      values.put(valueKey(key), asBuffer(value));
    }
  }
  values.flush();
  const nodes = new ChunkedWriter(store.nodes);
  const root = buildTrie(sortedEntries(store.values), ROOT_LENGTH, 1, (path, record) => {
    nodes.put(nodeKey(path), Buffer.from(record));
  });
  nodes.flush();
  return toHex(rootHash(root?.merkle));
}

class ChunkedWriter {
  private readonly table: Table;
  private chunk: [Buffer, Buffer][] = [];

  constructor(table: Table) {
    this.table = table;
  }

  put(key: Buffer, value: Buffer): void {
    if (this.chunk.push([key, value]) === CHUNK) this.flush();
  }

  flush(): void {
    const chunk = this.chunk.sort(([a], [b]) => Buffer.compare(a, b));
    this.chunk = [];
    this.table.transactionSync(() => {
      for (const [key, value] of chunk) this.table.putSync(key, value);
    });
  }
}

/** Reads a table in order and in pieces, so that no read transaction stays open while the trie is written. */
function* sortedEntries(table: Table): Generator<readonly [StorageKey, Uint8Array]> {
  let start: Buffer | undefined;
  for (;;) {
    const piece = [...table.getRange(start === undefined ? { limit: PIECE } : { start, limit: PIECE })];
    for (const { key, value } of piece) {
      if (start === undefined || Buffer.compare(key, start) !== 0) yield [storageKey(key), value];
    }
    if (piece.length < PIECE) return;
    start = Buffer.from(piece[piece.length - 1]!.key);
  }
}

import { fromHex, type Hex } from "@myelin/primitives";
import type { ChainMetadata, StorageEntry } from "../metadata/metadata.ts";
import type { Subscription, Transport } from "../transport/transport.ts";
import { decodeKeys, entryWithKeys, storageKey } from "./key.ts";
import { keyPages } from "./key-pages.ts";
import { decodeStored } from "./value.ts";

export interface At {
  /** Hash of the block to read at; the newest if absent. */
  at?: string;
  signal?: AbortSignal;
}

/** Reads storage items by the names that the chain's metadata gives them. */
export class StorageQueries {
  readonly #transport: Transport;
  readonly #metadata: ChainMetadata;

  constructor(transport: Transport, metadata: ChainMetadata) {
    this.#transport = transport;
    this.#metadata = metadata;
  }

  /**
   * One value. Where nothing is stored: the item's default, or undefined for an optional item.
   *
   * @example `await client.query.get<AccountInfo>("System", "Account", [address])`
   */
  async get<T>(pallet: string, item: string, keys: readonly unknown[] = [], { at, signal }: At = {}): Promise<T> {
    const entry = this.#entry(pallet, item, keys);
    const raw = await this.#transport.request<string | null>(
      "state_getStorage",
      [storageKey(entry, keys), at ?? null],
      {
        signal,
      },
    );
    return decodeStored<T>(entry, bytesOf(raw));
  }

  /** Many values in one request, in the order asked for. */
  async many<T>(
    pallet: string,
    item: string,
    keys: readonly (readonly unknown[])[],
    { at, signal }: At = {},
  ): Promise<T[]> {
    if (keys.length === 0) return [];
    const entry = this.#metadata.storage(pallet, item);
    const hashed = keys.map((parts) => storageKey(this.#entry(pallet, item, parts), parts));
    const [found] = await this.#transport.request<[{ changes: [string, string | null][] }]>(
      "state_queryStorageAt",
      [hashed, at ?? null],
      { signal },
    );
    const byKey = new Map(found.changes);
    return hashed.map((key) => decodeStored<T>(entry, bytesOf(byKey.get(key))));
  }

  /** All entries under the first few keys, or the first `limit`, in the chain's own order. Reads in pages, all at one block. */
  async entries<T>(
    pallet: string,
    item: string,
    keys: readonly unknown[] = [],
    options: At & { limit?: number } = {},
  ): Promise<[unknown[], T][]> {
    const entry = this.#metadata.storage(pallet, item);
    const prefix = storageKey(entry, keys);
    const at = options.at ?? (await this.#transport.request<string>("chain_getBlockHash", []));
    const out: [unknown[], T][] = [];
    for await (const page of keyPages(this.#transport, prefix, at, options)) {
      const [found] = await this.#transport.request<[{ changes: [Hex, string | null][] }]>(
        "state_queryStorageAt",
        [page, at],
        options,
      );
      for (const [key, raw] of found.changes)
        out.push([decodeKeys(entry, fromHex(key)), decodeStored<T>(entry, bytesOf(raw))]);
    }
    return out;
  }

  /** Calls back with the value now and at each block that changes it. */
  async subscribe<T>(
    pallet: string,
    item: string,
    keys: readonly unknown[],
    onValue: (value: T, blockHash: string) => void,
    onError?: (error: Error) => void,
  ): Promise<Subscription> {
    const entry = this.#entry(pallet, item, keys);
    return await this.#transport.subscribe<{ block: string; changes: [string, string | null][] }>(
      "state_subscribeStorage",
      [[storageKey(entry, keys)]],
      "state_unsubscribeStorage",
      ({ block, changes }) => {
        for (const [, raw] of changes) onValue(decodeStored<T>(entry, bytesOf(raw)), block);
      },
      { onError },
    );
  }

  #entry(pallet: string, item: string, keys: readonly unknown[]): StorageEntry {
    return entryWithKeys(this.#metadata, pallet, item, keys);
  }
}

function bytesOf(raw: string | null | undefined): Uint8Array | undefined {
  return raw == null ? undefined : fromHex(raw);
}

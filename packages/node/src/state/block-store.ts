import type { Hex } from "@myelin/primitives/hex";
import { heightKey, valueKey } from "./keys.ts";
import { asBuffer } from "./layered-table.ts";
import { bodyCodec, headerCodec } from "./records.ts";
import type { Store } from "./store.ts";

/** A block as it is kept. `header`, extrinsics, `justification` and `events` are SCALE bytes that the store does not read. */
export interface Block {
  readonly number: number;
  readonly hash: Hex;
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly justification?: Uint8Array;
  readonly events?: Uint8Array;
}

/** Blocks by number and by hash. Blocks are never pruned. */
export class BlockStore {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** Queues a block; part of the batch that the caller has begun. */
  write(block: Block): void {
    const { number, body, justification, events } = block;
    this.writeHeader(block);
    this.store.bodies.put(heightKey(number), asBuffer(bodyCodec.encode({ body: [...body], justification, events })));
  }

  /** As {@link write}, of a block of which no more is known. */
  writeHeader({ number, hash, header }: Pick<Block, "number" | "hash" | "header">): void {
    const at = heightKey(number);
    this.store.headers.put(at, asBuffer(headerCodec.encode({ hash, header })));
    this.store.heights.put(valueKey(hash), at);
  }

  number(hash: Hex): number | undefined {
    return this.store.heights.getBinary(valueKey(hash))?.readUInt32BE(0);
  }

  header(number: number): { hash: Hex; header: Uint8Array } | undefined {
    const stored = this.store.headers.getBinary(heightKey(number));
    return stored === undefined ? undefined : headerCodec.decode(stored);
  }

  block(number: number): Block | undefined {
    const header = this.header(number);
    const stored = this.store.bodies.getBinary(heightKey(number));
    if (header === undefined || stored === undefined) return undefined;
    return { number, ...header, ...bodyCodec.decode(stored) };
  }
}

import { type Client, storageKey, type Transport } from "@myelin/client";
import { type DecodedExtrinsic, decodeExtrinsic } from "@myelin/client/extrinsic/decode";
import { extrinsicHash } from "@myelin/client/extrinsic/transaction";
import { fromHex } from "@myelin/primitives/hex";
import { compactU64, Reader, readCompact, readLength } from "@myelin/primitives/scale";

export interface RawBlock {
  readonly header: {
    readonly number: string;
    readonly parentHash: string;
    readonly stateRoot: string;
    readonly extrinsicsRoot: string;
    readonly digest: { readonly logs: readonly string[] };
  };
  /** SCALE as hex; decoded when looked at. */
  readonly extrinsics: readonly string[];
}

/** A block's header and its extrinsics' bytes; undefined where the node has no such block. */
export async function readBlock(transport: Transport, hash: string): Promise<RawBlock | undefined> {
  const found = await transport.request<{ block: RawBlock } | null>("chain_getBlock", [hash]);
  return found?.block;
}

/** Format version in the low bits; the high ones tell bare (0) from signed extrinsics. */
const BARE = 0;
const COMPACT_BYTES = 8;

/** Whether somebody sent it, by its first bytes: the block's author puts bare ones in. */
export function isSent(hex: string): boolean {
  const reader = new Reader(fromHex(hex.slice(0, 2 + 2 * COMPACT_BYTES)));
  readCompact(reader);
  return reader.u8() >> 6 !== BARE;
}

const CALL_INDEX_BYTES = 2;

/**
 * When a block was made, milliseconds since 1970: what its first extrinsic, `Timestamp.set`, says. It is read without
 * metadata, as blocks are shown before there is any; undefined where the block begins with something else.
 */
export function momentOf([first]: readonly string[]): number | undefined {
  if (first === undefined || first.length > 64) return undefined;
  const reader = new Reader(fromHex(first));
  readLength(reader);
  if (reader.u8() >> 6 !== BARE) return undefined;
  reader.take(CALL_INDEX_BYTES);
  const moment = Number(compactU64.read(reader));
  return moment > 0 ? moment : undefined;
}

export interface EventRecord {
  /** Place of the extrinsic it belongs to; undefined before and after all of them. */
  readonly extrinsic: number | undefined;
  readonly phase: "Initialization" | "ApplyExtrinsic" | "Finalization";
  readonly pallet: string;
  readonly name: string;
  readonly value: unknown;
}

const EVENTS_AT_ONCE = 1_000;
const HASH_BYTES = 32;

/** A block's events. The page stays alive while a block of a hundred thousand is read. */
export async function readEvents(client: Client, hash: string, signal?: AbortSignal): Promise<EventRecord[]> {
  const entry = client.metadata.storage("System", "Events");
  const raw = await client.transport.request<string | null>("state_getStorage", [storageKey(entry, []), hash]);
  if (raw === null) return [];
  const reader = new Reader(fromHex(raw));
  const count = readLength(reader);
  const records: EventRecord[] = [];
  while (records.length < count) {
    signal?.throwIfAborted();
    const end = Math.min(count, records.length + EVENTS_AT_ONCE);
    while (records.length < end) records.push(readRecord(client, reader));
    if (records.length < count) await new Promise((resolve) => setTimeout(resolve));
  }
  return records;
}

const PHASES = ["ApplyExtrinsic", "Finalization", "Initialization"] as const;

function readRecord({ metadata }: Client, reader: Reader): EventRecord {
  const phase = PHASES[reader.u8()]!;
  const extrinsic = phase === "ApplyExtrinsic" ? reader.u32() : undefined;
  const event = metadata.event.read(reader) as { type: string; value: { type: string; value?: unknown } };
  const topics = readLength(reader);
  reader.take(topics * HASH_BYTES);
  return { extrinsic, phase, pallet: event.type, name: event.value.type, value: event.value.value };
}

/** An extrinsic as shown: what it says, or why its bytes cannot be read. */
export type ShownExtrinsic = { readonly index: number; readonly hash: string; readonly bytes: number } & (
  | { readonly decoded: DecodedExtrinsic }
  | { readonly problem: string }
);

export function showExtrinsic({ metadata }: Client, hex: string, index: number): ShownExtrinsic {
  const common = { index, hash: extrinsicHash(hex), bytes: (hex.length - 2) / 2 };
  try {
    return { ...common, decoded: decodeExtrinsic(metadata, hex) };
  } catch (error) {
    return { ...common, problem: (error as Error).message };
  }
}

import type { StorageKey } from "@myelin/frame";
import { type Hex, toHex } from "@myelin/primitives/hex";
import { bytes, type Codec, fixedHex, mapped, option, struct, tuple, vec } from "@myelin/primitives/scale";
import type { NodeChanges } from "../trie/index.ts";
import { valueKey } from "./keys.ts";
import { asBuffer } from "./layered-table.ts";

const keyCodec: Codec<StorageKey> = mapped(bytes, (key) => toHex(key), valueKey);

/** Key, value before, value after. */
export type JournalChange = [key: StorageKey, before: Uint8Array | undefined, after: Uint8Array | undefined];

/** One block's changes of the state: all that is needed to bring the tables from the block before to this one. */
export interface JournalRecord {
  /** In ascending order of keys. */
  readonly changes: readonly JournalChange[];
  readonly nodes: NodeChanges;
}

const pathCodec: Codec<string> = mapped(
  bytes,
  (path) => asBuffer(path).toString("latin1"),
  (path) => Buffer.from(path, "latin1"),
);

const journalParts = struct({
  changes: vec(tuple(keyCodec, option(bytes), option(bytes))),
  nodes: vec(tuple(pathCodec, option(bytes))),
});

export const journalCodec: Codec<JournalRecord> = mapped(
  journalParts,
  ({ changes, nodes }) => ({ changes, nodes: new Map(nodes) }),
  ({ changes, nodes }) => ({
    changes: changes.map(([key, before, after]): JournalChange => [key, before, after]),
    nodes: [...nodes],
  }),
);

/** Keys that a block changed. */
export const changedKeysCodec: Codec<StorageKey[]> = vec(keyCodec);

/** Header record: block hash and encoded header. */
export const headerCodec: Codec<{ hash: Hex; header: Uint8Array }> = struct({ hash: fixedHex(32), header: bytes });

/** The rest of a block: encoded extrinsics, and what its engine and executor chose to keep with it. */
export const bodyCodec: Codec<{
  body: Uint8Array[];
  justification: Uint8Array | undefined;
  events: Uint8Array | undefined;
}> = struct({ body: vec(bytes), justification: option(bytes), events: option(bytes) });

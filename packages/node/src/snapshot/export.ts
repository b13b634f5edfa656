import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Hash, StorageKey } from "@myelin/frame";
import { utf8 } from "@myelin/primitives/bytes";
import { fromHex } from "@myelin/primitives/hex";
import { CHAIN_SPEC_FILE, type ChainSpec, loadSpec, specHash, specToJson } from "../chain/chain-spec.ts";
import { unknownBlock } from "../chain/errors.ts";
import { decodeHeader } from "../chain/header.ts";
import { chainFolder } from "../node/parts.ts";
import { StateDb, StateError } from "../state/index.ts";
import { copyStore } from "../state/store.ts";
import { SnapshotError } from "./errors.ts";
import { entriesCodec, FORMAT, FrameWriter, KIND, networkCodec, type RawEntry, type SnapshotInfo } from "./format.ts";

/** A piece of the state ends with the entry that brings it above this many bytes. */
const PIECE_BYTES = 1024 * 1024;

export interface ExportOptions {
  /** Folder of a node, or of `myelin up`; it may be running. */
  readonly dir: string;
  readonly file: string;
  /** Block whose state is written; the head unless given. */
  readonly block?: number;
  readonly onProgress?: (entries: number) => void;
}

interface Source {
  readonly spec: ChainSpec;
  readonly network: string;
}

/**
 * Writes the state after a block to a file, in pieces; what is half written goes by another name. Of a node that runs, a
 * copy of its last commit is read, which lies beside the file meanwhile.
 * @throws {SnapshotError} {@link StateError} STATE_PRUNED
 */
export async function exportSnapshot(options: ExportOptions): Promise<SnapshotInfo & { readonly entries: number }> {
  const dir = nodeFolder(options.dir);
  const spec = loadSpec(dir);
  if (spec === undefined) {
    throw new SnapshotError(
      "SNAPSHOT_NO_NETWORK",
      `${options.dir} holds no network. Name the folder of a node with --dir.`,
    );
  }
  const network = specHash(spec);
  try {
    return await writeFrom(chainFolder(dir), { spec, network }, options);
  } catch (error) {
    if (!(error instanceof StateError && error.code === "NODE_DIR_IN_USE")) throw error;
  }
  const copy = `${options.file}.copy`;
  try {
    await copyStore(chainFolder(dir), copy);
    return await writeFrom(copy, { spec, network }, options);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function writeFrom(folder: string, { spec, network }: Source, options: ExportOptions) {
  const db = await StateDb.open(folder, { network, pruning: "archive" });
  try {
    return await write(db, spec, options);
  } finally {
    await db.close();
  }
}

/** `myelin up` keeps its node in a folder within its own. */
function nodeFolder(dir: string): string {
  const inner = join(dir, "node");
  return !existsSync(join(dir, CHAIN_SPEC_FILE)) && existsSync(join(inner, CHAIN_SPEC_FILE)) ? inner : dir;
}

async function write(
  db: StateDb,
  spec: ChainSpec,
  { file, block: number = db.head.number, onProgress }: ExportOptions,
) {
  const block = db.block(number);
  if (block === undefined) throw unknownBlock(number);
  const state = db.at(number);
  const { header, hash } = decodeHeader(block.header);
  const info: SnapshotInfo = {
    myelinSnapshot: FORMAT,
    chain: spec.name,
    genesisHash: db.genesisHash,
    number,
    hash,
    stateRoot: header.state_root,
  };
  let entries = 0;
  const frames = new FrameWriter();
  function* content(): Generator<Buffer> {
    const { body, events = Uint8Array.of(0) } = block!;
    const headers = headersOf(db, number, spec.config.blockHashCount);
    const network = { spec: utf8(specToJson(spec)), headers, body: [...body], events };
    yield frames.pack(KIND.network, networkCodec.encode(network));
    for (const piece of piecesOf(state)) {
      entries += piece.length;
      onProgress?.(entries);
      yield frames.pack(KIND.entries, entriesCodec.encode(piece));
    }
    yield frames.end(entries);
  }
  await store(file, info, content());
  return { ...info, entries };
}

async function store(file: string, info: SnapshotInfo, content: Iterable<Buffer>): Promise<void> {
  const draft = `${file}.part`;
  try {
    const out = createWriteStream(draft, { mode: 0o600 });
    out.write(`${JSON.stringify(info)}\n`);
    await pipeline(Readable.from(content), createGzip(), out);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    throw new SnapshotError("SNAPSHOT_FILE", `Cannot write ${file}: ${error.message}.`, error);
  }
}

function headersOf(db: StateDb, number: number, count: number): Uint8Array[] {
  const headers: Uint8Array[] = [db.header(0)!.header];
  for (let at = Math.max(1, number - count); at <= number; at++) {
    const stored = db.header(at);
    if (stored !== undefined) headers.push(stored.header);
  }
  return headers;
}

function* piecesOf(state: ReturnType<StateDb["at"]>): Generator<RawEntry[]> {
  let piece: RawEntry[] = [];
  let size = 0;
  for (const key of state.keys("0x" as StorageKey)) {
    const value = state.get(key)!;
    size += key.length / 2 + value.length;
    piece.push([fromHex(key as Hash), value]);
    if (size < PIECE_BYTES) continue;
    yield piece;
    piece = [];
    size = 0;
  }
  if (piece.length > 0) yield piece;
}

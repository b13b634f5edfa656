import { existsSync, rmSync } from "node:fs";
import type { Hash, StorageKey } from "@myelin/frame";
import { toHex } from "@myelin/primitives/hex";
import { createMyelinRuntime } from "@myelin/runtime";
import type { BlockInfo } from "../chain/chain.ts";
import { type ChainSpec, loadSpec, saveSpec, specFromJson, specHash } from "../chain/chain-spec.ts";
import { genesisHeader } from "../chain/executed-block.ts";
import { decodeHeader } from "../chain/header.ts";
import { markUndecided } from "../follow/joined.ts";
import { chainFolder } from "../node/parts.ts";
import { StateDb, StateError } from "../state/index.ts";
import { trieRoot } from "../trie/index.ts";
import { altered, SnapshotError } from "./errors.ts";
import {
  decode,
  entriesCodec,
  type Frame,
  KIND,
  networkCodec,
  readFrames,
  readInfo,
  type SnapshotInfo,
} from "./format.ts";

export interface ImportOptions {
  readonly file: string;
  /** Folder of a node to come; must hold no chain. */
  readonly dir: string;
  readonly onProgress?: (progress: { readonly bytes: number; readonly of: number }) => void;
}

/** Reads a whole snapshot and checks its checksum. @throws {SnapshotError} */
export async function inspectSnapshot(
  file: string,
): Promise<SnapshotInfo & { readonly entries: number; readonly bytes: number }> {
  const { info, begins, bytes } = await readInfo(file);
  let entries = 0;
  for await (const { kind, payload } of readFrames(file, begins)) {
    if (kind === KIND.entries) entries += decode(entriesCodec, payload, file).length;
  }
  return { ...info, entries, bytes };
}

/**
 * Makes a node's folder of a snapshot. Genesis is computed from the specification, headers must form a chain, and the
 * state must have the root that the block's header names; else the folder stays as it was. That the block is one of the
 * network's, its `hash` has to tell: compare it with what somebody you trust says.
 *
 * @throws {SnapshotError} {@link StateError}
 */
export async function importSnapshot({ file, dir, onProgress }: ImportOptions): Promise<SnapshotInfo> {
  const { info, begins, bytes } = await readInfo(file);
  const frames = readFrames(file, begins, (read) => onProgress?.({ bytes: read, of: bytes }));
  const first = await frames.next();
  if (first.done || first.value.kind !== KIND.network) throw altered(file, "it does not begin with its network");
  const network = decode(networkCodec, first.value.payload, file);
  const spec = readSpec(network.spec, file);
  const headers = readHeaders(network.headers, spec, info, file);
  const data = ensureFree(dir, spec);
  const { body, events } = network;
  await fill(data, file, spec, { headers, body, events }, statesOf(frames, file));
  markUndecided(dir);
  saveSpec(dir, spec);
  return info;
}

function readSpec(text: Uint8Array, file: string): ChainSpec {
  try {
    return specFromJson(Buffer.from(text).toString("utf8"));
  } catch (error) {
    throw altered(file, "its chain specification cannot be used", error);
  }
}

function readHeaders(encoded: readonly Uint8Array[], spec: ChainSpec, info: SnapshotInfo, file: string): BlockInfo[] {
  let headers: BlockInfo[];
  try {
    headers = encoded.map((header) => decodeHeader(header));
  } catch (error) {
    throw altered(file, "a header cannot be read", error);
  }
  const runtime = createMyelinRuntime(spec.config);
  const root = toHex(trieRoot(runtime.buildGenesis(spec.genesis), 1));
  const genesis = genesisHeader(root, runtime.version.systemVersion).hash;
  if (headers[0]?.hash !== genesis)
    throw altered(file, `its genesis is ${headers[0]?.hash}, its specification gives ${genesis}`);
  for (const [i, { number, parentHash }] of headers.entries()) {
    const before = headers[i - 1];
    if (i > 1 && (number !== before!.number + 1 || parentHash !== before!.hash))
      throw altered(file, "its headers are no chain");
  }
  const last = headers.at(-1)!;
  const told = [info.genesisHash, info.number, info.hash, info.stateRoot];
  const found = [genesis, last.number, last.hash, last.header.state_root];
  if (told.some((value, i) => value !== found[i])) throw altered(file, "its first line is not about its content");
  return headers;
}

function ensureFree(dir: string, spec: ChainSpec): string {
  const kept = loadSpec(dir);
  const data = chainFolder(dir);
  if (kept !== undefined && specHash(kept) !== specHash(spec)) {
    const message = `${dir} holds the network "${kept.name}", and the snapshot is of another one, "${spec.name}". Choose another folder with --dir.`;
    throw new SnapshotError("SNAPSHOT_OTHER_NETWORK", message);
  }
  if (kept === undefined && !existsSync(data)) return data;
  throw new SnapshotError("SNAPSHOT_FOLDER_IN_USE", `${dir} holds a chain already. Choose a new folder with --dir.`);
}

async function* statesOf(frames: AsyncGenerator<Frame>, file: string): AsyncGenerator<[StorageKey, Uint8Array][]> {
  for await (const { kind, payload } of frames) {
    if (kind !== KIND.entries) throw altered(file, "it has a part of an unknown kind");
    yield decode(entriesCodec, payload, file).map(([key, value]) => [toHex(key), value]);
  }
}

async function fill(
  data: string,
  file: string,
  spec: ChainSpec,
  { headers, body, events }: { headers: readonly BlockInfo[]; body: readonly Uint8Array[]; events: Uint8Array },
  states: AsyncIterable<[StorageKey, Uint8Array][]>,
): Promise<void> {
  const db = await StateDb.open(data, { network: specHash(spec) });
  let isDone = false;
  try {
    const last = headers.at(-1)!;
    const stored = headers.map(({ number, hash, encodedHeader: header }) => ({ number, hash, header }));
    const root: Hash = last.header.state_root;
    await db.writeState(states, root, stored, { body, events });
    isDone = true;
  } catch (error) {
    if (!(error instanceof StateError) || error.code !== "STATE_OTHER_ROOT") throw error;
    throw altered(file, error.message.replace(/\.$/, ""), error);
  } finally {
    await db.close();
    if (!isDone) rmSync(data, { recursive: true, force: true });
  }
}

/**
 * A snapshot file: one line of JSON that says what it holds, then gzip of frames. A frame is its length (4 bytes, little
 * endian), its kind and SCALE bytes: the network first, then the state in ascending order of keys, then the end with a
 * SHA-256 of all frames before it.
 */
import { createHash, type Hash as Digest } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import type { Hash } from "@myelin/frame";
import { bytes, type Codec, struct, tuple, u32, vec } from "@myelin/primitives/scale";
import { altered, cutShort, notOne, SnapshotError } from "./errors.ts";

export const FORMAT = 1;

/** The first line: whose state this is, and when it was. */
export interface SnapshotInfo {
  /** Version of the format. */
  readonly myelinSnapshot: number;
  readonly chain: string;
  readonly genesisHash: Hash;
  /** Height of the block whose state it is. */
  readonly number: number;
  readonly hash: Hash;
  readonly stateRoot: Hash;
}

export interface SnapshotNetwork {
  /** Text of the chain specification. */
  readonly spec: Uint8Array;
  /** Genesis first, then those up to the snapshot's block that transactions may still refer to. */
  readonly headers: Uint8Array[];
  /** Of the snapshot's block. */
  readonly body: Uint8Array[];
  readonly events: Uint8Array;
}

export type RawEntry = [key: Uint8Array, value: Uint8Array];

export const KIND = { network: 0, entries: 1, end: 2 } as const;
export const networkCodec: Codec<SnapshotNetwork> = struct({
  spec: bytes,
  headers: vec(bytes),
  body: vec(bytes),
  events: bytes,
});
export const entriesCodec: Codec<RawEntry[]> = vec(tuple(bytes, bytes));
export const endCodec: Codec<{ entries: number; digest: Uint8Array }> = struct({ entries: u32, digest: bytes });

const HEAD = 5;
const LONGEST_LINE = 4_096;
const LONGEST_FRAME = 256 * 1024 * 1024;

export interface Frame {
  readonly kind: number;
  readonly payload: Uint8Array;
}

/** Packs frames, and sums them up for the end. */
export class FrameWriter {
  private readonly digest: Digest = createHash("sha256");

  pack(kind: number, payload: Uint8Array): Buffer {
    const frame = Buffer.alloc(HEAD + payload.length);
    frame.writeUInt32LE(payload.length);
    frame[4] = kind;
    frame.set(payload, HEAD);
    this.digest.update(frame);
    return frame;
  }

  end(entries: number): Buffer {
    const digest = Uint8Array.from(this.digest.copy().digest());
    return this.pack(KIND.end, endCodec.encode({ entries, digest }));
  }
}

/** Reads the first line. @throws {SnapshotError} */
export async function readInfo(path: string): Promise<{ info: SnapshotInfo; begins: number; bytes: number }> {
  const file = await open(path).catch((error: Error) => {
    throw new SnapshotError("SNAPSHOT_FILE", `Cannot read ${path}: ${error.message}.`, error);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_LINE), 0, LONGEST_LINE, 0);
    const text = buffer.subarray(0, bytesRead);
    if (!text.toString("latin1").startsWith('{"myelinSnapshot":')) throw notOne(path);
    const begins = text.indexOf(10) + 1;
    if (begins === 0) throw bytesRead < LONGEST_LINE ? cutShort(path) : notOne(path);
    return { info: parseInfo(text.toString("utf8", 0, begins), path), begins, bytes: (await stat(path)).size };
  } finally {
    await file.close();
  }
}

function parseInfo(line: string, path: string): SnapshotInfo {
  let info: SnapshotInfo;
  try {
    info = JSON.parse(line) as SnapshotInfo;
  } catch (error) {
    throw altered(path, "its first line cannot be read", error);
  }
  if (info.myelinSnapshot === FORMAT) return info;
  const message = `${path} has format ${info.myelinSnapshot}, and this version of Myelin reads format ${FORMAT}. Install a newer version.`;
  throw new SnapshotError("SNAPSHOT_NEWER", message);
}

/** All frames but the last, which is checked: whoever reads to the end has read what was written. @throws {SnapshotError} */
export async function* readFrames(
  path: string,
  begins: number,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Frame> {
  const digest = createHash("sha256");
  let entries = 0;
  for await (const { raw, kind, payload } of rawFrames(path, begins, onBytes)) {
    if (kind === KIND.end) {
      const end = decode(endCodec, payload, path);
      if (Buffer.compare(end.digest, digest.digest()) !== 0 || end.entries !== entries)
        throw altered(path, "its checksum is wrong");
      return;
    }
    digest.update(raw);
    if (kind === KIND.entries) entries += decode(entriesCodec, payload, path).length;
    yield { kind, payload };
  }
  throw cutShort(path);
}

export function decode<T>(codec: Codec<T>, payload: Uint8Array, path: string): T {
  try {
    return codec.decode(payload);
  } catch (error) {
    throw altered(path, "a part cannot be read", error);
  }
}

async function* rawFrames(
  path: string,
  begins: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Frame & { raw: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of unpacked(path, begins, onBytes)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD) {
      const length = rest.readUInt32LE(0);
      if (length > LONGEST_FRAME) throw altered(path, "a part is longer than any can be");
      if (rest.length < HEAD + length) break;
      const raw = rest.subarray(0, HEAD + length);
      rest = rest.subarray(HEAD + length);
      yield { raw, kind: raw[4]!, payload: Uint8Array.from(raw.subarray(HEAD)) };
    }
  }
}

async function* unpacked(path: string, begins: number, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { start: begins });
  const gunzip = createGunzip();
  let read = begins;
  file.on("data", (chunk) => {
    read += chunk.length;
    onBytes(read);
  });
  file.on("error", (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "Z_BUF_ERROR") throw cutShort(path, error);
    throw altered(path, "it cannot be unpacked", error);
  } finally {
    file.destroy();
  }
}

import { createHash } from "node:crypto";
import { LearningError } from "../errors.ts";
import type { Shape } from "../onnx/model.ts";

/**
 * The safetensors format (huggingface/safetensors, README "Format"): an 8-byte little-endian header length, a JSON header, raw
 * little-endian tensors. The metadata carries a SHA-256 of the tensors, so that a flipped bit is found and not learned from.
 */
export interface NamedTensor {
  readonly data: Float32Array | Uint8Array;
  readonly shape: Shape;
}

export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

const DIGEST = "sha256";

export function encodeSafetensors({ metadata, tensors }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = {};
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { data, shape }] of tensors) {
    const end = offset + data.byteLength;
    header[name] = {
      dtype: data instanceof Float32Array ? "F32" : "U8",
      shape: [...shape],
      data_offsets: [offset, end],
    };
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset = end;
  }
  header["__metadata__"] = { ...metadata, [DIGEST]: digestOf(parts) };
  const json = Buffer.from(JSON.stringify(header));
  const text = Buffer.alloc(Math.ceil(json.length / 8) * 8, " ");
  json.copy(text);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, ...parts]));
}

/** Reads a file written here or by any other safetensors writer, as long as its tensors are F32 or U8. */
export function decodeSafetensors(bytes: Uint8Array): TensorFile {
  // A plain view: what Buffer calls slice is no copy.
  const { header, data } = readHeader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown> & {
    __metadata__?: Record<string, string>;
  };
  const { [DIGEST]: digest, ...rest } = metadata;
  if (digest !== undefined && digest !== digestOf([data])) throw damaged("its contents do not match their checksum");
  const tensors = new Map(
    Object.entries(entries).map(([name, entry]) => [name, readTensor(name, entry as HeaderEntry, data)]),
  );
  return { metadata: rest, tensors };
}

function readHeader(bytes: Uint8Array): { header: object; data: Uint8Array } {
  if (bytes.length < 8) throw damaged("it is shorter than a header");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > bytes.length - 8) throw damaged("it ends within its header");
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    if (typeof header === "object" && header !== null) return { header, data: bytes.subarray(8 + length) };
  } catch (cause) {
    throw damaged("its header is not JSON", cause);
  }
  throw damaged("its header is not an object");
}

function readTensor(name: string, { dtype, shape, data_offsets }: HeaderEntry, data: Uint8Array): NamedTensor {
  const [start, end] = data_offsets;
  if (!(start >= 0 && start <= end && end <= data.length)) throw damaged(`it ends before tensor ${name}`);
  const size = shape.reduce((product, length) => product * length, 1);
  const copy = data.slice(start, end);
  if (dtype === "F32" && copy.length === 4 * size) return { data: new Float32Array(copy.buffer, 0, size), shape };
  if (dtype === "U8" && copy.length === size) return { data: copy, shape };
  throw damaged(`tensor ${name} is ${dtype} of ${copy.length} bytes, which does not fit its shape [${shape}]`);
}

function digestOf(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function damaged(what: string, cause?: unknown): LearningError {
  return new LearningError("CHECKPOINT_DAMAGED", `this checkpoint is damaged: ${what}`, { cause });
}

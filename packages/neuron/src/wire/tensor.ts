/**
 * Numbers in bulk, as Bittensor's `Tensor` field carries them (`bittensor/core/tensor.py`): base64 of a MessagePack map in
 * the convention of Python's msgpack-numpy.
 */
import { FieldError } from "../errors.ts";
import { type Field, int, list, object, optional, text } from "./fields.ts";

export interface Tensor {
  buffer: string | null;
  /** NumPy's name, or with `torch.` before it; both sides must use the same. */
  dtype: string;
  /** `[0]` for a single number. */
  shape: number[];
}

export const tensor: Field<Tensor> = object({ buffer: optional(text), dtype: text, shape: list(int) });

const KINDS = {
  float32: { code: "<f4", array: Float32Array },
  float64: { code: "<f8", array: Float64Array },
  uint8: { code: "|u1", array: Uint8Array },
  int8: { code: "|i1", array: Int8Array },
  int16: { code: "<i2", array: Int16Array },
  int32: { code: "<i4", array: Int32Array },
  int64: { code: "<i8", array: BigInt64Array },
  bool: { code: "|b1", array: Uint8Array },
} as const;

export type TensorKind = keyof typeof KINDS;
export type TensorData = InstanceType<(typeof KINDS)[TensorKind]["array"]>;

function kindOf(data: TensorData): TensorKind {
  return (Object.keys(KINDS) as TensorKind[]).find((kind) => data instanceof KINDS[kind].array)!;
}

const product = (shape: readonly number[]) => shape.reduce((size, dimension) => size * dimension, 1);

/**
 * Writes numbers as a tensor. The type follows the array; booleans are a `Uint8Array` with `kind` "bool".
 *
 * @example `encodeTensor(Float32Array.of(1, 2, 3, 4), [2, 2])`
 */
export function encodeTensor(data: TensorData, shape: number[] = [data.length], kind = kindOf(data)): Tensor {
  if (product(shape) !== data.length)
    throw new FieldError("shape", `of ${data.length} numbers, not ${shape.join("×")}`);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const packed = Buffer.concat([
    Buffer.of(0x85),
    ...[packBytes("nd"), Buffer.of(0xc3)],
    ...[packBytes("type"), Buffer.from(`\xa3${KINDS[kind].code}`, "latin1")],
    ...[packBytes("kind"), packBytes("")],
    ...[packBytes("shape"), Buffer.of(0x90 | shape.length), ...shape.map(packSize)],
    ...[packBytes("data"), packBytes(bytes)],
  ]);
  return { buffer: packed.toString("base64"), dtype: kind, shape: shape.length === 0 ? [0] : shape };
}

/** Reads a tensor's numbers. @throws {FieldError} if it is none, or of a type not known here. */
export function decodeTensor({ buffer, dtype }: Tensor): { data: TensorData; shape: number[]; kind: TensorKind } {
  const kind = dtype.replace(/^torch\./, "") as TensorKind;
  if (!Object.hasOwn(KINDS, kind)) throw new FieldError("dtype", `one of ${Object.keys(KINDS).join(", ")}`);
  const { code, array } = KINDS[kind];
  const map = unpack(Buffer.from(buffer ?? "", "base64"));
  const { type, shape, data } = map as { type?: unknown; shape?: unknown; data?: unknown };
  const fits =
    type === code &&
    Array.isArray(shape) &&
    data instanceof Uint8Array &&
    data.length === product(shape) * array.BYTES_PER_ELEMENT;
  if (!fits) throw new FieldError("buffer", `a ${kind} array in msgpack-numpy's form`);
  const copy = new Uint8Array(data as Uint8Array).buffer;
  return { data: new array(copy), shape: shape as number[], kind };
}

function packBytes(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  const { length } = bytes;
  if (length < 0x100) return Buffer.concat([Buffer.of(0xc4, length), bytes]);
  const head = Buffer.alloc(length < 0x1_0000 ? 3 : 5);
  if (head.length === 3) head.writeUInt16BE(length, 1);
  else head.writeUInt32BE(length, 1);
  head[0] = head.length === 3 ? 0xc5 : 0xc6;
  return Buffer.concat([head, bytes]);
}

function packSize(size: number): Buffer {
  if (size < 0x80) return Buffer.of(size);
  if (size < 0x100) return Buffer.of(0xcc, size);
  const head = Buffer.alloc(size < 0x1_0000 ? 3 : 5);
  if (head.length === 3) head.writeUInt16BE(size, 1);
  else head.writeUInt32BE(size, 1);
  head[0] = head.length === 3 ? 0xcd : 0xce;
  return head;
}

/** The part of MessagePack that msgpack-numpy writes. */
function unpack(bytes: Buffer): unknown {
  let at = 0;
  const broken = () => new FieldError("buffer", "MessagePack as msgpack-numpy writes it");
  const take = (length: number) => {
    if (at + length > bytes.length) throw broken();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const size = (length: number) => take(length).readUIntBE(0, length);
  const read = (depth: number): unknown => {
    const tag = take(1)[0];
    if (depth > 2) throw broken();
    if (tag < 0x80) return tag;
    if (tag < 0x90) {
      const entries = Array.from({ length: tag & 15 }, () => [String(read(depth + 1)), read(depth + 1)] as const);
      return Object.fromEntries(entries);
    }
    if (tag < 0xa0) return Array.from({ length: tag & 15 }, () => read(depth + 1));
    if (tag < 0xc0) return take(tag & 31).toString("latin1");
    if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3;
    if (tag >= 0xc4 && tag <= 0xc6) return take(size(1 << (tag - 0xc4)));
    if (tag >= 0xcc && tag <= 0xce) return size(1 << (tag - 0xcc));
    throw broken();
  };
  return read(0);
}

/**
 * Compact integers: one, two, four bytes or a byte count followed by that many bytes, told apart by the two lowest bits.
 * Only the shortest form of a value is accepted (`parity-scale-codec`, src/compact.rs).
 */

import { type Codec, codec } from "./codec.ts";
import { ScaleError } from "./error.ts";
import { checkBigint, checkNumber, u8, u16, u32, u64, u128 } from "./integers.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

const U32_MAX = 2 ** 32 - 1;

/** Writes a number from 0 to 2³² − 1, as lengths are. */
export function writeCompact(writer: Writer, value: number): void {
  if (value < 2 ** 6) writer.u8(value << 2);
  else if (value < 2 ** 14) writer.u16((value << 2) | 1);
  else if (value < 2 ** 30) writer.u32(value * 4 + 2);
  else {
    writer.u8(3);
    writer.u32(value);
  }
}

/** Reads a number up to 2³² − 1. */
export function readCompact(reader: Reader): number {
  const first = reader.u8();
  switch (first & 3) {
    case 0:
      return first >> 2;
    case 1:
      return shortest((first >> 2) | (reader.u8() << 6), 2 ** 6);
    case 2: {
      const value = (first >> 2) + reader.u8() * 2 ** 6 + reader.u16() * 2 ** 14;
      return shortest(value, 2 ** 14);
    }
    default:
      if (first !== 3) throw new ScaleError("SCALE_INVALID", "compact number is wider than 32 bits");
      return shortest(reader.u32(), 2 ** 30);
  }
}

function shortest(value: number, least: number): number {
  if (value < least) throw new ScaleError("SCALE_INVALID", `compact form of ${value} is not the shortest`);
  return value;
}

const FOUR_BYTES = 1n << 30n;

function writeCompactBig(writer: Writer, value: bigint): void {
  if (value < FOUR_BYTES) {
    writeCompact(writer, Number(value));
    return;
  }
  let length = 4;
  while (value >> BigInt(8 * length) > 0n) length++;
  writer.u8(((length - 4) << 2) | 3);
  for (let i = 0; i < length; i++) writer.u8(Number((value >> BigInt(8 * i)) & 0xffn));
}

function readCompactBig(reader: Reader, maxLength: number): bigint {
  const first = reader.bytes[reader.offset];
  if (first === undefined || (first & 3) !== 3) return BigInt(readCompact(reader));
  const length = (reader.u8() >> 2) + 4;
  if (length > maxLength) throw new ScaleError("SCALE_INVALID", `compact number of ${length} bytes is too wide`);
  const start = reader.take(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(reader.bytes[start + i]!);
  const isShortest = length === 4 ? value >= 1n << 30n : reader.bytes[start + length - 1] !== 0;
  if (!isShortest) throw new ScaleError("SCALE_INVALID", `compact form of ${value} is not the shortest`);
  return value;
}

function compactNumber(bits: 8 | 16 | 32): Codec<number> {
  const max = 2 ** bits - 1;
  return codec({
    write(writer, value) {
      checkNumber(value, 0, max, `compact u${bits}`);
      writeCompact(writer, value);
    },
    read(reader) {
      const value = readCompact(reader);
      if (value > max) throw new ScaleError("SCALE_INVALID", `compact ${value} does not fit u${bits}`);
      return value;
    },
  });
}

function compactBigint(bits: 64 | 128): Codec<bigint> {
  const max = (1n << BigInt(bits)) - 1n;
  const type = `compact u${bits}`;
  return codec({
    write(writer, value) {
      // Long lists of figures are zero for the most part.
      if (value === 0n) {
        writer.u8(0);
        return;
      }
      checkBigint(value, 0n, max, type);
      writeCompactBig(writer, value);
    },
    read: (reader) => readCompactBig(reader, bits / 8),
  });
}

export const compactU8 = compactNumber(8);
export const compactU16 = compactNumber(16);
export const compactU32 = compactNumber(32);
export const compactU64 = compactBigint(64);
export const compactU128 = compactBigint(128);

const COMPACT = new Map<unknown, unknown>([
  [u8, compactU8],
  [u16, compactU16],
  [u32, compactU32],
  [u64, compactU64],
  [u128, compactU128],
]);

/** The compact form of an unsigned integer codec, with the same values: `compact(u128)`. */
export function compact<T extends number | bigint>(inner: Codec<T>): Codec<T> {
  const found = COMPACT.get(inner) as Codec<T> | undefined;
  if (!found) throw new ScaleError("SCALE_INVALID", "only u8, u16, u32, u64 and u128 have a compact form");
  return found;
}

/** Checks and writes the length of a list. */
export function writeLength(writer: Writer, length: number): void {
  checkNumber(length, 0, U32_MAX, "length");
  writeCompact(writer, length);
}

/** Reads the length of a list whose items take at least one byte each, so a forged length cannot make us allocate. */
export function readLength(reader: Reader): number {
  const length = readCompact(reader);
  if (length > reader.remaining) {
    throw new ScaleError("SCALE_TRUNCATED", `length ${length} exceeds the ${reader.remaining} bytes that follow`);
  }
  return length;
}

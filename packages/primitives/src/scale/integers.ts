import { type Codec, codec } from "./codec.ts";
import { ScaleError } from "./error.ts";
import type { Reader } from "./reader.ts";
import type { Writer } from "./writer.ts";

/** @throws {ScaleError} `SCALE_RANGE` unless `value` is a whole number from `min` to `max`. */
export function checkNumber(value: number, min: number, max: number, type: string): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw new ScaleError("SCALE_RANGE", `${describe(value)} is no ${type} (whole number from ${min} to ${max})`);
  }
}

/** @throws {ScaleError} `SCALE_RANGE` unless `value` is a bigint from `min` to `max`. */
export function checkBigint(value: bigint, min: bigint, max: bigint, type: string): void {
  if (typeof value !== "bigint" || value < min || value > max) {
    throw new ScaleError("SCALE_RANGE", `${describe(value)} is no ${type} (bigint from ${min} to ${max})`);
  }
}

function describe(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : typeof value === "object" ? "an object" : String(value);
}

function small(bits: 8 | 16 | 32, signed: boolean): Codec<number> {
  const type = `${signed ? "i" : "u"}${bits}`;
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const method = `u${bits}` as const;
  return codec({
    write(writer, value) {
      checkNumber(value, min, max, type);
      writer[method](value);
    },
    read(reader) {
      const value = reader[method]();
      return value > max ? value - 2 ** bits : value;
    },
  });
}

function wide(bits: 64 | 128 | 256, signed: boolean): Codec<bigint> {
  const type = `${signed ? "i" : "u"}${bits}`;
  const min = signed ? -(1n << BigInt(bits - 1)) : 0n;
  const max = signed ? (1n << BigInt(bits - 1)) - 1n : (1n << BigInt(bits)) - 1n;
  const words = bits / 64;
  return codec({
    write(writer, value) {
      checkBigint(value, min, max, type);
      writeWords(writer, value, words);
    },
    read(reader) {
      const value = readWords(reader, words);
      return signed ? BigInt.asIntN(bits, value) : value;
    },
  });
}

/** Writes the low `words` × 64 bits, two's complement; `setBigUint64` drops what lies above its 64 bits. */
function writeWords(writer: Writer, value: bigint, words: number): void {
  writer.u64(value);
  for (let word = 1; word < words; word++) writer.u64(value >> BigInt(64 * word));
}

function readWords(reader: Reader, words: number): bigint {
  let value = reader.u64();
  for (let word = 1; word < words; word++) {
    const part = reader.u64();
    if (part !== 0n) value |= part << BigInt(64 * word);
  }
  return value;
}

export const u8 = small(8, false);
export const u32 = small(32, false);
export const i8 = small(8, true);
export const i16 = small(16, true);
export const i32 = small(32, true);
export const u64 = wide(64, false);
export const u128 = wide(128, false);
export const u256 = wide(256, false);
export const i64 = wide(64, true);
export const i128 = wide(128, true);

/** 16 bits; lists of them (uids, weights) are the hottest data of the chain and are read in one loop. */
export const u16: Codec<number> = codec({
  ...small(16, false),
  readMany(reader, count) {
    const { bytes } = reader;
    let at = reader.take(2 * count);
    const out = new Array<number>(count);
    for (let i = 0; i < count; i++, at += 2) out[i] = bytes[at]! | (bytes[at + 1]! << 8);
    return out;
  },
});

/** One byte, 0 or 1; anything else is invalid. */
export const bool: Codec<boolean> = codec({
  write(writer, value) {
    if (typeof value !== "boolean") throw new ScaleError("SCALE_RANGE", `${describe(value)} is no bool`);
    writer.u8(value ? 1 : 0);
  },
  read(reader) {
    const byte = reader.u8();
    if (byte > 1) throw new ScaleError("SCALE_INVALID", `${byte} is no bool`);
    return byte === 1;
  },
});

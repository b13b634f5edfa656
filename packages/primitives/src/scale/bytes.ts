import { fromUtf8, utf8 } from "../bytes.ts";
import { type Hex, toHex } from "../hex.ts";
import { type Codec, codec } from "./codec.ts";
import { readLength, writeLength } from "./compact.ts";
import { ScaleError } from "./error.ts";

function checkBytes(value: unknown, length?: number): void {
  if (!(value instanceof Uint8Array)) throw new ScaleError("SCALE_RANGE", "expected a Uint8Array");
  if (length !== undefined && value.length !== length) {
    throw new ScaleError("SCALE_RANGE", `expected ${length} bytes, got ${value.length}`);
  }
}

/** `Vec<u8>`: a length and that many bytes. */
export const bytes: Codec<Uint8Array> = codec({
  write(writer, value) {
    checkBytes(value);
    writeLength(writer, value.length);
    writer.raw(value);
  },
  read: (reader) => reader.raw(readLength(reader)),
});

/** `[u8; length]`. */
export function fixedBytes(length: number): Codec<Uint8Array> {
  return codec({
    write(writer, value) {
      checkBytes(value, length);
      writer.raw(value);
    },
    read: (reader) => reader.raw(length),
  });
}

/** `[u8; length]` whose value is `0x…` text, for identifiers that are compared and used as map keys. */
export function fixedHex(length: number): Codec<Hex> {
  return codec({
    write(writer, value) {
      const fits = typeof value === "string" && value.length === 2 + 2 * length && value.startsWith("0x");
      if (!fits || !writer.digits(value, 2)) {
        throw new ScaleError("SCALE_RANGE", `expected 0x and ${length} bytes in hexadecimal`);
      }
    },
    read: (reader) => toHex(reader.view(length)),
  });
}

/** A 32-byte hash as `0x…`. */
export const h256 = fixedHex(32);

/** An account's 32 bytes as `0x…`. */
export const accountId = fixedHex(32);

/** UTF-8 text. */
export const str: Codec<string> = codec({
  write(writer, value) {
    if (typeof value !== "string") throw new ScaleError("SCALE_RANGE", "expected a string");
    bytes.write(writer, utf8(value));
  },
  read(reader) {
    const text = reader.view(readLength(reader));
    try {
      return fromUtf8(text);
    } catch {
      throw new ScaleError("SCALE_INVALID", "text is not valid UTF-8");
    }
  },
});

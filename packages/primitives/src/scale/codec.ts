import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

/** How values of one SCALE type are written and read. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  /** Reads one value that must fill the whole input. */
  decode(bytes: Uint8Array): T;
  write(writer: Writer, value: T): void;
  read(reader: Reader): T;
  /** Reads `count` values at once where that is faster than one by one; the input is known to hold `count` bytes. */
  readMany?(reader: Reader, count: number): T[];
}

/** The TypeScript type of a codec's values. */
export type CodecValue<C> = C extends Codec<infer T> ? T : never;

/** The parts of a {@link Codec} that differ from type to type. */
export type CodecParts<T> = Pick<Codec<T>, "write" | "read" | "readMany">;

const SCRATCH_LIMIT = 65_536;
let scratch: Writer | undefined = new Writer(4096);

/** Completes a codec from how it writes and reads. */
export function codec<T>(parts: CodecParts<T>): Codec<T> {
  return {
    encode(value) {
      const writer = scratch ?? new Writer();
      scratch = undefined;
      writer.length = 0;
      try {
        parts.write(writer, value);
        return writer.finish();
      } finally {
        scratch = writer.capacity > SCRATCH_LIMIT ? new Writer(4096) : writer;
      }
    },
    decode(bytes) {
      const reader = new Reader(bytes);
      const value = parts.read(reader);
      reader.end();
      return value;
    },
    ...parts,
  };
}

/** A codec for another TypeScript type with the same bytes. */
export function mapped<A, B>(inner: Codec<A>, to: (value: A) => B, from: (value: B) => A): Codec<B> {
  return codec({
    write: (writer, value) => inner.write(writer, from(value)),
    read: (reader) => to(inner.read(reader)),
  });
}

import { plain } from "../bytes.ts";
import { ScaleError } from "./error.ts";

/** The nesting a reader accepts: `MAX_EXTRINSIC_DEPTH` of `frame_support`. */
export const MAX_DEPTH = 256;

/**
 * A cursor over SCALE bytes. Every read is checked against the end of the input; what it returns never shares memory
 * with the input except for {@link Reader.view}.
 */
export class Reader {
  readonly bytes: Uint8Array;
  offset: number;
  #depth = 0;

  constructor(bytes: Uint8Array, offset = 0) {
    this.bytes = plain(bytes);
    this.offset = offset;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.bytes.length - this.offset;
  }

  /** Moves over `length` bytes and returns where they begin. */
  take(length: number): number {
    const start = this.offset;
    const end = start + length;
    if (end > this.bytes.length) {
      throw new ScaleError("SCALE_TRUNCATED", `needs ${length} bytes at offset ${start}, has ${this.remaining}`);
    }
    this.offset = end;
    return start;
  }

  u8(): number {
    return this.bytes[this.take(1)]!;
  }

  u16(): number {
    const at = this.take(2);
    return this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32(): number {
    return this.#word(this.take(4));
  }

  u64(): bigint {
    const at = this.take(8);
    const low = this.#word(at);
    const high = this.#word(at + 4);
    return high < 2 ** 21 ? BigInt(high * 2 ** 32 + low) : (BigInt(high) << 32n) | BigInt(low);
  }

  /** Four bytes, the lowest first. A DataView would take longer to make than most values take to read. */
  #word(at: number): number {
    const { bytes } = this;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  /** A copy of the next `length` bytes. */
  raw(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.slice(start, start + length);
  }

  /** The next `length` bytes, sharing the input's memory. */
  view(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  /** Enters a value that may hold values of its own kind; pair it with {@link Reader.leave}. */
  enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new ScaleError("SCALE_DEPTH", `nested deeper than ${MAX_DEPTH} levels`);
  }

  leave(): void {
    this.#depth--;
  }

  /** @throws {ScaleError} `SCALE_TRAILING` unless everything was read. */
  end(): void {
    if (this.remaining > 0) {
      throw new ScaleError("SCALE_TRAILING", `${this.remaining} bytes left after the value, at offset ${this.offset}`);
    }
  }
}

const DIGIT_CODES = 128;
/** Values of hexadecimal digits by their character code; 16 where it is none. */
const DIGITS = Uint8Array.from({ length: DIGIT_CODES }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? 16 : value;
});

/** A growing buffer that SCALE values are written to. Numbers are expected in range: the codecs check them. */
export class Writer {
  #bytes: Uint8Array;
  #data: DataView;
  length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#data = new DataView(this.#bytes.buffer);
  }

  get capacity(): number {
    return this.#bytes.length;
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#data.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#reserve(4);
    this.#data.setUint32(at, value, true);
  }

  u64(value: bigint): void {
    const at = this.#reserve(8);
    this.#data.setBigUint64(at, value, true);
  }

  /** Bytes as they are, without a length. */
  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** Bytes from the hexadecimal digits of a text, from the character `from` on; false where one is none. */
  digits(text: string, from: number): boolean {
    const count = (text.length - from) >> 1;
    const at = this.#reserve(count);
    const bytes = this.#bytes;
    for (let i = 0; i < count; i++) {
      const high = DIGITS[text.charCodeAt(from + 2 * i)] ?? 16;
      const low = DIGITS[text.charCodeAt(from + 2 * i + 1)] ?? 16;
      if (high > 15 || low > 15) return false;
      bytes[at + i] = (high << 4) | low;
    }
    return true;
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #reserve(size: number): number {
    const start = this.length;
    const end = start + size;
    if (end > this.#bytes.length) this.#grow(end);
    this.length = end;
    return start;
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#data = new DataView(grown.buffer);
  }
}

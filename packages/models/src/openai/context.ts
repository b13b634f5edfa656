import { splitText } from "../vocabulary/paths.ts";

/** Bytes that the unfinished end of a context may have for a longer token to be looked for. */
const MOST_TAIL = 32;

/** A context as a server is asked about it. */
export class TextContext {
  /** All of it that is characters. */
  readonly text: string;
  /** The bytes of `text` and, behind them, those that begin a character. */
  readonly bytes: Uint8Array;
  readonly #seen: Uint8Array;
  readonly #textLength: number;
  readonly #prior: (context: Uint8Array) => Float32Array;

  constructor(seen: Uint8Array, prior: (context: Uint8Array) => Float32Array) {
    const { text, rest } = splitText(seen);
    this.text = Buffer.from(text).toString("utf8");
    this.#textLength = text.length;
    this.bytes = seen.subarray(seen.length - text.length - rest.length);
    this.#seen = seen;
    this.#prior = prior;
  }

  /** Bytes from `start` on, which the next token must begin with. */
  tail(start: number): Uint8Array {
    return this.bytes.subarray(start);
  }

  /** Whether a token may be so long that it begins at `start` and leads past the end. */
  inReach(start: number): boolean {
    return this.bytes.length - start < MOST_TAIL;
  }

  get textLength(): number {
    return this.#textLength;
  }

  /** Where the last word begins; with its space, unless `afterSpace`. The end of the text where it is too long or the only one. */
  lastWord(afterSpace: boolean): number {
    const before = this.#textLength - 1;
    const space = Math.max(this.bytes.lastIndexOf(SPACE, before), this.bytes.lastIndexOf(LINE_BREAK, before));
    const start = afterSpace || this.bytes[space] === LINE_BREAK ? space + 1 : space;
    return start > 0 && this.inReach(start) ? start : this.#textLength;
  }

  /** Where the last word begins, and the last places in it where characters end, up to the end of the text. */
  places(most: number): number[] {
    const start = this.lastWord(false);
    const inside: number[] = [];
    for (let at = this.#textLength; at > start && inside.length < most; at--) {
      if ((this.bytes[at] ?? 0) >> 6 !== 0b10) inside.unshift(at);
    }
    return [start, ...inside];
  }

  /** The characters up to `end`. */
  upTo(end: number): string {
    return Buffer.from(this.bytes.subarray(0, end)).toString("utf8");
  }

  /** What the simple model gives to the bytes from `start` to `end`. */
  spelled(start: number, end = this.bytes.length): number {
    const before = this.#seen.length - this.bytes.length;
    let probability = 1;
    for (let at = before + start; at < before + end; at++) {
      probability *= this.#prior(this.#seen.subarray(0, at))[this.#seen[at]!]!;
    }
    return probability;
  }

  /** The simple model's probabilities of the next byte. */
  next(): Float32Array {
    return this.#prior(this.#seen).slice();
  }
}

const SPACE = 32;
const LINE_BREAK = 10;

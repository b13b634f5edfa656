/** Bytes of a token; undefined for one that is no text, such as the end of a sequence. */
export type TokenBytes = Uint8Array | undefined;

/**
 * The tokens of a model by the bytes they spell, in sorted order: those that begin with the same bytes lie side by side, which makes the
 * list a prefix tree without nodes.
 */
export class Vocabulary {
  readonly #bytes: readonly TokenBytes[];
  /** Tokens that spell something, sorted by their bytes. */
  readonly sorted: Int32Array;
  /** The first byte of each token by its number; -1 where it spells nothing. */
  readonly firstBytes: Int16Array;
  /** Length of the longest token, in bytes. */
  readonly longest: number;

  constructor(bytes: readonly TokenBytes[]) {
    this.#bytes = bytes;
    const spelled = bytes.flatMap((token, id) => (token !== undefined && token.length > 0 ? [id] : []));
    this.sorted = Int32Array.from(spelled.sort((a, b) => Buffer.compare(bytes[a]!, bytes[b]!) || a - b));
    this.firstBytes = Int16Array.from({ length: bytes.length }, (_, id) => bytes[id]?.[0] ?? -1);
    this.longest = spelled.reduce((most, id) => Math.max(most, bytes[id]!.length), 0);
  }

  /** Tokens, those without bytes included. */
  get size(): number {
    return this.#bytes.length;
  }

  bytesOf(id: number): TokenBytes {
    return this.#bytes[id];
  }

  /** Where the tokens that begin with `prefix` and go on lie in {@link Vocabulary.sorted}: from the first number to before the second. */
  longerThan(prefix: Uint8Array): [start: number, end: number] {
    let start = this.#firstFrom((token) => Buffer.compare(token, prefix) >= 0, 0);
    const end = this.#firstFrom((token) => Buffer.compare(token.subarray(0, prefix.length), prefix) > 0, start);
    while (start < end && this.#bytes[this.sorted[start]!]!.length === prefix.length) start++;
    return [start, end];
  }

  /** Tokens that spell `text`, always the longest that fits; undefined where some byte is no token. */
  greedy(text: Uint8Array): number[] | undefined {
    const ids: number[] = [];
    for (let at = 0; at < text.length; ) {
      const id = this.#longestAt(text, at);
      if (id === undefined) return undefined;
      ids.push(id);
      at += this.#bytes[id]!.length;
    }
    return ids;
  }

  #longestAt(text: Uint8Array, at: number): number | undefined {
    for (let length = Math.min(this.longest, text.length - at); length > 0; length--) {
      const wanted = text.subarray(at, at + length);
      const found = this.sorted[this.#firstFrom((token) => Buffer.compare(token, wanted) >= 0, 0)];
      if (found !== undefined && Buffer.compare(this.#bytes[found]!, wanted) === 0) return found;
    }
    return undefined;
  }

  /** First place, from `start` on, whose token passes; `passes` must be false up to some place and true from there on. */
  #firstFrom(passes: (token: Uint8Array) => boolean, start: number): number {
    let low = start;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passes(this.#bytes[this.sorted[middle]!]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

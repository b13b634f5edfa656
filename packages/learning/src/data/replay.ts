import { LearningError } from "../errors.ts";
import { Random } from "../random.ts";
import { type Batch, emptyBatch, fillRow } from "./batch.ts";

export interface ReplayOptions {
  /** Longest window that will be sampled, in transitions. */
  readonly context: number;
  readonly seed: string | number;
  /** Bytes kept as new before they move to the archive. */
  readonly recentBytes?: number;
  /** Bytes of old text kept for replay. */
  readonly archiveBytes?: number;
  /** Share of rows drawn from the archive once it holds something. */
  readonly replayShare?: number;
}

interface Segment {
  readonly stream: string;
  bytes: Uint8Array;
  length: number;
}

/** What a buffer needs to go on exactly where it was. */
export interface ReplayState {
  readonly bytes: Uint8Array;
  readonly index: string;
}

interface ReplayIndex {
  readonly recent: [stream: string, length: number, open: boolean][];
  readonly archive: number[];
  readonly archived: number;
  readonly received: number;
  readonly random: number[];
}

const SEGMENT_BYTES = 1024;

/**
 * Training data of a learner that never stops: streams of bytes, new ones kept whole, old ones as a uniform sample.
 *
 * A stream's bytes follow each other; different streams never share a window. Text leaves the recent part oldest first and enters the
 * archive by reservoir sampling (Vitter's algorithm R), so that the archive stays a fair sample of all that came before: replaying it
 * is what keeps a continual learner from forgetting.
 */
export class ReplayBuffer {
  readonly #context: number;
  readonly #segmentBytes: number;
  readonly #recentBytes: number;
  readonly #archiveSlots: number;
  readonly #replayShare: number;
  #random: Random;
  #recent: Segment[] = [];
  #recentLength = 0;
  #open = new Map<string, Segment>();
  #archive: Segment[] = [];
  #archived = 0;
  #received = 0;

  constructor(options: ReplayOptions) {
    this.#context = options.context;
    this.#segmentBytes = Math.max(SEGMENT_BYTES, 4 * options.context);
    this.#recentBytes = options.recentBytes ?? 2 ** 19;
    this.#archiveSlots = Math.max(1, Math.floor((options.archiveBytes ?? 2 ** 22) / this.#segmentBytes));
    this.#replayShare = options.replayShare ?? 0.5;
    this.#random = Random.fromSeed(`${options.seed}/replay`);
  }

  /** Bytes pushed since the beginning, also those no longer held. */
  get received(): number {
    return this.#received;
  }

  /** Bytes held as new text. */
  get recentLength(): number {
    return this.#recentLength;
  }

  /** Segments of old text held. */
  get archiveCount(): number {
    return this.#archive.length;
  }

  /** True once there is a transition to learn from. */
  get ready(): boolean {
    return this.#archive.length > 0 || this.#hasNew;
  }

  /** Appends to a stream. */
  push(bytes: Uint8Array, stream = "main"): void {
    this.#received += bytes.length;
    for (let offset = 0; offset < bytes.length; ) {
      const segment = this.#openSegment(stream);
      const part = bytes.subarray(offset, offset + this.#segmentBytes - segment.length);
      append(segment, part);
      this.#recentLength += part.length;
      offset += part.length;
      this.#makeRoom();
    }
  }

  /** Draws a batch; the same pushes and draws after the same seed give the same batches. */
  sample(rows: number): Batch {
    const batch = emptyBatch(rows, this.#context);
    const replayShare = this.#hasNew ? this.#replayShare : 1;
    for (let row = 0; row < rows; row++) {
      const replay = this.#archive.length > 0 && this.#random.float() < replayShare;
      fillRow(batch, row, this.#window(this.#pick(replay ? this.#archive : this.#recent)));
    }
    return batch;
  }

  state(): ReplayState {
    const index: ReplayIndex = {
      recent: this.#recent.map((s) => [s.stream, s.length, this.#open.get(s.stream) === s]),
      archive: this.#archive.map(({ length }) => length),
      archived: this.#archived,
      received: this.#received,
      random: this.#random.state(),
    };
    const held = [...this.#recent, ...this.#archive].map((s) => s.bytes.subarray(0, s.length));
    return { bytes: new Uint8Array(Buffer.concat(held)), index: JSON.stringify(index) };
  }

  /** Replaces everything held by what {@link ReplayBuffer.state} returned. */
  load({ bytes, index }: ReplayState): void {
    const parsed = JSON.parse(index) as ReplayIndex;
    let offset = 0;
    const take = (stream: string, length: number): Segment => {
      offset += length;
      return { stream, bytes: bytes.slice(offset - length, offset), length };
    };
    this.#open = new Map();
    this.#recent = parsed.recent.map(([stream, length, open]) => {
      const segment = take(stream, length);
      if (open) this.#open.set(stream, segment);
      return segment;
    });
    this.#archive = parsed.archive.map((length) => take("", length));
    this.#recentLength = this.#recent.reduce((sum, { length }) => sum + length, 0);
    this.#archived = parsed.archived;
    this.#received = parsed.received;
    this.#random = Random.fromState(parsed.random);
  }

  get #hasNew(): boolean {
    return this.#recent.some(({ length }) => length > 1);
  }

  /** The segment a stream grows in. A new one starts with the end of the full one, so that no window is lost at the seam. */
  #openSegment(stream: string): Segment {
    const current = this.#open.get(stream);
    if (current !== undefined && current.length < this.#segmentBytes) return current;
    const carried = current?.bytes.slice(current.length - this.#context, current.length) ?? new Uint8Array(0);
    const next = { stream, bytes: carried, length: carried.length };
    this.#open.set(stream, next);
    this.#recent.push(next);
    this.#recentLength += carried.length;
    return next;
  }

  #makeRoom(): void {
    while (this.#recentLength > this.#recentBytes && this.#recent.length > 1) {
      const oldest = this.#recent.shift()!;
      this.#recentLength -= oldest.length;
      if (this.#open.get(oldest.stream) === oldest) this.#open.delete(oldest.stream);
      if (oldest.length > 1) this.#keep(oldest);
    }
  }

  #keep(segment: Segment): void {
    const kept = { stream: "", bytes: segment.bytes.slice(0, segment.length), length: segment.length };
    const slot = this.#archived < this.#archiveSlots ? this.#archived : this.#random.below(this.#archived + 1);
    this.#archived++;
    if (slot < this.#archiveSlots) this.#archive[slot] = kept;
  }

  /** A segment, with chances in proportion to its transitions. */
  #pick(segments: readonly Segment[]): Segment {
    const transitions = (segment: Segment): number => Math.max(0, segment.length - 1);
    let left = this.#random.below(segments.reduce((sum, segment) => sum + transitions(segment), 0));
    for (const segment of segments) {
      left -= transitions(segment);
      if (left < 0) return segment;
    }
    throw new LearningError("OPTION_INVALID", "there is nothing to sample yet: push at least two bytes of one stream");
  }

  #window({ bytes, length }: Segment): Uint8Array {
    const start = this.#random.below(Math.max(1, length - this.#context));
    return bytes.subarray(start, Math.min(length, start + this.#context + 1));
  }
}

function append(segment: Segment, part: Uint8Array): void {
  const length = segment.length + part.length;
  if (length > segment.bytes.length) {
    const grown = new Uint8Array(Math.max(length, 2 * segment.bytes.length));
    grown.set(segment.bytes.subarray(0, segment.length));
    segment.bytes = grown;
  }
  segment.bytes.set(part, segment.length);
  segment.length = length;
}

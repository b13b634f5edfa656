import { type ChunkEntry, chunkHash } from "./chunks.ts";
import { WINDOW } from "./lanes.ts";

/** Chunks of a validator that a miner learns from rounds before the chain vouches for them. */
const CREDIT = 3;

/** Where bytes belong: a part of one validator's text, cut into lanes. */
export type Place = Pick<ChunkEntry, "corpus" | "part" | "lanes">;

/** What rounds have told of one chunk, in the packing of a finished one; a column is one byte of every lane. */
interface Told {
  readonly bytes: Uint8Array;
  readonly columns: boolean[];
}

/**
 * Remembers what validators tell in rounds until their commitments on chain say the same. A validator that tells one miner other bytes
 * than it publishes is found out, and one that publishes nothing is believed for three chunks and no further.
 */
export class Witness {
  /** By validator, then by chunk. */
  readonly #told = new Map<string, Map<string, Told>>();
  readonly #liars = new Set<string>();

  /** Validators that were found out. */
  get liars(): ReadonlySet<string> {
    return this.#liars;
  }

  /** Whether what a validator tells of these bytes of each lane may be believed for now. */
  believes(validator: string, place: Place, start: number, end: number): boolean {
    if (this.#liars.has(validator)) return false;
    const told = this.#toldBy(validator);
    const fresh = chunksOf(start, end).filter((index) => !told.has(nameOf(place, index)));
    return told.size + fresh.length <= CREDIT;
  }

  /** Notes bytes that were told and believed: from `start` on, lane after lane. What was told first counts. */
  hear(validator: string, place: Place, start: number, packed: Uint8Array): void {
    const width = packed.length / place.lanes;
    for (let column = 0; column < width; column++) {
      const { bytes, columns } = this.#chunk(validator, place, Math.floor((start + column) / WINDOW));
      const at = (start + column) % WINDOW;
      if (columns[at]) continue;
      columns[at] = true;
      for (let lane = 0; lane < place.lanes; lane++) bytes[lane * WINDOW + at] = packed[lane * width + column]!;
    }
  }

  /**
   * Compares what was told of a chunk with what the chain vouches for: its hash, or its bytes where only a part was told. False when
   * the two differ.
   */
  confirm(validator: string, entry: ChunkEntry, bytes?: Uint8Array): boolean {
    const chunks = this.#toldBy(validator);
    const name = nameOf(entry, entry.index);
    const told = chunks.get(name);
    if (told === undefined) return true;
    chunks.delete(name);
    const whole = told.columns.every(Boolean);
    const same = whole ? chunkHash(entry, told.bytes) === entry.hash : bytes === undefined || isPartOf(told, bytes);
    if (!same) this.#liars.add(validator);
    return same;
  }

  #toldBy(validator: string): Map<string, Told> {
    const known = this.#told.get(validator) ?? new Map<string, Told>();
    this.#told.set(validator, known);
    return known;
  }

  #chunk(validator: string, place: Place, index: number): Told {
    const chunks = this.#toldBy(validator);
    const name = nameOf(place, index);
    const known = chunks.get(name);
    if (known !== undefined) return known;
    const fresh = { bytes: new Uint8Array(place.lanes * WINDOW), columns: new Array<boolean>(WINDOW).fill(false) };
    chunks.set(name, fresh);
    return fresh;
  }
}

function nameOf({ corpus, part, lanes }: Place, index: number): string {
  return `${corpus}/${part}/${lanes}/${index}`;
}

function chunksOf(start: number, end: number): number[] {
  const first = Math.floor(start / WINDOW);
  return Array.from({ length: Math.ceil(end / WINDOW) - first }, (_, i) => first + i);
}

function isPartOf({ bytes, columns }: Told, actual: Uint8Array): boolean {
  return bytes.length === actual.length && bytes.every((byte, i) => !columns[i % WINDOW] || byte === actual[i]);
}

import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "@myelin/learning/checkpoint/files";
import { blake2b256, concat, fromHex, toHex, utf8 } from "@myelin/primitives";

/** One finished chunk: {@link WINDOW} bytes of each lane of a part. */
export interface ChunkEntry {
  /** Id of the text. */
  readonly corpus: string;
  readonly part: number;
  /** The chunk holds the bytes from `index` × WINDOW of each lane. */
  readonly index: number;
  readonly lanes: number;
  /** {@link chunkHash}, 0x and 64 hexadecimal digits. */
  readonly hash: string;
}

/** Head of an empty list. */
export const NO_CHUNKS = `0x${"00".repeat(32)}`;

/** BLAKE2b-256 over the chunk's place and bytes. */
export function chunkHash({ corpus, part, index, lanes }: Omit<ChunkEntry, "hash">, bytes: Uint8Array): string {
  return toHex(blake2b256(concat(utf8(`myelin-chunk/1\n${corpus}\n${part}\n${index}\n${lanes}\n`), bytes)));
}

/** Head of a list after one more chunk: whoever knows it can check the whole list. */
export function nextHead(head: string, { hash }: Pick<ChunkEntry, "hash">): string {
  return toHex(blake2b256(concat(fromHex(head), fromHex(hash))));
}

/** A validator's finished chunks, on disk, in the order in which they were finished. */
export class ChunkLog {
  readonly #dir: string;
  readonly #entries: ChunkEntry[];
  #head = NO_CHUNKS;

  private constructor(dir: string, entries: ChunkEntry[]) {
    this.#dir = dir;
    this.#entries = entries;
    for (const entry of entries) this.#head = nextHead(this.#head, entry);
  }

  static async open(dir: string): Promise<ChunkLog> {
    await mkdir(dir, { recursive: true });
    const lines = await readFile(join(dir, "manifest.jsonl"), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const entries = lines.split("\n").filter((line) => line !== "");
    return new ChunkLog(
      dir,
      entries.map((line) => JSON.parse(line) as ChunkEntry),
    );
  }

  get entries(): readonly ChunkEntry[] {
    return this.#entries;
  }

  get head(): string {
    return this.#head;
  }

  has({ corpus, part, index }: Pick<ChunkEntry, "corpus" | "part" | "index">): boolean {
    return this.#entries.some((entry) => entry.corpus === corpus && entry.part === part && entry.index === index);
  }

  async append(place: Omit<ChunkEntry, "hash">, bytes: Uint8Array): Promise<ChunkEntry> {
    const entry = { ...place, hash: chunkHash(place, bytes) };
    await writeAtomically(this.#pathOf(this.#entries.length), bytes);
    this.#entries.push(entry);
    this.#head = nextHead(this.#head, entry);
    const lines = this.#entries.map((each) => `${JSON.stringify(each)}\n`).join("");
    await writeAtomically(join(this.#dir, "manifest.jsonl"), utf8(lines));
    return entry;
  }

  /** The bytes of chunk `number`, or undefined where there is none. */
  async read(number: number): Promise<Uint8Array | undefined> {
    return this.#entries[number] === undefined ? undefined : new Uint8Array(await readFile(this.#pathOf(number)));
  }

  #pathOf(number: number): string {
    return join(this.#dir, `${String(number).padStart(8, "0")}.chunk`);
  }
}

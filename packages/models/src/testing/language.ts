import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { type HuggingFaceTokenizer, openTokenizer } from "../vocabulary/hugging-face.ts";
import { trainBytePairs } from "./byte-pairs.ts";
import { TokenCounts } from "./token-counts.ts";

export interface TestLanguage {
  readonly dir: string;
  /** A `tokenizer.json`. */
  readonly path: string;
  readonly tokenizer: HuggingFaceTokenizer;
  readonly model: TokenCounts;
}

/** A byte-pair tokenizer and a model of its tokens, both made from a part of Moby Dick. */
export async function testLanguage(bytes = 100_000, merges = 300, order = 2, start = 0): Promise<TestLanguage> {
  const text = sampleText(bytes, start);
  const dir = await mkdtemp(join(tmpdir(), "models-"));
  const path = join(dir, "tokenizer.json");
  await writeFile(path, JSON.stringify(trainBytePairs(Buffer.from(text).toString("utf8"), merges)));
  const tokenizer = await openTokenizer(path);
  const model = new TokenCounts(tokenizer.vocabulary.size, order);
  model.learn(tokenizer.path(text).ids);
  return { dir, path, tokenizer, model };
}

import { sampleText } from "@myelin/learning/testing/sample-text";
import { expect, test } from "vitest";
import { testLanguage } from "../testing/language.ts";
import { nextByte } from "./next-byte.ts";
import { cutsOf, pathsTo } from "./paths.ts";

test("on real text next bytes cost no more than the tokens they come from, and a detour saves some of it", async () => {
  const { tokenizer, model } = await testLanguage(150_000, 400);
  const { vocabulary } = tokenizer;

  // one lane of unseen text, whose tokens and bytes are both predicted
  const text = sampleText(700, 300_000);
  const { ids, ends } = tokenizer.path(text);
  const from = ends.findIndex((end) => end >= 64);
  let tokenBits = 0;
  for (let at = from + 1; at < ids.length; at++) tokenBits -= Math.log2(model.next(ids.slice(0, at))[ids[at]!]!);
  const bytes = text.length - ends[from]!;

  const byteBits = (detours: number): number => {
    let bits = 0;
    for (let end = ends[from]!; end < text.length; end++) {
      const context = text.subarray(Math.max(0, end - 64), end);
      const paths = pathsTo(tokenizer, context, detours);
      const cuts = cutsOf(context, vocabulary, paths, (path, at) => model.next(paths[path]!.ids.slice(0, at + 1)));
      bits -= Math.log2(nextByte(vocabulary, cuts)![text[end]!]!);
    }
    return bits / bytes;
  };
  const [none, one, four] = [0, 1, 4].map(byteBits) as [number, number, number];
  console.log(
    `bits a byte: ${(tokenBits / bytes).toFixed(3)} by tokens; by bytes ${none.toFixed(3)} without detours, ${one.toFixed(3)} with one, ${four.toFixed(3)} with four`,
  );
  expect(one).toBeLessThan(tokenBits / bytes);
  expect(one).toBeLessThanOrEqual(none);
  expect(four).toBeLessThanOrEqual(one + 0.005);
  expect(four).toBeLessThan(4);
});

/**
 * `npm run bench -- models`: next bytes from the tokens of a large vocabulary, against a walk over all tokens for every cut. Milliseconds a
 * context; a validator asks about 256 each round.
 */
import { Random } from "@myelin/learning";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { type Cut, nextByte } from "@myelin/models/vocabulary/next-byte";
import { Vocabulary } from "@myelin/models/vocabulary/vocabulary";
import type { Row } from "./row.ts";

const TOKENS = 128_000;
const CONTEXTS = 100;

export async function run(): Promise<Row[]> {
  const random = Random.fromSeed("models");
  const text = sampleText(1_000_000);
  const some = (length: number) => {
    const start = random.below(text.length - length);
    return text.subarray(start, start + length);
  };
  const bytes = Array.from({ length: TOKENS }, (_, id) => (id < 256 ? Uint8Array.of(id) : some(2 + random.below(8))));
  const vocabulary = new Vocabulary(bytes);
  const next = Float32Array.from({ length: TOKENS }, () => random.float() / TOKENS);
  const questions = Array.from({ length: CONTEXTS }, () =>
    [0, 2, 5].map((length): Cut => ({ tail: some(length), weight: 1, next })),
  );
  const ours = timed(() => questions.map((cuts) => nextByte(vocabulary, cuts)));
  const naive = timed(() => questions.map((cuts) => walk(bytes, cuts)));
  return [{ name: "next byte of 128,000 tokens", ours, anchor: naive, unit: "ms", ratio: naive / ours }];
}

function timed(work: () => unknown): number {
  work();
  const start = performance.now();
  work();
  return (performance.now() - start) / CONTEXTS;
}

function walk(bytes: readonly Uint8Array[], cuts: readonly Cut[]): Float64Array {
  const mass = new Float64Array(256);
  for (const { tail, weight, next } of cuts) {
    for (const [id, token] of bytes.entries()) {
      if (token.length > tail.length && tail.every((byte, i) => byte === token[i])) {
        mass[token[tail.length]!]! += weight * next[id]!;
      }
    }
  }
  return mass;
}

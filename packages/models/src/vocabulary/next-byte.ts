import type { Vocabulary } from "./vocabulary.ts";

/**
 * One way in which tokens may lead past the end of a context: they spell all of it but `tail`, and the next token begins with `tail`.
 */
export interface Cut {
  readonly tail: Uint8Array;
  /** Probability of the tokens so far, in a unit that all cuts of a context share. */
  readonly weight: number;
  /** Probabilities of the next token, by its number. */
  readonly next: Float32Array;
}

/** A cut of which only the likeliest tokens are known. */
export interface PartialCut {
  readonly tail: Uint8Array;
  readonly weight: number;
  /** Bytes of the tokens that are known and their probabilities. */
  readonly tokens: readonly (readonly [bytes: Uint8Array, probability: number])[];
}

/**
 * Probabilities of the byte after a context: the sum over all cuts, and over all tokens that go on from there, by the first byte behind
 * the context. With one cut for every end of a token in every valid tokenisation it is exact (Phan et al. 2024, "Exact Byte-Level
 * Probabilities from Tokenized Language Models"; arXiv 2410.09303). Undefined where no token goes on.
 */
export function nextByte(vocabulary: Vocabulary, cuts: readonly Cut[]): Float32Array | undefined {
  const mass = new Float64Array(256);
  const { sorted, firstBytes } = vocabulary;
  for (const { tail, weight, next } of cuts) {
    if (tail.length === 0) {
      for (let id = 0; id < firstBytes.length; id++) {
        const byte = firstBytes[id]!;
        if (byte >= 0) mass[byte]! += weight * next[id]!;
      }
      continue;
    }
    const [start, end] = vocabulary.longerThan(tail);
    for (let at = start; at < end; at++) {
      const id = sorted[at]!;
      mass[vocabulary.bytesOf(id)![tail.length]!]! += weight * next[id]!;
    }
  }
  return normalized(mass);
}

/**
 * As {@link nextByte} where cuts tell only their likeliest tokens. The rest of their probability is spread as a simple model would: by
 * what it gives to the tail, and then to each next byte.
 *
 * @param spell Probability that the simple model gives to a tail.
 * @param prior 256 probabilities of the simple model for the byte after the context.
 */
export function nextByteOfPartial(
  cuts: readonly PartialCut[],
  spell: (tail: Uint8Array) => number,
  prior: Float32Array,
): Float32Array | undefined {
  const mass = new Float64Array(256);
  let open = 0;
  for (const { tail, weight, tokens } of cuts) {
    let told = 0;
    for (const [bytes, probability] of tokens) {
      told += probability;
      if (goesOn(bytes, tail)) mass[bytes[tail.length]!]! += weight * probability;
    }
    open += weight * Math.max(0, 1 - told) * spell(tail);
  }
  for (let byte = 0; byte < 256; byte++) mass[byte]! += open * prior[byte]!;
  return normalized(mass);
}

function goesOn(token: Uint8Array, tail: Uint8Array): boolean {
  return token.length > tail.length && Buffer.compare(token.subarray(0, tail.length), tail) === 0;
}

function normalized(mass: Float64Array): Float32Array | undefined {
  const total = mass.reduce((sum, each) => sum + each, 0);
  if (!(total > 0 && Number.isFinite(total))) return undefined;
  return Float32Array.from(mass, (each) => each / total);
}

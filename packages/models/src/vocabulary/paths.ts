import type { Cut } from "./next-byte.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Tokens that spell a text, or a beginning of it. */
export interface TokenPath {
  readonly ids: readonly number[];
  /** After each token, how many bytes of the text are spelled; 0 for tokens in front of the text. */
  readonly ends: readonly number[];
}

/** What a tokenizer makes of text. `text` is UTF-8. */
export interface TextTokenizer {
  readonly vocabulary: Vocabulary;
  path(text: Uint8Array): TokenPath;
}

/**
 * The paths to ask a model about so that the next byte of `context` follows: the tokenizer's own, and up to `detours` that end before the
 * context does and go another way than that one (see {@link nextByte}).
 */
export function pathsTo(tokenizer: TextTokenizer, context: Uint8Array, detours: number): TokenPath[] {
  const { vocabulary } = tokenizer;
  const { text, rest } = splitText(context);
  const main = tokenizer.path(text);
  const paths = [main];
  const reach = context.length - vocabulary.longest;
  for (let end = text.length - 1; end > Math.max(0, reach) && paths.length <= detours; end--) {
    if (main.ends.includes(end) || isContinuation(text[end]!)) continue;
    if (!leadsOn(vocabulary, concat(text.subarray(end), rest))) continue;
    const path = tokenizer.path(text.subarray(0, end));
    if (path.ends.at(-1) === end && commonLength(path, main) > 0) paths.push(path);
  }
  return paths;
}

/**
 * The cuts of a context, from what a model says about its paths.
 *
 * @param next Probabilities of the token after token `at` of path `path`.
 */
export function cutsOf(
  context: Uint8Array,
  vocabulary: Vocabulary,
  paths: readonly TokenPath[],
  next: (path: number, at: number) => Float32Array,
): Cut[] {
  const { text, rest } = splitText(context);
  const { main, detours, branches, first, base } = rangeOf(context, vocabulary, paths);
  if (first < 0) return [];
  const weights = [1];
  for (let at = base + 1; at < main.ids.length; at++) weights.push(weights.at(-1)! * next(0, at - 1)[main.ids[at]!]!);
  const tailFrom = (end: number) => concat(text.subarray(end), rest);
  const cuts: Cut[] = [];
  for (let at = first; at < main.ids.length; at++) {
    const tail = tailFrom(main.ends[at]!);
    if (leadsOn(vocabulary, tail)) cuts.push({ tail, weight: weights[at - base]!, next: next(0, at) });
  }
  for (const [i, { ids, ends }] of detours.entries()) {
    const branch = branches[i]!;
    let weight = weights[branch - 1 - base]!;
    for (let at = branch; at < ids.length; at++) weight *= next(i + 1, at - 1)[ids[at]!]!;
    cuts.push({ tail: tailFrom(ends.at(-1)!), weight, next: next(i + 1, ids.length - 1) });
  }
  return cuts;
}

/** Index of the first token after which `cutsOf` asks for the next one; it may do so after all later ones of every path. -1: nowhere. */
export function firstAsked(context: Uint8Array, vocabulary: Vocabulary, paths: readonly TokenPath[]): number {
  return rangeOf(context, vocabulary, paths).base;
}

function rangeOf(context: Uint8Array, vocabulary: Vocabulary, paths: readonly TokenPath[]) {
  const { text, rest } = splitText(context);
  const [main, ...detours] = paths as [TokenPath, ...TokenPath[]];
  const branches = detours.map((path) => commonLength(path, main));
  // After this token so little of the text is left that one token may lead past its end. There are few such places.
  const first = main.ends.findIndex((end) => leadsOn(vocabulary, concat(text.subarray(end), rest)));
  return { main, detours, branches, first, base: Math.min(first, ...branches.map((length) => length - 1)) };
}

/** Whether a token begins with `tail` and goes on. */
function leadsOn(vocabulary: Vocabulary, tail: Uint8Array): boolean {
  if (tail.length >= vocabulary.longest) return false;
  const [start, end] = vocabulary.longerThan(tail);
  return start < end;
}

function commonLength(a: TokenPath, b: TokenPath): number {
  let length = 0;
  while (length < a.ids.length && a.ids[length] === b.ids[length]) length++;
  return length;
}

/**
 * The longest end of `context` that is UTF-8, and the bytes behind it that begin a character: contexts begin and end anywhere.
 */
export function splitText(context: Uint8Array): { text: Uint8Array; rest: Uint8Array } {
  let start = 0;
  let at = 0;
  while (at < context.length) {
    const length = characterLength(context[at]!);
    const whole = context.subarray(at, at + length);
    const valid = length > 0 && whole.subarray(1).every(isContinuation);
    if (valid && whole.length < length) return { text: context.subarray(start, at), rest: whole };
    if (valid && decodes(whole)) at += length;
    else start = ++at;
  }
  return { text: context.subarray(start), rest: new Uint8Array(0) };
}

const strict = new TextDecoder("utf-8", { fatal: true });

/** Lengths alone let through overlong forms and surrogates. */
function decodes(character: Uint8Array): boolean {
  if (character.length === 1) return true;
  try {
    strict.decode(character);
    return true;
  } catch {
    return false;
  }
}

/** Bytes of the UTF-8 character that begins with `byte`; 0 where none does. */
function characterLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc2) return 0;
  if (byte < 0xe0) return 2;
  if (byte < 0xf0) return 3;
  return byte < 0xf5 ? 4 : 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (b.length === 0) return a;
  const result = new Uint8Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}

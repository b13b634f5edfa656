import fc from "fast-check";
import { expect, test } from "vitest";
import { nextByte, nextByteOfPartial } from "./next-byte.ts";
import { cutsOf, pathsTo, splitText, type TextTokenizer, type TokenPath } from "./paths.ts";
import { Vocabulary } from "./vocabulary.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));

/** Byte pairs of a tiny alphabet, merged in this order, as BPE does. */
const MERGES = ["ab", "bc", "abc", "ca", "bca", "cc", "abcc"];
const TOKENS = ["a", "b", "c", ...MERGES];
const vocabulary = new Vocabulary([undefined, ...TOKENS.map(bytes)]);
const START = 0;

function tokenize(text: string): string[] {
  let parts = [...text];
  for (const merge of MERGES) {
    const next: string[] = [];
    for (let i = 0; i < parts.length; i++) {
      if (i + 1 < parts.length && parts[i]! + parts[i + 1]! === merge) next.push(parts[i]! + parts[++i]!);
      else next.push(parts[i]!);
    }
    parts = next;
  }
  return parts;
}

const idsOf = (text: string) => tokenize(text).map((token) => TOKENS.indexOf(token) + 1);

const tokenizer: TextTokenizer = {
  vocabulary,
  path(text): TokenPath {
    const ids = idsOf(Buffer.from(text).toString("latin1"));
    let end = 0;
    const ends = ids.map((id) => (end += vocabulary.bytesOf(id)!.length));
    return { ids: [START, ...ids], ends: [0, ...ends] };
  },
};

const spelled = (ids: readonly number[]) => ids.map((id) => (id === START ? "" : TOKENS[id - 1]!)).join("");

/** Preferences between neighbours, and never a token that the tokenizer would not have put there: as a model that learned from its output. */
function model(preferences: readonly number[]): (ids: readonly number[]) => Float32Array {
  return (ids) => {
    const last = ids.at(-1)!;
    const weights = Float32Array.from({ length: vocabulary.size }, (_, id) => {
      if (id === START) return 0;
      const valid = idsOf(spelled([...ids, id])).join() === [...ids.slice(1), id].join();
      return valid ? preferences[(last * vocabulary.size + id) % preferences.length]! : 0;
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return weights.map((weight) => weight / total);
  };
}

/** The sum over every sequence of tokens that spells the context and at least one byte more. */
function bruteForce(context: string, next: (ids: readonly number[]) => Float32Array): Float64Array {
  const mass = new Float64Array(256);
  const walk = (ids: readonly number[], probability: number): void => {
    const text = spelled(ids);
    if (text.length > context.length) {
      if (text.startsWith(context)) mass[text.charCodeAt(context.length)]! += probability;
      return;
    }
    if (!context.startsWith(text)) return;
    next(ids).forEach((p, id) => {
      if (p > 0) walk([...ids, id], probability * p);
    });
  };
  walk([START], 1);
  const total = mass.reduce((sum, each) => sum + each, 0);
  return mass.map((each) => each / total);
}

function converted(context: string, next: (ids: readonly number[]) => Float32Array, detours: number) {
  const paths = pathsTo(tokenizer, bytes(context), detours);
  const cuts = cutsOf(bytes(context), vocabulary, paths, (path, at) => next(paths[path]!.ids.slice(0, at + 1)));
  return nextByte(vocabulary, cuts);
}

const contexts = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 9 });
const preferences = fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 121, maxLength: 121 });

test("with all detours the next byte is what brute force over all token sequences finds", () => {
  fc.assert(
    fc.property(contexts, preferences, (context, preference) => {
      const next = model(preference);
      const found = converted(context, next, 16)!;
      const wanted = bruteForce(context, next);
      for (const byte of bytes("abc")) expect(found[byte]).toBeCloseTo(wanted[byte]!, 5);
      expect(found.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    }),
    { numRuns: 300 },
  );
});

test("without detours something is lost; it stays a distribution", () => {
  const losses = new Map([0, 1].map((detours) => [detours, 0]));
  const check = fc.property(contexts, preferences, (context, preference) => {
    const next = model(preference);
    const wanted = bruteForce(context, next);
    for (const [detours, sum] of losses) {
      const found = converted(context, next, detours)!;
      expect(found.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 5);
      const costs = bytes("abc").filter((byte) => wanted[byte]! > 0);
      const loss = [...costs].map(
        (byte) => wanted[byte]! * Math.log2(wanted[byte]! / Math.max(found[byte]!, 2 ** -16)),
      );
      losses.set(detours, sum + loss.reduce((total, each) => total + each, 0) / 300);
    }
  });
  fc.assert(check, { numRuns: 300, seed: 1 });
  expect(losses.get(0)).toBeGreaterThan(0.1);
  expect(losses.get(1)).toBeLessThan(0.01); // in a vocabulary this small one is enough
});

test("where only the likeliest tokens are told, the rest is spread as the simple model would", () => {
  const prior = new Float32Array(256);
  prior.set([0.5, 0.5], 97);
  const told = [
    {
      tail: bytes("b"),
      weight: 1,
      tokens: [
        [bytes("bc"), 0.5],
        [bytes("b"), 0.2],
        [bytes("ca"), 0.1],
      ] as const,
    },
    { tail: bytes(""), weight: 0.2, tokens: [[bytes("a"), 1]] as const },
  ];
  const found = nextByteOfPartial(told, () => 0.25, prior)!;
  // 0.5 go on with c, 0.2 with a; of the 0.2 nobody told about, a quarter spells b
  expect([...found.subarray(97, 100)].map((p) => p.toFixed(4))).toEqual(
    [0.2 + 0.025, 0.025, 0.5].map((p) => (p / 0.75).toFixed(4)),
  );
  const full = nextByteOfPartial([{ tail: bytes(""), weight: 3, tokens: [] }], () => 1, prior)!;
  expect([...full]).toEqual([...prior]);
  expect(nextByteOfPartial([], () => 1, prior)).toBeUndefined();
});

test("tokens that begin alike lie side by side", () => {
  const words = (prefix: string) => {
    const [start, end] = vocabulary.longerThan(bytes(prefix));
    return [...vocabulary.sorted.subarray(start, end)].map((id) => TOKENS[id - 1]);
  };
  expect(words("ab")).toEqual(["abc", "abcc"]);
  expect(words("abcc")).toEqual([]);
  expect(words("")).toEqual(["a", "ab", "abc", "abcc", "b", "bc", "bca", "c", "ca", "cc"]);
  expect(vocabulary.greedy(bytes("abcca"))!.map((id) => TOKENS[id - 1])).toEqual(["abcc", "a"]);
  expect(vocabulary.greedy(bytes("abx"))).toBeUndefined();
});

test("text is the longest end that is UTF-8, and what begins a character behind it", () => {
  const show = (context: Uint8Array) => {
    const { text, rest } = splitText(context);
    return [Buffer.from(text).toString("utf8"), rest.length];
  };
  const whole = new Uint8Array(Buffer.from("né, “wal” 🐋", "utf8"));
  expect(show(whole)).toEqual(["né, “wal” 🐋", 0]);
  expect(show(whole.subarray(0, -1))).toEqual(["né, “wal” ", 3]);
  expect(show(whole.subarray(2))).toEqual([", “wal” 🐋", 0]);
  expect(show(Uint8Array.of(0xed, 0xa0, 0x80, 65))).toEqual(["A", 0]);
  expect(show(new Uint8Array(0))).toEqual(["", 0]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (context) => {
      const { text, rest } = splitText(context);
      expect(Buffer.from(Buffer.from(text).toString("utf8"), "utf8")).toEqual(Buffer.from(text));
      expect(Buffer.from(context).subarray(context.length - text.length - rest.length)).toEqual(
        Buffer.concat([text, rest]),
      );
    }),
  );
});

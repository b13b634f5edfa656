import { Random } from "@myelin/learning";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantize, VALUES } from "./distribution.ts";
import { payOf } from "./pay.ts";
import { answerBits, ScoreBook, WORST_BITS } from "./score.ts";
import { distance, Similarity } from "./similarity.ts";

const uniform = (rows: number) => quantize(new Float32Array(rows * VALUES).fill(1));

describe("bits of an answer", () => {
  test("are the logarithm of the probability given to the byte that came", () => {
    expect([...answerBits(uniform(2), Uint8Array.of(7, 200))]).toEqual([8, 8]);
  });

  test("are the worst for lanes without a distribution and for no answer at all", () => {
    const answer = uniform(2);
    answer[5] = 0;
    expect([...answerBits(answer, Uint8Array.of(7, 7))]).toEqual([WORST_BITS, 8]);
    expect([...answerBits(undefined, Uint8Array.of(1, 2, 3))]).toEqual([16, 16, 16]);
  });

  test("no answer is cheaper than the truth on average (strictly proper)", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: VALUES, maxLength: VALUES });
    const expected = (truth: Uint16Array, answer: Uint16Array) =>
      truth.reduce((sum, q, byte) => sum + (q / 65_536) * answerBits(answer, Uint8Array.of(byte))[0]!, 0);
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const truth = quantize(Float32Array.from(a));
        const other = quantize(Float32Array.from(b));
        expect(expected(truth, truth)).toBeLessThanOrEqual(expected(truth, other) + 1e-12);
      }),
      { numRuns: 30 },
    );
  });
});

describe("standing", () => {
  const orderZero = new Float64Array(64).fill(4.6);
  const bits = (value: number) => new Float64Array(64).fill(value);

  test("is the fading mean of gains, recent rounds first", () => {
    const book = new ScoreBook();
    for (let i = 0; i < 50; i++) book.record("m", bits(8), orderZero);
    for (let i = 0; i < 50; i++) book.record("m", bits(3.6), orderZero);
    const { gain, bits: mean } = book.standing("m")!;
    expect(gain).toBeGreaterThan(0.7);
    expect(gain + mean).toBeCloseTo(4.6);
  });

  test("its bound is below zero for gains that may be luck, however they are drawn", () => {
    let lucky = 0;
    for (let seed = 0; seed < 300; seed++) {
      const random = Random.fromSeed(seed);
      const book = new ScoreBook();
      for (let round = 0; round < 20; round++) {
        book.record(
          "m",
          Float64Array.from({ length: 64 }, () => 4.6 + 8 * (random.float() - 0.5)),
          orderZero,
        );
      }
      if (book.standing("m")!.bound > 0) lucky++;
    }
    expect(lucky).toBeLessThan(12);
  });

  test("survives being saved, and is forgotten with its hotkey", () => {
    const book = new ScoreBook();
    book.record("a", bits(3), orderZero);
    book.record("b", bits(4), orderZero);
    const again = ScoreBook.from(JSON.parse(JSON.stringify(book)));
    expect(again.standing("a")).toEqual(book.standing("a"));
    again.keep(new Set(["b"]));
    expect(again.hotkeys).toEqual(["b"]);
  });
});

describe("pay", () => {
  const orderZero = new Float64Array(256).fill(4.6);
  const spread = (mean: number) => Float64Array.from({ length: 256 }, (_, i) => mean + (i % 2) - 0.5);
  const answers = (seed: number, noise: number) => {
    const random = Random.fromSeed(seed);
    return quantize(
      Float32Array.from({ length: 256 * VALUES }, (_, i) => 1 + Math.sin(i) ** 2 + noise * random.float()),
    );
  };

  test("is affine in the gain, and nothing for who does not beat order 0 for certain", () => {
    const book = new ScoreBook();
    book.record("good", spread(2.6), orderZero);
    book.record("fair", spread(3.6), orderZero);
    book.record("luck", spread(4.59), orderZero);
    book.record("bad", spread(8), orderZero);
    const pay = payOf(book, new Similarity());
    expect([...pay.keys()]).toEqual(["good", "fair"]);
    expect(pay.get("good")! / pay.get("fair")!).toBeCloseTo(2);
  });

  test("is divided among those that answer alike, and not among those that do not", () => {
    const book = new ScoreBook();
    for (const name of ["a", "b", "c"]) book.record(name, spread(2.6), orderZero);
    const similarity = new Similarity();
    similarity.record(
      new Map([
        ["a", answers(1, 0)],
        ["b", answers(2, 0.02)],
        ["c", answers(3, 9)],
      ]),
      () => 0.5,
    );
    expect(similarity.of("a", "b")).toBe(1);
    expect(similarity.of("a", "c")).toBe(0);
    const pay = payOf(book, similarity);
    expect(pay.get("a")! + pay.get("b")!).toBeCloseTo(pay.get("c")!, 6);
    expect(Similarity.from(JSON.parse(JSON.stringify(similarity))).of("a", "b")).toBe(1);
  });

  test("distance is half the summed difference", () => {
    const certain = (byte: number) => quantize(Float32Array.from({ length: VALUES }, (_, i) => (i === byte ? 1 : 0)));
    expect(distance(certain(1), certain(1), [0])).toBe(0);
    expect(distance(certain(1), certain(2), [0])).toBeCloseTo(0.996, 2);
  });
});

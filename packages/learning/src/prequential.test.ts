import { describe, expect, test } from "vitest";
import { OrderTwo } from "./baselines/order-two.ts";
import { OrderZero } from "./baselines/order-zero.ts";
import { bitsOf, byteSampler, withFloor } from "./distribution.ts";
import { evaluatePrequentially, Prequential } from "./prequential.ts";
import { Random } from "./random.ts";
import { sampleText } from "./testing/sample-text.ts";

const sum = (p: Float32Array): number => p.reduce((total, x) => total + x, 0);

describe("baselines", () => {
  test("order 0 knows the frequencies it saw", () => {
    const model = new OrderZero();
    for (const byte of [65, 65, 66]) model.update(new Uint8Array(0), byte);
    const p = model.predict(new Uint8Array(0));
    expect(p[65]).toBeCloseTo(2.5 / 131, 6);
    expect(p[0]).toBeCloseTo(0.5 / 131, 6);
    expect(sum(p)).toBeCloseTo(1, 5);
  });

  test("order 2 blends what followed two bytes, one byte and none", () => {
    const model = new OrderTwo();
    const text = new TextEncoder().encode("abcabcabd");
    text.forEach((byte, i) => {
      model.update(text.subarray(0, i), byte);
    });
    const p = model.predict(new TextEncoder().encode("ab"));
    // after "b": c twice, d once, as after "ab"; "c" occurred 2 times of 9
    const zero = 2.5 / 137;
    const one = 2 / 5 + (2 / 5) * zero;
    expect(p[99]).toBeCloseTo(2 / 5 + (2 / 5) * one, 5);
    expect(sum(p)).toBeCloseTo(1, 5);
  });

  test("what order 2 has counted survives being saved", () => {
    const model = new OrderTwo();
    const text = sampleText(5_000);
    evaluatePrequentially(model, text);
    const again = OrderTwo.from(JSON.parse(JSON.stringify(model)));
    for (let i = 2; i < 50; i++) expect(again.predict(text.subarray(0, i))).toEqual(model.predict(text.subarray(0, i)));
    model.update(text.subarray(0, 2), 7);
    again.update(text.subarray(0, 2), 7);
    expect(JSON.stringify(again)).toBe(JSON.stringify(model));
  });

  test("on real text order 2 beats order 0, which beats no model", () => {
    const text = sampleText(20_000);
    const zero = evaluatePrequentially(new OrderZero(), text);
    const two = evaluatePrequentially(new OrderTwo(), text);
    expect(zero.mean).toBeLessThan(5);
    expect(two.mean).toBeLessThan(zero.mean - 0.8);
    expect(two.count).toBe(text.length);
  });
});

test("the meter's mean runs over everything, its recent value over the window", () => {
  const meter = new Prequential(3);
  for (const bits of [8, 6, 4, 2, 0]) meter.addBits(bits);
  expect(meter.mean).toBe(4);
  expect(meter.recent).toBe(2);
  const half = new Float32Array(256);
  half[7] = 0.5;
  expect(meter.add(half, 7)).toBe(1);
});

test("a floor keeps every probability above it and the sum at one", () => {
  const certain = new Float32Array(256);
  certain[3] = 1;
  const floored = withFloor(certain, 2 ** -14);
  expect(Math.min(...floored)).toBe(2 ** -14);
  expect(sum(floored)).toBeCloseTo(1, 5);
  expect(bitsOf(floored, 200)).toBe(14);
});

describe("sampler", () => {
  const p = new Float32Array(256);
  p[1] = 0.75;
  p[2] = 0.25;

  test("draws in proportion, and the same for the same seed", () => {
    const draw = byteSampler({ seed: 5 });
    const again = byteSampler({ seed: 5 });
    const drawn = Array.from({ length: 4000 }, () => draw(p));
    expect(drawn).toEqual(Array.from({ length: 4000 }, () => again(p)));
    const share = drawn.filter((byte) => byte === 1).length / drawn.length;
    expect(share).toBeGreaterThan(0.72);
    expect(share).toBeLessThan(0.78);
  });

  test("temperature 0 takes the likeliest", () => {
    expect(byteSampler({ temperature: 0 })(p)).toBe(1);
  });
});

test("xoshiro128** as its authors publish it", () => {
  const random = Random.fromState([1, 2, 3, 4]);
  expect(Array.from({ length: 4 }, () => random.uint32())).toEqual([11520, 0, 5927040, 70819200]);
  expect(Random.fromSeed("a").uint32()).not.toBe(Random.fromSeed("b").uint32());
});

import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isDistribution, pack, quantize, unpack, VALUES, WHOLE } from "./distribution.ts";

const probabilities = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: VALUES, maxLength: VALUES })
  .map((weights) => {
    const total = weights.reduce((sum, each) => sum + each, 1e-9);
    return Float32Array.from(weights, (weight) => (weight + 1e-9 / VALUES) / total);
  });

test("quantised distributions sum to one exactly, hold the floor, and stay close", () => {
  fc.assert(
    fc.property(probabilities, (p) => {
      const q = quantize(p);
      expect(isDistribution(q, 0)).toBe(true);
      for (let i = 0; i < VALUES; i++) expect(Math.abs(q[i]! / WHOLE - p[i]!)).toBeLessThan(1 / 200);
    }),
  );
});

test("certainty costs next to nothing, and never more than the floor allows", () => {
  const certain = new Float32Array(VALUES);
  certain[65] = 1;
  const q = quantize(certain);
  expect(q[65]).toBe(WHOLE - VALUES + 1);
  expect(q[66]).toBe(1);
});

test("packs and unpacks exactly, and refuses everything else", () => {
  const q = quantize(Float32Array.from({ length: 3 * VALUES }, (_, i) => 1 + (i % 7)));
  expect(unpack(pack(q), 3)).toEqual(q);
  expect(unpack(pack(q), 2)).toBeUndefined();
  expect(unpack(pack(q), 4)).toBeUndefined();
  expect(unpack("", 1)).toBeUndefined();
  expect(unpack("!!!", 1)).toBeUndefined();
  const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64");
  expect(unpack(bomb, 256)).toBeUndefined();
});

test("one that does not sum to one, or has a zero, is none", () => {
  const q = quantize(new Float32Array(VALUES).fill(1));
  q[0]!++;
  expect(isDistribution(q, 0)).toBe(false);
  q[0] = 0;
  q[1]! += WHOLE / VALUES;
  expect(isDistribution(q, 0)).toBe(false);
});

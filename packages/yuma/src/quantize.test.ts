import { I32F32 } from "@myelin/primitives/fixed";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromU16Proportion, maxUpscaleToU16, toU16Proportion } from "./quantize.ts";

test("u16 proportions truncate both ways", () => {
  expect([1, 32767, 45875, 58982, 65535].map(fromU16Proportion)).toEqual([
    65537n,
    2147450879n,
    3006509875n,
    3865503334n,
    I32F32.ONE,
  ]);
  expect([I32F32.ONE, I32F32.ONE - 1n, I32F32.ONE >> 1n].map(toU16Proportion)).toEqual([65535, 65534, 32767]);
  expect([I32F32.fromNum(2n), I32F32.fromNum(-1n)].map(toU16Proportion)).toEqual([65535, 0]);
});

test("max-upscaling brings the largest weight to 65535", () => {
  expect(maxUpscaleToU16([0, 0])).toEqual([0, 0]);
  expect(maxUpscaleToU16([])).toEqual([]);
  expect(maxUpscaleToU16([1, 2, 4])).toEqual([16384, 32768, 65535]);
  const row = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1 });
  fc.assert(
    fc.property(row, (values) => {
      const scaled = maxUpscaleToU16(values);
      const max = Math.max(...values);
      if (max > 0) expect(Math.max(...scaled)).toBe(65535);
      values.forEach((value, i) => {
        if (max > 0) expect(Math.abs(scaled[i]! - (value * 65535) / max)).toBeLessThanOrEqual(0.5001);
      });
    }),
  );
});

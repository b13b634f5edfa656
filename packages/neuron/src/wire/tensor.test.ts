import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldError } from "../errors.ts";
import { decodeTensor, encodeTensor, type Tensor } from "./tensor.ts";

/** Written by Bittensor's SDK 10.5.0. */
const python: Tensor[] = JSON.parse(readFileSync(new URL("./python-tensors.fixture.json", import.meta.url), "utf8"));
const known = python.filter(({ dtype }) => dtype !== "float16");

describe("a tensor", () => {
  it("reads what Python wrote", () => {
    const read = known.map((tensor) => decodeTensor(tensor));
    expect(read.map(({ kind, shape, data }) => [kind, shape, ...data])).toEqual([
      ["float32", [2, 2], 1, 2, 3, 4],
      ["float64", [2], 1.5, -2],
      ["uint8", [2, 1], 1, 255],
      ["int8", [2], -3, 7],
      ["int32", [], 5],
      ["float32", [0]],
      ["bool", [2], 1, 0],
    ]);
  });

  it("writes the same bytes", () => {
    for (const tensor of known) {
      const { data, shape, kind } = decodeTensor(tensor);
      expect(encodeTensor(data, shape, kind)).toEqual(tensor);
    }
  });

  it("comes back as it was, of any size", () => {
    fc.assert(
      fc.property(fc.float32Array({ maxLength: 300 }), (data) => {
        expect(decodeTensor(encodeTensor(data))).toEqual({ data, shape: [data.length], kind: "float32" });
      }),
    );
    const large = BigInt64Array.from({ length: 70_000 }, (_, i) => BigInt(-i));
    expect(decodeTensor(encodeTensor(large, [70, 1000])).data).toEqual(large);
  });

  it("says what does not fit, whatever the bytes", () => {
    expect(() => encodeTensor(Int8Array.of(1, 2), [3])).toThrow(FieldError);
    expect(() => decodeTensor(python.find(({ dtype }) => dtype === "float16")!)).toThrow("dtype must be one of");
    expect(() => decodeTensor({ ...known[0], dtype: "float64" })).toThrow("a float64 array");
    const whole = Buffer.from(known[0].buffer!, "base64");
    for (let length = 0; length < whole.length; length++) {
      const buffer = whole.subarray(0, length).toString("base64");
      expect(() => decodeTensor({ ...known[0], buffer })).toThrow(FieldError);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const buffer = Buffer.from(bytes).toString("base64");
        expect(() => decodeTensor({ dtype: "uint8", shape: [1], buffer })).toThrow(FieldError);
      }),
    );
  });
});

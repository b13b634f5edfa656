import { describe, expect, test } from "vitest";
import { LearningError } from "../errors.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Shape } from "../onnx/model.ts";
import { gradientError } from "../testing/check-gradients.ts";
import { gelu, sigmoid, tanh } from "./activation.ts";
import { attention } from "./attention.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { add, mul, sub } from "./elementwise.ts";
import { embedding } from "./embedding.ts";
import { concat, reshape, split, transpose } from "./layout.ts";
import { affine, matMul } from "./linear.ts";
import { layerNorm } from "./normalization.ts";
import { gru } from "./recurrent.ts";
import { Tape } from "./tape.ts";

type Build = (tape: Tape, inputs: readonly Tensor[]) => Tensor;

const CASES: Record<string, [Shape[], Build]> = {
  add: [
    [
      [2, 3, 4],
      [3, 4],
    ],
    (t, [a, b]) => add(t, a!, b!),
  ],
  "sub, broadcast both ways": [
    [
      [2, 1, 3],
      [4, 1],
    ],
    (t, [a, b]) => sub(t, a!, b!),
  ],
  mul: [[[3, 4], [4]], (t, [a, b]) => mul(t, a!, b!)],
  "mul of a value with itself": [[[3, 4]], (t, [a]) => mul(t, a!, a!)],
  tanh: [[[3, 4]], (t, [a]) => tanh(t, a!)],
  sigmoid: [[[3, 4]], (t, [a]) => sigmoid(t, a!)],
  gelu: [[[4, 5]], (t, [a]) => gelu(t, a!)],
  affine: [[[3, 4], [4, 2], [2]], (t, [x, w, b]) => affine(t, x!, w!, b!)],
  matMul: [
    [
      [3, 4],
      [4, 2],
    ],
    (t, [a, b]) => matMul(t, a!, b!),
  ],
  "matMul, second transposed": [
    [
      [3, 4],
      [2, 4],
    ],
    (t, [a, b]) => matMul(t, a!, b!, { transposeB: true }),
  ],
  "matMul of batches": [
    [
      [2, 2, 3, 4],
      [2, 2, 4, 2],
    ],
    (t, [a, b]) => matMul(t, a!, b!, { alpha: 0.5 }),
  ],
  "matMul of batches, second transposed": [
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (t, [a, b]) => matMul(t, a!, b!, { transposeB: true, alpha: 0.5 }),
  ],
  reshape: [[[2, 6]], (t, [a]) => mul(t, reshape(t, a!, [3, 4]), reshape(t, a!, [3, 4]))],
  transpose: [[[2, 3, 4]], (t, [a]) => transpose(t, a!, [2, 0, 1])],
  "split, all parts used": [
    [[2, 6]],
    (t, [a]) => {
      const [x, y, z] = split(t, a!, 1, 3) as [Tensor, Tensor, Tensor];
      return add(t, mul(t, x, y), z);
    },
  ],
  "split, one part unused": [[[2, 6]], (t, [a]) => tanh(t, split(t, a!, 1, 3)[1]!)],
  concat: [
    [
      [2, 3],
      [2, 1],
    ],
    (t, [a, b]) => tanh(t, concat(t, [a!, b!], 1)),
  ],
  layerNorm: [[[2, 3, 8], [8], [8]], (t, [x, g, b]) => layerNorm(t, x!, g!, b!)],
  attention: [
    [
      [2, 2, 3, 4],
      [2, 2, 3, 4],
      [2, 2, 3, 4],
    ],
    (t, [q, k, v]) => {
      const mask = Float32Array.of(0, -1e9, -1e9, 0, 0, -1e9, 0, 0, 0);
      return attention(t, q!, k!, v!, t.graph.constant(mask, [1, 1, 3, 3]));
    },
  ],
  embedding: [[[5, 3]], (t, [table]) => embedding(t, table!, t.graph.integers([4, 0, 4, 2]))],
  crossEntropy: [
    [[4, 6]],
    (t, [logits]) =>
      crossEntropy(t, logits!, t.graph.integers([1, 5, 0, 3]), t.graph.constant(Float32Array.of(1, 0, 1, 0.5), [4])),
  ],
  gru: [[[6, 9], [3, 9], [9]], (t, [inputs, weight, bias]) => concat(t, gru(t, inputs!, weight!, bias!, 3), 1)],
  "gru, last state only": [
    [[6, 9], [3, 9], [9]],
    (t, [inputs, weight, bias]) => gru(t, inputs!, weight!, bias!, 3).at(-1)!,
  ],
  "gru, middle state only": [
    [[6, 9], [3, 9], [9]],
    (t, [inputs, weight, bias]) => gru(t, inputs!, weight!, bias!, 3)[1]!,
  ],
};

describe("gradients against central differences", () => {
  test.each(Object.entries(CASES))("%s", async (_name, [shapes, build]) => {
    expect(await gradientError(shapes, build)).toBeLessThan(2e-3);
  });

  test("a wrong gradient is found", async () => {
    const wrong: Build = (t, [a]) => t.record(op.mul(t.graph, a!, a!), [a!], (d) => [op.mul(t.graph, d, a!)]);
    expect(await gradientError([[3]], wrong)).toBeGreaterThan(0.1);
  });
});

test("a loss that does not depend on a source is refused", () => {
  const graph = new Graph();
  const tape = new Tape(graph);
  const [a, b] = [graph.input("a", []), graph.input("b", [])];
  expect(() => tape.gradients(tanh(tape, a), [b])).toThrow(LearningError);
});

test("operands that do not broadcast are refused when the graph is built", () => {
  const graph = new Graph();
  expect(() => op.add(graph, graph.input("a", [2, 3]), graph.input("b", [2]))).toThrow(/broadcast/);
});

import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import { positiveAxis } from "../graph/shape.ts";
import type { Shape } from "../onnx/model.ts";
import type { Tape } from "./tape.ts";

export function reshape(tape: Tape, a: Tensor, shape: Shape): Tensor {
  const g = tape.graph;
  const y = op.reshape(g, a, shape);
  return y === a ? a : tape.record(y, [a], (d) => [op.reshape(g, d, a.shape)]);
}

export function transpose(tape: Tape, a: Tensor, order: readonly number[]): Tensor {
  const g = tape.graph;
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return tape.record(op.transpose(g, a, order), [a], (d) => [op.transpose(g, d, inverse)]);
}

/** `parts` equal parts along `axis`. */
export function split(tape: Tape, a: Tensor, axis: number, parts: number): Tensor[] {
  const g = tape.graph;
  const size = a.shape[positiveAxis(a.shape, axis)]! / parts;
  const outputs = op.split(g, a, axis, new Array<number>(parts).fill(size));
  tape.recordMany(outputs, [a], (gradients) => {
    const whole = gradients.map((d, i) => d ?? op.scale(g, outputs[i]!, 0));
    return [op.concat(g, whole, axis)];
  });
  return outputs;
}

export function concat(tape: Tape, parts: readonly Tensor[], axis: number): Tensor {
  const g = tape.graph;
  const at = positiveAxis(parts[0]!.shape, axis);
  const sizes = parts.map((part) => part.shape[at]!);
  return tape.record(op.concat(g, parts, axis), parts, (d) => op.split(g, d, axis, sizes));
}

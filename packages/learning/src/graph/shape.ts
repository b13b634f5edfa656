import { LearningError } from "../errors.ts";
import type { Shape } from "../onnx/model.ts";

/** Number of elements; refuses a shape with a dimension known only at run time. */
export function sizeOf(shape: Shape): number {
  if (shape.some((size) => size < 0)) throw new LearningError("GRAPH_INVALID", `the size of [${shape}] is not fixed`);
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

/** The shape two operands have after numpy's broadcasting, which ONNX follows. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - (rank - a.length)] ?? 1;
    const y = b[i - (rank - b.length)] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new LearningError("GRAPH_INVALID", `[${a}] and [${b}] do not broadcast`);
    return x === 1 ? y : x;
  });
}

export function permuted(shape: Shape, order: readonly number[]): Shape {
  return order.map((axis) => shape[axis]!);
}

/** `axis` counted from the front. */
export function positiveAxis(shape: Shape, axis: number): number {
  return axis < 0 ? axis + shape.length : axis;
}

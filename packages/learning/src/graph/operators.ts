import { type ElementType, elementCode, type Shape } from "../onnx/model.ts";
import type { Graph, Tensor } from "./graph.ts";
import { broadcast, permuted, positiveAxis, sameShape } from "./shape.ts";

/**
 * ONNX operators without derivatives: the words in which the rules of `autodiff/` are written.
 * Semantics: https://onnx.ai/onnx/operators (opset 17).
 */
const binary =
  (operator: string) =>
  (g: Graph, a: Tensor, b: Tensor): Tensor =>
    g.emit(operator, [a, b], broadcast(a.shape, b.shape));

const unary =
  (operator: string) =>
  (g: Graph, a: Tensor): Tensor =>
    g.emit(operator, [a], a.shape);

export const add = binary("Add");
export const sub = binary("Sub");
export const mul = binary("Mul");
export const div = binary("Div");
export const minimum = binary("Min");
export const exp = unary("Exp");
export const negate = unary("Neg");
export const sigmoid = unary("Sigmoid");
export const sqrt = unary("Sqrt");
export const tanh = unary("Tanh");

export function scale(g: Graph, a: Tensor, factor: number): Tensor {
  return mul(g, a, g.scalar(factor));
}

export function cast(g: Graph, a: Tensor, type: ElementType): Tensor {
  return g.emit("Cast", [a], a.shape, { type, attributes: { to: { int: elementCode(type) } } });
}

/** One dimension of `shape` may be -1: ONNX infers it. */
export function reshape(g: Graph, a: Tensor, shape: Shape): Tensor {
  if (sameShape(a.shape, shape) && !shape.includes(-1)) return a;
  return g.emit("Reshape", [a, g.integers(shape)], shape, { type: a.type });
}

export function transpose(g: Graph, a: Tensor, order: readonly number[]): Tensor {
  return g.emit("Transpose", [a], permuted(a.shape, order), { type: a.type, attributes: { perm: { ints: order } } });
}

/** Parts of `a` along `axis`, of the given `sizes`. */
export function split(g: Graph, a: Tensor, axis: number, sizes: readonly number[]): Tensor[] {
  const at = positiveAxis(a.shape, axis);
  const shapes = sizes.map((size) => a.shape.map((old, i) => (i === at ? size : old)));
  return g.emitMany("Split", [a, g.integers(sizes)], shapes, { type: a.type, attributes: { axis: { int: axis } } });
}

export function concat(g: Graph, parts: readonly Tensor[], axis: number): Tensor {
  const first = parts[0]!;
  const at = positiveAxis(first.shape, axis);
  const total = parts.reduce((sum, part) => sum + part.shape[at]!, 0);
  const shape = first.shape.map((size, i) => (i === at ? total : size));
  return g.emit("Concat", parts, shape, { attributes: { axis: { int: axis } } });
}

/** Sums over `axes`, which stay as dimensions of size 1 when `keep` is set. */
export function sum(g: Graph, a: Tensor, axes: readonly number[], keep: boolean): Tensor {
  const shape = reducedShape(a.shape, axes, keep);
  return g.emit("ReduceSum", [a, g.integers(axes)], shape, { attributes: { keepdims: { int: keep ? 1 : 0 } } });
}

/** Mean over the last axis, kept with size 1. */
export function meanLast(g: Graph, a: Tensor): Tensor {
  const last = a.shape.length - 1;
  return g.emit("ReduceMean", [a], reducedShape(a.shape, [last], true), {
    attributes: { axes: { ints: [last] }, keepdims: { int: 1 } },
  });
}

/** Sum of the squares of all elements, a scalar. */
export function sumSquares(g: Graph, a: Tensor): Tensor {
  return g.emit("ReduceSumSquare", [a], [], { attributes: { keepdims: { int: 0 } } });
}

/** `a` summed down to `shape`: what broadcasting `shape` up to `a` turns into when reversed. */
export function sumTo(g: Graph, a: Tensor, shape: Shape): Tensor {
  if (sameShape(a.shape, shape)) return a;
  const offset = a.shape.length - shape.length;
  const axes = a.shape.flatMap((size, i) => (i < offset || (shape[i - offset] === 1 && size !== 1) ? [i] : []));
  return reshape(g, sum(g, a, axes, true), shape);
}

export interface MatMulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Factor on the product, free of cost. */
  readonly alpha?: number;
}

/**
 * Matrix product over the last two axes. Plain matrices use Gemm, batches use onnxruntime's FusedMatMul, which transposes while it packs.
 */
export function matMul(g: Graph, a: Tensor, b: Tensor, options: MatMulOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, alpha = 1 } = options;
  const rows = a.shape.at(transposeA ? -1 : -2)!;
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const attributes = {
    transA: { int: transposeA ? 1 : 0 },
    transB: { int: transposeB ? 1 : 0 },
    alpha: { float: alpha },
  };
  if (a.shape.length === 2) return g.emit("Gemm", [a, b], [rows, columns], { attributes });
  const shape = [...a.shape.slice(0, -2), rows, columns];
  return g.emit("FusedMatMul", [a, b], shape, { attributes, domain: "com.microsoft" });
}

/** `x w + b`. */
export function affine(g: Graph, x: Tensor, w: Tensor, b: Tensor): Tensor {
  return g.emit("Gemm", [x, w, b], [x.shape[0]!, w.shape[1]!]);
}

export function softmax(g: Graph, a: Tensor): Tensor {
  return g.emit("Softmax", [a], a.shape, { attributes: { axis: { int: -1 } } });
}

export function logSoftmax(g: Graph, a: Tensor): Tensor {
  return g.emit("LogSoftmax", [a], a.shape, { attributes: { axis: { int: -1 } } });
}

/** Rows of `table` at int64 `indices`. */
export function gather(g: Graph, table: Tensor, indices: Tensor): Tensor {
  return g.emit("Gather", [table, indices], [...indices.shape, ...table.shape.slice(1)], {
    attributes: { axis: { int: 0 } },
  });
}

/** For each batch element n the row `a[n, indices[n]]`; `a` is [n, rows, width], `indices` int64 [n]. */
export function pickRows(g: Graph, a: Tensor, indices: Tensor): Tensor {
  const column = reshape(g, indices, [indices.shape[0]!, 1]);
  return g.emit("GatherND", [a, column], [a.shape[0]!, a.shape[2]!], { attributes: { batch_dims: { int: 1 } } });
}

/** float32 rows with a one at each int64 index. */
export function oneHot(g: Graph, indices: Tensor, depth: number): Tensor {
  const values = g.constant(Float32Array.of(0, 1), [2]);
  return g.emit("OneHot", [indices, g.integers([depth]), values], [...indices.shape, depth], {
    attributes: { axis: { int: -1 } },
  });
}

/** Element `indices[n]` of each row n: `a` is [n, width], `indices` int64 [n, 1]. */
export function pickElements(g: Graph, a: Tensor, indices: Tensor): Tensor {
  return g.emit("GatherElements", [a, indices], indices.shape, { attributes: { axis: { int: 1 } } });
}

/** `a` with `values[n]` added at element `indices[n]` of each row n. */
export function addElements(g: Graph, a: Tensor, indices: Tensor, values: Tensor): Tensor {
  return g.emit("ScatterElements", [a, indices, values], a.shape, {
    attributes: { axis: { int: 1 }, reduction: { string: "add" } },
  });
}

/** A float32 vector of one repeated value, folded into a constant when the session is built. */
export function filled(g: Graph, length: number, value: number): Tensor {
  return g.emit("Expand", [g.scalar(value), g.integers([length])], [length]);
}

function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Shape {
  return keep ? shape.map((size, i) => (axes.includes(i) ? 1 : size)) : shape.filter((_, i) => !axes.includes(i));
}

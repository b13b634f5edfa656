import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const g = tape.graph;
  return tape.record(op.add(g, a, b), [a, b], (d) => [op.sumTo(g, d, a.shape), op.sumTo(g, d, b.shape)]);
}

export function sub(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const g = tape.graph;
  return tape.record(op.sub(g, a, b), [a, b], (d) => [op.sumTo(g, d, a.shape), op.negate(g, op.sumTo(g, d, b.shape))]);
}

export function mul(tape: Tape, a: Tensor, b: Tensor): Tensor {
  const g = tape.graph;
  return tape.record(op.mul(g, a, b), [a, b], (d) => [
    op.sumTo(g, op.mul(g, d, b), a.shape),
    op.sumTo(g, op.mul(g, d, a), b.shape),
  ]);
}

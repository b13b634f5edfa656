import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

export function tanh(tape: Tape, x: Tensor): Tensor {
  const g = tape.graph;
  const y = op.tanh(g, x);
  return tape.record(y, [x], (d) => [op.mul(g, d, op.sub(g, g.scalar(1), op.mul(g, y, y)))]);
}

export function sigmoid(tape: Tape, x: Tensor): Tensor {
  const g = tape.graph;
  const y = op.sigmoid(g, x);
  return tape.record(y, [x], (d) => [op.mul(g, d, op.sub(g, y, op.mul(g, y, y)))]);
}

const GELU_LINEAR = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBIC = GELU_LINEAR * 0.044715;

/**
 * GELU in its tanh form (arXiv 1606.08415), written `x sigmoid(u)` with `u = x (GELU_LINEAR + GELU_CUBIC x²)`: since
 * `(1 + tanh z) / 2 = sigmoid 2z` it is the same function in fewer passes over memory, which is what element-wise work costs.
 */
export function gelu(tape: Tape, x: Tensor): Tensor {
  const g = tape.graph;
  const square = op.mul(g, x, x);
  const u = op.mul(g, x, op.add(g, op.scale(g, square, GELU_CUBIC), g.scalar(GELU_LINEAR)));
  const gate = op.sigmoid(g, u);
  const y = op.mul(g, x, gate);
  return tape.record(y, [x], (d) => {
    const slope = op.add(g, op.scale(g, square, 3 * GELU_CUBIC), g.scalar(GELU_LINEAR));
    const bend = op.mul(g, op.sub(g, y, op.mul(g, y, gate)), slope);
    return [op.mul(g, d, op.add(g, gate, bend))];
  });
}

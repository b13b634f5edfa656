import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

const EPSILON = 1e-5;

/** Layer normalisation over the last axis (arXiv 1607.06450); the backward pass reuses the mean and deviation of the forward one. */
export function layerNorm(tape: Tape, x: Tensor, gain: Tensor, bias: Tensor): Tensor {
  const g = tape.graph;
  const column = [...x.shape.slice(0, -1), 1];
  const [y, mean, inverseDeviation] = g.emitMany("LayerNormalization", [x, gain, bias], [x.shape, column, column], {
    attributes: { axis: { int: -1 }, epsilon: { float: EPSILON } },
  }) as [Tensor, Tensor, Tensor];
  const leading = x.shape.slice(0, -1).map((_, i) => i);
  return tape.record(y, [x, gain, bias], (d) => {
    const normal = op.mul(g, op.sub(g, x, mean), inverseDeviation);
    const inner = op.mul(g, d, gain);
    const centred = op.sub(g, inner, op.meanLast(g, inner));
    const along = op.mul(g, normal, op.meanLast(g, op.mul(g, inner, normal)));
    return [
      op.mul(g, inverseDeviation, op.sub(g, centred, along)),
      op.sum(g, op.mul(g, d, normal), leading, false),
      op.sum(g, d, leading, false),
    ];
  });
}

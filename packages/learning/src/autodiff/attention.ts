import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

/**
 * Scaled dot-product attention (arXiv 1706.03762) for `q`, `k`, `v` of shape [batch, heads, time, width]; `mask` is added to the scores.
 *
 * The softmax's backward pass needs the row sums of P ∘ dP; they equal those of O ∘ dO (arXiv 2205.14135, section 3.1), which are
 * `time / width` times smaller.
 */
export function attention(tape: Tape, q: Tensor, k: Tensor, v: Tensor, mask: Tensor): Tensor {
  const g = tape.graph;
  const alpha = 1 / Math.sqrt(q.shape.at(-1)!);
  const scores = op.add(g, op.matMul(g, q, k, { transposeB: true, alpha }), mask);
  const weights = op.softmax(g, scores);
  const y = op.matMul(g, weights, v);
  return tape.record(y, [q, k, v], (d) => {
    const rows = op.sum(g, op.mul(g, y, d), [3], true);
    const dWeights = op.matMul(g, d, v, { transposeB: true });
    const dScores = op.mul(g, weights, op.sub(g, dWeights, rows));
    return [
      op.matMul(g, dScores, k, { alpha }),
      op.matMul(g, dScores, q, { transposeA: true, alpha }),
      op.matMul(g, weights, d, { transposeA: true }),
    ];
  });
}

import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

/**
 * Weighted mean cross-entropy in nats: `logits` [n, classes], int64 `targets` [n], `weights` [n]. Rows of weight 0 are padding;
 * the weights must not all be 0.
 */
export function crossEntropy(tape: Tape, logits: Tensor, targets: Tensor, weights: Tensor): Tensor {
  const g = tape.graph;
  const rows = logits.shape[0]!;
  const indices = op.reshape(g, targets, [rows, 1]);
  const share = op.reshape(g, op.div(g, weights, op.sum(g, weights, [0], true)), [rows, 1]);
  const logs = op.logSoftmax(g, logits);
  const minus = op.negate(g, share);
  const loss = op.sum(g, op.mul(g, op.pickElements(g, logs, indices), minus), [0, 1], false);
  return tape.record(loss, [logits], (d) => [
    op.mul(g, d, op.addElements(g, op.mul(g, op.exp(g, logs), share), indices, minus)),
  ]);
}

import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

/**
 * Rows of `table` [vocabulary, width] at int64 `indices` [n]. The gradient is a product with one-hot rows: for 256 bytes that is
 * cheaper than a scatter, and its order of summation is fixed.
 */
export function embedding(tape: Tape, table: Tensor, indices: Tensor): Tensor {
  const g = tape.graph;
  return tape.record(op.gather(g, table, indices), [table], (d) => [
    op.matMul(g, op.oneHot(g, indices, table.shape[0]!), d, { transposeA: true }),
  ]);
}

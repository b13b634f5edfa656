import type { Graph, Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";

/** `gradient` scaled down so that its norm is at most `limit` (arXiv 1211.5063), and the norm it had. */
export function clipByNorm(
  g: Graph,
  gradient: Tensor,
  limit: number,
): { readonly gradient: Tensor; readonly norm: Tensor } {
  const norm = op.sqrt(g, op.sumSquares(g, gradient));
  const factor = op.minimum(g, g.scalar(1), op.div(g, g.scalar(limit), op.add(g, norm, g.scalar(1e-12))));
  return { gradient: op.mul(g, gradient, factor), norm };
}

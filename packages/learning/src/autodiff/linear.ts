import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

/** `x w + b` for `x` [n, in], `w` [in, out], `b` [out]. */
export function affine(tape: Tape, x: Tensor, w: Tensor, b: Tensor): Tensor {
  const g = tape.graph;
  return tape.record(op.affine(g, x, w, b), [x, w, b], (d) => [
    op.matMul(g, d, w, { transposeB: true }),
    op.matMul(g, x, d, { transposeA: true }),
    op.sum(g, d, [0], false),
  ]);
}

/** Matrix product over the last two axes, `b` transposed on request, times `alpha`. */
export function matMul(
  tape: Tape,
  a: Tensor,
  b: Tensor,
  options: { readonly transposeB?: boolean; readonly alpha?: number } = {},
): Tensor {
  const g = tape.graph;
  const { transposeB = false, alpha = 1 } = options;
  return tape.record(op.matMul(g, a, b, { transposeB, alpha }), [a, b], (d) => [
    op.matMul(g, d, b, { transposeB: !transposeB, alpha }),
    transposeB ? op.matMul(g, d, a, { transposeA: true, alpha }) : op.matMul(g, a, d, { transposeA: true, alpha }),
  ]);
}

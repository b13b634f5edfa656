import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Optimizer } from "./optimizer.ts";

export interface AdamWOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Share of each matrix weight that is taken away per step and unit of learning rate. */
  readonly weightDecay?: number;
}

/**
 * Adam with decoupled weight decay (arXiv 1412.6980, 1711.05101). The corrections of both moments' bias are folded into the step
 * size and epsilon, as section 2 of the first paper proposes, so that they cost two scalars.
 */
export function adamW(options: AdamWOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8, weightDecay = 0.01 } = options;
  return {
    id: `adamw(${beta1},${beta2},${epsilon},${weightDecay})`,
    slots: ["mean", "square"],
    scalars: ["size", "epsilon", "keep"],
    update(g, { params, gradient, slots, scalars, matrixSize }) {
      const [mean, square] = slots as [Tensor, Tensor];
      const [size, smallest, keep] = scalars as [Tensor, Tensor, Tensor];
      const towards = (old: Tensor, target: Tensor, beta: number) =>
        op.add(g, old, op.scale(g, op.sub(g, target, old), 1 - beta));
      const nextMean = towards(mean, gradient, beta1);
      const nextSquare = towards(square, op.mul(g, gradient, gradient), beta2);
      const step = op.mul(g, op.div(g, nextMean, op.add(g, op.sqrt(g, nextSquare), smallest)), size);
      const [matrices, vectors] = op.split(g, params, 0, [matrixSize, params.shape[0]! - matrixSize]) as [
        Tensor,
        Tensor,
      ];
      const decayed = weightDecay === 0 ? params : op.concat(g, [op.mul(g, matrices, keep), vectors], 0);
      return { params: op.sub(g, decayed, step), slots: [nextMean, nextSquare] };
    },
    scalarsAt(step, learningRate) {
      const correction2 = Math.sqrt(1 - power(beta2, step));
      return [
        (learningRate * correction2) / (1 - power(beta1, step)),
        epsilon * correction2,
        1 - learningRate * weightDecay,
      ];
    },
  };
}

/** `base ** exponent` by multiplication alone: `Math.pow` may differ in its last bit between machines. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let factor = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2), factor *= factor) {
    if (rest % 2 === 1) result *= factor;
  }
  return result;
}

import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Optimizer } from "./optimizer.ts";

/** Stochastic gradient descent with momentum: `velocity ← momentum velocity + gradient`, `params ← params − rate velocity`. */
export function sgd(options: { readonly momentum?: number } = {}): Optimizer {
  const { momentum = 0.9 } = options;
  return {
    id: `sgd(${momentum})`,
    slots: ["velocity"],
    scalars: ["rate"],
    update(g, { params, gradient, slots, scalars }) {
      const velocity = op.add(g, op.scale(g, slots[0] as Tensor, momentum), gradient);
      return { params: op.sub(g, params, op.mul(g, velocity, scalars[0] as Tensor)), slots: [velocity] };
    },
    scalarsAt: (_step, learningRate) => [learningRate],
  };
}

import type { Graph, Tensor } from "../graph/graph.ts";

/** Values of one step in the graph: all flat vectors of the model's parameter count. */
export interface UpdateInputs {
  readonly params: Tensor;
  readonly gradient: Tensor;
  /** The optimiser's own vectors, in the order of {@link Optimizer.slots}. */
  readonly slots: readonly Tensor[];
  /** Scalars fed at each step, in the order of {@link Optimizer.scalars}. */
  readonly scalars: readonly Tensor[];
  /** Leading parameters that are matrices; weight decay leaves the rest, gains and biases, alone. */
  readonly matrixSize: number;
}

export interface Optimizer {
  /** Name and constants; two optimisers with equal ids continue each other's state. */
  readonly id: string;
  readonly slots: readonly string[];
  readonly scalars: readonly string[];
  /** Emits the update and returns the next parameters and slots. */
  update(graph: Graph, inputs: UpdateInputs): { readonly params: Tensor; readonly slots: readonly Tensor[] };
  /** Values of the scalars at `step` (from 1) for a learning rate. */
  scalarsAt(step: number, learningRate: number): readonly number[];
}

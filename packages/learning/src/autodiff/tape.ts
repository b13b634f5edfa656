import { LearningError } from "../errors.ts";
import type { Graph, Tensor } from "../graph/graph.ts";
import { add } from "../graph/operators.ts";

/** From the gradient of each output (null where nothing depends on it) the gradient of each input (null where there is none). */
export type Pullback = (gradients: readonly (Tensor | null)[]) => readonly (Tensor | null)[];

interface Entry {
  readonly outputs: readonly Tensor[];
  readonly inputs: readonly Tensor[];
  readonly pullback: Pullback;
}

/**
 * Reverse-mode differentiation of a graph: operators record how to pull gradients back, {@link Tape.gradients} walks the record
 * backwards and emits the backward graph as more ONNX nodes.
 */
export class Tape {
  readonly graph: Graph;
  readonly #entries: Entry[] = [];

  constructor(graph: Graph) {
    this.graph = graph;
  }

  record(
    output: Tensor,
    inputs: readonly Tensor[],
    pullback: (gradient: Tensor) => readonly (Tensor | null)[],
  ): Tensor {
    this.recordMany([output], inputs, ([gradient]) => pullback(gradient!));
    return output;
  }

  recordMany(outputs: readonly Tensor[], inputs: readonly Tensor[], pullback: Pullback): void {
    this.#entries.push({ outputs, inputs, pullback });
  }

  /** Gradients of the scalar `loss` with respect to `sources`. */
  gradients(loss: Tensor, sources: readonly Tensor[]): Tensor[] {
    const found = new Map<string, Tensor>([[loss.name, this.graph.scalar(1)]]);
    for (const { outputs, inputs, pullback } of this.#entries.toReversed()) {
      const gradients = outputs.map((output) => found.get(output.name) ?? null);
      if (gradients.every((gradient) => gradient === null)) continue;
      pullback(gradients).forEach((gradient, i) => {
        if (gradient === null) return;
        const { name } = inputs[i]!;
        const before = found.get(name);
        found.set(name, before === undefined ? gradient : add(this.graph, before, gradient));
      });
    }
    return sources.map((source) => {
      const gradient = found.get(source.name);
      if (gradient === undefined)
        throw new LearningError("GRAPH_INVALID", `the loss does not depend on ${source.name}`);
      return gradient;
    });
  }
}

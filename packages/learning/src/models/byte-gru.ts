import { embedding } from "../autodiff/embedding.ts";
import { concat, reshape } from "../autodiff/layout.ts";
import { affine } from "../autodiff/linear.ts";
import { gru } from "../autodiff/recurrent.ts";
import type { Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import { type ByteArchitecture, VOCABULARY } from "./byte-model.ts";
import { matrix, ParameterLayout, vector } from "./layout.ts";

export interface ByteGruConfig {
  /** Width of a byte's embedding. */
  readonly embedding: number;
  /** Width of the recurrent state. */
  readonly width: number;
  /** Bytes over which gradients flow, and bytes that a prediction reads. */
  readonly context: number;
}

/** A gated recurrent network over bytes. Trained unrolled; predictions run onnxruntime's own GRU operator over the same weights. */
export function byteGru(config: ByteGruConfig): ByteArchitecture {
  const { width, context } = config;
  return {
    id: `byte-gru/1(embedding=${config.embedding},width=${width},context=${context})`,
    context,
    layout: new ParameterLayout([
      matrix("bytes", [VOCABULARY, config.embedding], 0.5),
      matrix("input.weight", [config.embedding, 3 * width], 1 / Math.sqrt(config.embedding)),
      vector("input.bias", 3 * width, 0),
      matrix("state.weight", [width, 3 * width], 1 / Math.sqrt(width)),
      vector("state.bias", 3 * width, 0),
      matrix("head.weight", [width, VOCABULARY], 0.02),
      vector("head.bias", VOCABULARY, 0),
    ]),
    logits(tape, lookup, input, { rows }) {
      const g = tape.graph;
      const byTime = op.reshape(g, op.transpose(g, input, [1, 0]), [context * rows]);
      const embedded = embedding(tape, lookup("bytes"), byTime);
      const fromInput = affine(tape, embedded, lookup("input.weight"), lookup("input.bias"));
      const states = gru(tape, fromInput, lookup("state.weight"), lookup("state.bias"), context);
      const byRow = reshape(tape, concat(tape, states, 1), [rows * context, width]);
      return affine(tape, byRow, lookup("head.weight"), lookup("head.bias"));
    },
    nextLogits(tape, lookup, input, last) {
      const g = tape.graph;
      const embedded = op.gather(g, lookup("bytes"), op.transpose(g, input, [1, 0]));
      const gates = (name: string, from: number) =>
        op.reshape(g, op.transpose(g, lookup(name), [1, 0]), [1, 3 * width, from]);
      const biases = op.reshape(g, op.concat(g, [lookup("input.bias"), lookup("state.bias")], 0), [1, 6 * width]);
      const lengths = op.cast(g, g.emit("Add", [last, g.integers([1])], last.shape, { type: "int64" }), "int32");
      const inputs = [embedded, gates("input.weight", config.embedding), gates("state.weight", width), biases, lengths];
      const [, final] = g.emitMany("GRU", inputs, [[], [1, -1, width]], {
        attributes: { hidden_size: { int: width }, linear_before_reset: { int: 1 } },
      }) as [Tensor, Tensor];
      return op.affine(g, op.reshape(g, final, [-1, width]), lookup("head.weight"), lookup("head.bias"));
    },
  };
}

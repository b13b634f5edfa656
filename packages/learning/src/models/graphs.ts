import { crossEntropy } from "../autodiff/cross-entropy.ts";
import { Tape } from "../autodiff/tape.ts";
import { LearningError } from "../errors.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import { sizeOf } from "../graph/shape.ts";
import { clipByNorm } from "../optim/clip.ts";
import type { Optimizer } from "../optim/optimizer.ts";
import type { BatchShape, ByteArchitecture, Lookup } from "./byte-model.ts";

/**
 * The training step: forward, backward, clipping and update in one graph.
 *
 * Inputs: `params` and `<slot>` float32 [size]; `input` and `target` uint8 [rows, context]; `weight` float32 [rows, context], 0 for
 * padding; the optimiser's scalars. Outputs: `next.params`, `next.<slot>`, `loss` in nats per byte, `norm` of the gradient before
 * clipping.
 */
export function trainGraph(model: ByteArchitecture, optimizer: Optimizer, shape: BatchShape, clip: number): Uint8Array {
  const { graph, tape, params, named, loss } = lossOf(model, shape);
  const gradients = tape.gradients(loss, [...named.values()]);
  const flat = gradients.map((gradient) => op.reshape(graph, gradient, [sizeOf(gradient.shape)]));
  const clipped = clipByNorm(graph, op.concat(graph, flat, 0), clip);
  const next = optimizer.update(graph, {
    params,
    gradient: clipped.gradient,
    slots: optimizer.slots.map((slot) => graph.input(slot, params.shape)),
    scalars: optimizer.scalars.map((scalar) => graph.input(scalar, [])),
    matrixSize: model.layout.matrixSize,
  });
  graph.output("loss", loss);
  graph.output("norm", clipped.norm);
  graph.output("next.params", next.params);
  optimizer.slots.forEach((slot, i) => {
    graph.output(`next.${slot}`, next.slots[i]!);
  });
  return graph.encode();
}

/** `loss` in nats per byte of a batch; inputs as {@link trainGraph} without the optimiser's. */
export function lossGraph(model: ByteArchitecture, shape: BatchShape): Uint8Array {
  const { graph, loss } = lossOf(model, shape);
  graph.output("loss", loss);
  return graph.encode();
}

/**
 * `probabilities` [n, 256] of the byte after each context: inputs `params`, `input` uint8 [n, context] and `last` int64 [n], the index
 * of each context's last byte. With `values` the parameters are part of the file, and `params` is no input: the model stands alone.
 */
export function predictGraph(model: ByteArchitecture, values?: Float32Array): Uint8Array {
  const graph = new Graph();
  const size = [model.layout.size];
  const params = values === undefined ? graph.input("params", size) : graph.constant(values, size);
  const input = op.cast(graph, graph.input("input", [-1, model.context], "uint8"), "int64");
  const last = graph.input("last", [-1], "int64");
  const logits = model.nextLogits(new Tape(graph), lookupIn(model.layout.cut(graph, params)), input, last);
  graph.output("probabilities", op.softmax(graph, logits));
  return graph.encode();
}

function lossOf(model: ByteArchitecture, shape: BatchShape) {
  const graph = new Graph();
  const tape = new Tape(graph);
  const params = graph.input("params", [model.layout.size]);
  const named = model.layout.cut(graph, params);
  const size = [shape.rows, shape.context];
  const count = shape.rows * shape.context;
  const input = op.cast(graph, graph.input("input", size, "uint8"), "int64");
  const target = op.cast(graph, graph.input("target", size, "uint8"), "int64");
  const weight = op.reshape(graph, graph.input("weight", size), [count]);
  const logits = model.logits(tape, lookupIn(named), input, shape);
  const loss = crossEntropy(tape, logits, op.reshape(graph, target, [count]), weight);
  return { graph, tape, params, named, loss };
}

function lookupIn(named: ReadonlyMap<string, Tensor>): Lookup {
  return (name) => {
    const tensor = named.get(name);
    if (tensor === undefined) throw new LearningError("GRAPH_INVALID", `the model has no parameter ${name}`);
    return tensor;
  };
}

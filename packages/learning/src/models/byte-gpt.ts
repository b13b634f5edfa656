import { gelu } from "../autodiff/activation.ts";
import { attention } from "../autodiff/attention.ts";
import { add } from "../autodiff/elementwise.ts";
import { embedding } from "../autodiff/embedding.ts";
import { reshape, split, transpose } from "../autodiff/layout.ts";
import { affine, matMul } from "../autodiff/linear.ts";
import { layerNorm } from "../autodiff/normalization.ts";
import type { Tape } from "../autodiff/tape.ts";
import { LearningError } from "../errors.ts";
import type { Graph, Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import { type BatchShape, type ByteArchitecture, type Lookup, VOCABULARY } from "./byte-model.ts";
import { matrix, type Parameter, ParameterLayout, vector } from "./layout.ts";

export interface ByteGptConfig {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Bytes of context. */
  readonly context: number;
}

/** The reference model: 478,720 parameters. */
export const REFERENCE_GPT: ByteGptConfig = { width: 128, layers: 2, heads: 4, context: 128 };

const MASKED = -1e9;
/** Deviation of the first embeddings. */
const EMBEDDED = 0.3;
/** Deviation of the output matrix: small, so that the first answers are near uniform. */
const READ_OUT = 0.05;

/**
 * A transformer over bytes in the manner of GPT-2: learned positions, layer normalisation before each block, tanh-GELU, an output
 * matrix of its own.
 */
export function byteGpt(config: ByteGptConfig = REFERENCE_GPT): ByteArchitecture {
  const { width, layers, heads, context } = config;
  if (width % heads !== 0) {
    throw new LearningError("OPTION_INVALID", `a width of ${width} does not divide among ${heads} heads`);
  }
  return {
    id: `byte-gpt/1(width=${width},layers=${layers},heads=${heads},context=${context})`,
    context,
    layout: new ParameterLayout(parameters(config)),
    logits(tape, lookup, input, shape) {
      const mask = causalMask(tape.graph, context);
      let hidden = embedBytes(tape, lookup, input, shape.rows, config);
      for (let layer = 0; layer < layers; layer++) {
        hidden = block(tape, lookup, layer, hidden, (normed) =>
          mixAll(tape, lookup, layer, normed, shape, heads, mask),
        );
      }
      return readOut(tape, lookup, hidden);
    },
    nextLogits(tape, lookup, input, last) {
      const shape = { rows: -1, context };
      const mask = causalMask(tape.graph, context);
      let hidden = embedBytes(tape, lookup, input, -1, config);
      for (let layer = 0; layer < layers - 1; layer++) {
        hidden = block(tape, lookup, layer, hidden, (normed) =>
          mixAll(tape, lookup, layer, normed, shape, heads, mask),
        );
      }
      const top = layers - 1;
      const rows = op.pickRows(tape.graph, op.reshape(tape.graph, hidden, [-1, context, width]), last);
      const everything = normalise(tape, lookup, `${top}.attention.norm`, hidden);
      const visible = visibleUpTo(tape.graph, last, context);
      return readOut(
        tape,
        lookup,
        block(tape, lookup, top, rows, (normed) =>
          mixLast(tape, lookup, top, normed, everything, context, heads, visible),
        ),
      );
    },
  };
}

/** Weights start with a variance of 1 / inputs; those that write to the residual stream smaller, by the number that do. */
function parameters({ width, layers, context }: ByteGptConfig): Parameter[] {
  const residual = 1 / Math.sqrt(2 * layers);
  const norm = (name: string) => [vector(`${name}.gain`, width, 1), vector(`${name}.bias`, width, 0)];
  const dense = (name: string, from: number, to: number, factor = 1) => [
    matrix(`${name}.weight`, [from, to], factor / Math.sqrt(from)),
    vector(`${name}.bias`, to, 0),
  ];
  return [
    matrix("bytes", [VOCABULARY, width], EMBEDDED),
    matrix("positions", [context, width], EMBEDDED),
    ...Array.from({ length: layers }, (_, layer) => [
      ...norm(`${layer}.attention.norm`),
      ...dense(`${layer}.attention.qkv`, width, 3 * width),
      ...dense(`${layer}.attention.out`, width, width, residual),
      ...norm(`${layer}.mlp.norm`),
      ...dense(`${layer}.mlp.up`, width, 4 * width),
      ...dense(`${layer}.mlp.down`, 4 * width, width, residual),
    ]).flat(),
    ...norm("norm"),
    matrix("head.weight", [width, VOCABULARY], READ_OUT),
  ];
}

function dense(tape: Tape, lookup: Lookup, name: string, x: Tensor): Tensor {
  return affine(tape, x, lookup(`${name}.weight`), lookup(`${name}.bias`));
}

function normalise(tape: Tape, lookup: Lookup, name: string, x: Tensor): Tensor {
  return layerNorm(tape, x, lookup(`${name}.gain`), lookup(`${name}.bias`));
}

function embedBytes(tape: Tape, lookup: Lookup, input: Tensor, rows: number, config: ByteGptConfig): Tensor {
  const { width, context } = config;
  const flat = rows < 0 ? -1 : rows * context;
  const bytes = embedding(tape, lookup("bytes"), op.reshape(tape.graph, input, [flat]));
  const placed = add(tape, reshape(tape, bytes, [rows, context, width]), lookup("positions"));
  return reshape(tape, placed, [flat, width]);
}

function block(tape: Tape, lookup: Lookup, layer: number, x: Tensor, mix: (normed: Tensor) => Tensor): Tensor {
  const mixed = mix(normalise(tape, lookup, `${layer}.attention.norm`, x));
  const attended = add(tape, x, dense(tape, lookup, `${layer}.attention.out`, mixed));
  const normed = normalise(tape, lookup, `${layer}.mlp.norm`, attended);
  const up = gelu(tape, dense(tape, lookup, `${layer}.mlp.up`, normed));
  return add(tape, attended, dense(tape, lookup, `${layer}.mlp.down`, up));
}

/** Attention of every position to those before it; [n, width] to [n, width]. */
function mixAll(
  tape: Tape,
  lookup: Lookup,
  layer: number,
  normed: Tensor,
  { rows, context }: BatchShape,
  heads: number,
  mask: Tensor,
): Tensor {
  const [flat, width] = normed.shape as [number, number];
  const parts = split(tape, dense(tape, lookup, `${layer}.attention.qkv`, normed), 1, 3);
  const [q, k, v] = parts.map((part) => toHeads(tape, part, rows, context, heads)) as [Tensor, Tensor, Tensor];
  const mixed = attention(tape, q, k, v, mask);
  return reshape(tape, transpose(tape, mixed, [0, 2, 1, 3]), [flat, width]);
}

/** Attention of the last position alone, `rows` [n, width], to `everything` [n × context, width]. */
function mixLast(
  tape: Tape,
  lookup: Lookup,
  layer: number,
  rows: Tensor,
  everything: Tensor,
  context: number,
  heads: number,
  visible: Tensor,
): Tensor {
  const g = tape.graph;
  const width = rows.shape[1]!;
  const [queryWeight, memoryWeight] = op.split(g, lookup(`${layer}.attention.qkv.weight`), 1, [width, 2 * width]) as [
    Tensor,
    Tensor,
  ];
  const [queryBias, memoryBias] = op.split(g, lookup(`${layer}.attention.qkv.bias`), 0, [width, 2 * width]) as [
    Tensor,
    Tensor,
  ];
  const q = toHeads(tape, op.affine(g, rows, queryWeight, queryBias), -1, 1, heads);
  const [k, v] = split(tape, op.affine(g, everything, memoryWeight, memoryBias), 1, 2).map((part) =>
    toHeads(tape, part, -1, context, heads),
  ) as [Tensor, Tensor];
  return op.reshape(g, attention(tape, q, k, v, visible), [-1, width]);
}

function toHeads(tape: Tape, x: Tensor, rows: number, time: number, heads: number): Tensor {
  return transpose(tape, reshape(tape, x, [rows, time, heads, x.shape[1]! / heads]), [0, 2, 1, 3]);
}

function readOut(tape: Tape, lookup: Lookup, hidden: Tensor): Tensor {
  return matMul(tape, normalise(tape, lookup, "norm", hidden), lookup("head.weight"));
}

function causalMask(g: Graph, context: number): Tensor {
  const values = Float32Array.from({ length: context * context }, (_, i) =>
    i % context <= Math.floor(i / context) ? 0 : MASKED,
  );
  return g.constant(values, [1, 1, context, context]);
}

/** A mask [n, 1, 1, context] that shows each row the positions up to its own last one. */
function visibleUpTo(g: Graph, last: Tensor, context: number): Tensor {
  const positions = g.integers(Array.from({ length: context }, (_, i) => i));
  const seen = g.emit("LessOrEqual", [positions, op.reshape(g, last, [-1, 1])], [-1, context], { type: "bool" });
  return op.reshape(g, g.emit("Where", [seen, g.scalar(0), g.scalar(MASKED)], [-1, context]), [-1, 1, 1, context]);
}

import type { Tape } from "../autodiff/tape.ts";
import type { Tensor } from "../graph/graph.ts";
import type { ParameterLayout } from "./layout.ts";

export const VOCABULARY = 256;

/** Looks up a parameter of the model by name. */
export type Lookup = (name: string) => Tensor;

/** Rows and columns of a training batch: `rows` windows of `context` bytes. */
export interface BatchShape {
  readonly rows: number;
  readonly context: number;
}

/** An architecture that predicts the next byte: its parameters and the two ways to run it. */
export interface ByteArchitecture {
  /** Name and sizes; parameters belong to this id and to no other. */
  readonly id: string;
  /** Most bytes of context that the model sees. */
  readonly context: number;
  readonly layout: ParameterLayout;
  /** Logits of every next byte, [rows × context, 256] in the order of `input`, which is int64 [rows, context]. */
  logits(tape: Tape, lookup: Lookup, input: Tensor, shape: BatchShape): Tensor;
  /**
   * Logits of the byte after each context, [n, 256]: `input` int64 [n, context] holds each context from the left, `last` int64 [n]
   * is the index of its last byte. What lies right of it must not matter. Not differentiable.
   */
  nextLogits(tape: Tape, lookup: Lookup, input: Tensor, last: Tensor): Tensor;
}

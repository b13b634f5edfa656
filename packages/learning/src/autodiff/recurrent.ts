import type { Graph, Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import type { Tape } from "./tape.ts";

/** What the backward pass needs of one step; all [batch, width] but `gates` [batch, 2 width]. */
interface Step {
  readonly before: Tensor;
  readonly gates: Tensor;
  readonly update: Tensor;
  readonly reset: Tensor;
  readonly candidate: Tensor;
  readonly candidateState: Tensor;
  readonly difference: Tensor;
  readonly after: Tensor;
}

/**
 * A gated recurrent unit (arXiv 1406.1078) unrolled over time, with the reset gate after the product as ONNX's GRU with
 * `linear_before_reset`. `fromInput` [time × batch, 3 width] holds what the inputs give to the gates, time first, in the order update,
 * reset, candidate; `weight` [width, 3 width] and `bias` [3 width] turn a state into its share. Returns the state after each step,
 * [batch, width] each, starting from zeros.
 *
 * One record for all steps: the backward pass then takes the weight's gradient as one product over all of time.
 */
export function gru(tape: Tape, fromInput: Tensor, weight: Tensor, bias: Tensor, time: number): Tensor[] {
  const g = tape.graph;
  const width = weight.shape[0]!;
  const batch = fromInput.shape[0]! / time;
  const inputs = op.split(g, fromInput, 0, new Array<number>(time).fill(batch));
  let state = g.constant(new Float32Array(batch * width), [batch, width]);
  const steps = inputs.map((input) => {
    const step = forward(g, input, op.affine(g, state, weight, bias), state);
    state = step.after;
    return step;
  });
  const states = steps.map(({ after }) => after);
  tape.recordMany(states, [fromInput, weight, bias], (gradients) => {
    const nothing = g.constant(new Float32Array(batch * 3 * width), [batch, 3 * width]);
    const toInput = new Array<Tensor>(time).fill(nothing);
    const toState = new Array<Tensor>(time).fill(nothing);
    let carry: Tensor | null = null;
    for (let t = time - 1; t >= 0; t--) {
      const d = sumOf(g, gradients[t]!, carry);
      if (d === null) continue;
      const back = backward(g, steps[t]!, d);
      toInput[t] = back.toInput;
      toState[t] = back.toState;
      carry = op.add(g, back.direct, op.matMul(g, back.toState, weight, { transposeB: true }));
    }
    const dState = op.concat(g, toState, 0);
    const befores = steps.map(({ before }) => before);
    return [
      op.concat(g, toInput, 0),
      op.matMul(g, op.concat(g, befores, 0), dState, { transposeA: true }),
      op.sum(g, dState, [0], false),
    ];
  });
  return states;
}

function forward(g: Graph, fromInput: Tensor, fromState: Tensor, before: Tensor): Step {
  const width = before.shape[1]!;
  const [gatesInput, candidateInput] = op.split(g, fromInput, 1, [2 * width, width]) as [Tensor, Tensor];
  const [gatesState, candidateState] = op.split(g, fromState, 1, [2 * width, width]) as [Tensor, Tensor];
  const gates = op.sigmoid(g, op.add(g, gatesInput, gatesState));
  const [update, reset] = op.split(g, gates, 1, [width, width]) as [Tensor, Tensor];
  const candidate = op.tanh(g, op.add(g, candidateInput, op.mul(g, reset, candidateState)));
  const difference = op.sub(g, before, candidate);
  const after = op.add(g, candidate, op.mul(g, update, difference));
  return { before, gates, update, reset, candidate, candidateState, difference, after };
}

function backward(g: Graph, step: Step, d: Tensor): { direct: Tensor; toInput: Tensor; toState: Tensor } {
  const { gates, update, reset, candidate, candidateState, difference } = step;
  const direct = op.mul(g, d, update);
  const flat = op.sub(g, g.scalar(1), op.mul(g, candidate, candidate));
  const dCandidate = op.mul(g, op.sub(g, d, direct), flat);
  const dGates = op.concat(g, [op.mul(g, d, difference), op.mul(g, dCandidate, candidateState)], 1);
  const dGatesInput = op.mul(g, dGates, op.sub(g, gates, op.mul(g, gates, gates)));
  return {
    direct,
    toInput: op.concat(g, [dGatesInput, dCandidate], 1),
    toState: op.concat(g, [dGatesInput, op.mul(g, dCandidate, reset)], 1),
  };
}

function sumOf(g: Graph, a: Tensor | null, b: Tensor | null): Tensor | null {
  return a === null || b === null ? (a ?? b) : op.add(g, a, b);
}

import { Tape } from "../autodiff/tape.ts";
import { openSession, type Value } from "../engine/engine.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import * as op from "../graph/operators.ts";
import { sizeOf } from "../graph/shape.ts";
import type { Shape } from "../onnx/model.ts";
import { Random } from "../random.ts";

const STEP = 1e-2;

/**
 * Largest difference, relative to the largest derivative, between the gradients a tape emits for `build` and central differences.
 * `build` makes one tensor of the inputs, of the given `shapes`; it is weighed with random numbers into a scalar.
 */
export async function gradientError(
  shapes: readonly Shape[],
  build: (tape: Tape, inputs: readonly Tensor[]) => Tensor,
): Promise<number> {
  const random = Random.fromSeed("gradients");
  const draw = (shape: Shape) => Float32Array.from({ length: sizeOf(shape) }, () => 2 * random.float() - 1);
  const graph = new Graph();
  const tape = new Tape(graph);
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape));
  const loss = weigh(tape, build(tape, inputs), draw);
  graph.output("loss", loss);
  tape.gradients(loss, inputs).forEach((gradient, i) => {
    graph.output(`g${i}`, gradient);
  });
  const session = await openSession("native", graph.encode());
  const values = shapes.map((shape) => ({ data: draw(shape), shape }));
  const run = () => session.run(Object.fromEntries(values.map((value, i): [string, Value] => [`x${i}`, value])));
  const analytic = await run();
  let worst = 0;
  let largest = 0;
  for (const [i, { data }] of values.entries()) {
    const gradient = analytic[`g${i}`]!.data as Float32Array;
    for (let k = 0; k < data.length; k++) {
      const at = data[k]!;
      const lossAt = async (x: number) => {
        data[k] = x;
        return (await run())["loss"]!.data[0] as number;
      };
      const numeric = ((await lossAt(at + STEP)) - (await lossAt(at - STEP))) / (2 * STEP);
      data[k] = at;
      worst = Math.max(worst, Math.abs(numeric - gradient[k]!));
      largest = Math.max(largest, Math.abs(numeric));
    }
  }
  await session.close();
  return worst / largest;
}

function weigh(tape: Tape, y: Tensor, draw: (shape: Shape) => Float32Array): Tensor {
  const g = tape.graph;
  if (y.shape.length === 0) return y;
  const weights = g.constant(draw(y.shape), y.shape);
  const axes = y.shape.map((_, i) => i);
  return tape.record(op.sum(g, op.mul(g, y, weights), axes, false), [y], (d) => [op.mul(g, weights, d)]);
}

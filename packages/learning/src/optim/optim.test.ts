import { expect, test } from "vitest";
import { openSession, type Value } from "../engine/engine.ts";
import { Graph } from "../graph/graph.ts";
import { adamW } from "./adamw.ts";
import { clipByNorm } from "./clip.ts";
import type { Optimizer } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

const RATE = 0.1;
const START = [1, -2, 3];
/** The first two parameters count as matrices. */
const MATRIX_SIZE = 2;

function gradientAt(step: number): number[] {
  return [0.5 * step, -1 / step, 0.25];
}

/** The parameters after each of five steps in the graph. */
async function runInGraph(optimizer: Optimizer): Promise<number[][]> {
  const g = new Graph();
  const shape = [START.length];
  const next = optimizer.update(g, {
    params: g.input("params", shape),
    gradient: g.input("gradient", shape),
    slots: optimizer.slots.map((name) => g.input(name, shape)),
    scalars: optimizer.scalars.map((name) => g.input(name, [])),
    matrixSize: MATRIX_SIZE,
  });
  g.output("next.params", next.params);
  optimizer.slots.forEach((name, i) => {
    g.output(`next.${name}`, next.slots[i]!);
  });
  const session = await openSession("native", g.encode());
  const state: Record<string, Value> = { params: { data: Float32Array.from(START), shape } };
  for (const slot of optimizer.slots) state[slot] = { data: new Float32Array(3), shape };
  const history: number[][] = [];
  for (let step = 1; step <= 5; step++) {
    const inputs: Record<string, Value> = { ...state, gradient: { data: Float32Array.from(gradientAt(step)), shape } };
    const values = optimizer.scalarsAt(step, RATE);
    for (const [i, name] of optimizer.scalars.entries())
      inputs[name] = { data: Float32Array.of(values[i]!), shape: [] };
    const results = await session.run(inputs);
    for (const name of Object.keys(state)) state[name] = results[`next.${name}`]!;
    history.push([...(state["params"]!.data as Float32Array)]);
  }
  await session.close();
  return history;
}

test("AdamW is the published algorithm, decay on matrices alone", async () => {
  const [beta1, beta2, epsilon, decay] = [0.8, 0.95, 1e-3, 0.1] as const;
  const history = await runInGraph(adamW({ beta1, beta2, epsilon, weightDecay: decay }));
  const params = [...START];
  const mean = [0, 0, 0];
  const square = [0, 0, 0];
  for (let step = 1; step <= 5; step++) {
    gradientAt(step).forEach((gradient, i) => {
      mean[i] = beta1 * mean[i]! + (1 - beta1) * gradient;
      square[i] = beta2 * square[i]! + (1 - beta2) * gradient ** 2;
      const correctedMean = mean[i]! / (1 - beta1 ** step);
      const correctedSquare = square[i]! / (1 - beta2 ** step);
      if (i < MATRIX_SIZE) params[i]! *= 1 - RATE * decay;
      params[i]! -= (RATE * correctedMean) / (Math.sqrt(correctedSquare) + epsilon);
      expect(history[step - 1]![i]).toBeCloseTo(params[i]!, 4);
    });
  }
});

test("SGD with momentum", async () => {
  const history = await runInGraph(sgd({ momentum: 0.5 }));
  const params = [...START];
  const velocity = [0, 0, 0];
  for (let step = 1; step <= 5; step++) {
    gradientAt(step).forEach((gradient, i) => {
      velocity[i] = 0.5 * velocity[i]! + gradient;
      params[i]! -= RATE * velocity[i]!;
      expect(history[step - 1]![i]).toBeCloseTo(params[i]!, 5);
    });
  }
});

test("clipping shortens long gradients and leaves short ones", async () => {
  const g = new Graph();
  const clipped = clipByNorm(g, g.input("gradient", [2]), 2);
  g.output("clipped", clipped.gradient);
  g.output("norm", clipped.norm);
  const session = await openSession("native", g.encode());
  for (const [gradient, expected, norm] of [
    [[3, 4], [1.2, 1.6], 5],
    [[0.3, 0.4], [0.3, 0.4], 0.5],
    [[0, 0], [0, 0], 0],
  ] as const) {
    const results = await session.run({ gradient: { data: Float32Array.from(gradient), shape: [2] } });
    expect(results["norm"]!.data[0]).toBeCloseTo(norm, 5);
    expect([...(results["clipped"]!.data as Float32Array)].map((x) => Math.round(x * 1e5) / 1e5)).toEqual(expected);
  }
  await session.close();
});

import { ReplayBuffer } from "@myelin/learning/data/replay";
import { openSession } from "@myelin/learning/engine/engine";
import { Graph } from "@myelin/learning/graph/graph";
import { matMul } from "@myelin/learning/graph/operators";
import { LearnerCore } from "@myelin/learning/learner/core";
import { MODEL_NAMES, type ModelName, recipe } from "@myelin/learning/models/recipes";
import { sampleText } from "@myelin/learning/testing/sample-text";
import type { Row } from "./row.ts";

/** Products of matrices in one step of the reference model, forward and backward, 16 windows of 128 bytes. */
const REFERENCE_GFLOP = 6.04;
const SIDE = 512;

/**
 * Time of a training step on one thread of the native engine. The anchor of the reference model is a bound, not a rival: its matrix
 * products alone, at the speed this engine reaches on 512 × 512 matrices in the same run.
 */
export async function run(): Promise<Row[]> {
  const bound = REFERENCE_GFLOP / (await productSpeed());
  const rows: Row[] = [];
  for (const name of MODEL_NAMES) {
    const ours = await stepTime(name);
    const anchor = name === "gpt" ? bound : null;
    rows.push({
      name: `training step, ${name}`,
      ours,
      anchor,
      unit: "ms",
      ratio: anchor === null ? null : anchor / ours,
    });
    const predict = await predictTime(name);
    rows.push({ name: `256 predictions, ${name}`, ours: predict, anchor: null, unit: "ms", ratio: null });
  }
  return rows;
}

async function stepTime(name: ModelName): Promise<number> {
  const core = await LearnerCore.open({ recipe: recipe(name), seed: 1 });
  const replay = new ReplayBuffer({ context: core.recipe.model.context, seed: 1 });
  replay.push(sampleText(100_000));
  const batch = replay.sample(core.recipe.rows);
  const time = await median(30, () => core.trainOn(batch));
  await core.close();
  return time;
}

async function predictTime(name: ModelName): Promise<number> {
  const core = await LearnerCore.open({ recipe: recipe(name), seed: 1 });
  const { context } = core.recipe.model;
  const contexts = sampleText(256 * context);
  const time = await median(9, () => core.predict(contexts, new Int32Array(256).fill(context)));
  await core.close();
  return time;
}

/** GFLOP per millisecond of one large matrix product. */
async function productSpeed(): Promise<number> {
  const graph = new Graph();
  const shape = [SIDE, SIDE];
  graph.output("c", matMul(graph, graph.input("a", shape), graph.input("b", shape)));
  const session = await openSession("native", graph.encode());
  const value = { data: new Float32Array(SIDE * SIDE).fill(0.5), shape };
  const time = await median(50, () => session.run({ a: value, b: value }));
  await session.close();
  return (2 * SIDE ** 3) / 1e9 / time;
}

/** Median milliseconds of `runs` calls after three to warm up. */
async function median(runs: number, call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = -3; i < runs; i++) {
    const start = performance.now();
    await call();
    if (i >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[runs >> 1]!;
}

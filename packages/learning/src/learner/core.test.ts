import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors } from "../checkpoint/safetensors.ts";
import { emptyBatch } from "../data/batch.ts";
import type { EngineKind } from "../engine/engine.ts";
import { byteGpt } from "../models/byte-gpt.ts";
import { byteGru } from "../models/byte-gru.ts";
import type { ByteArchitecture } from "../models/byte-model.ts";
import { learningRateAt, MODEL_NAMES, recipe } from "../models/recipes.ts";
import { adamW } from "../optim/adamw.ts";
import { sgd } from "../optim/sgd.ts";
import { sampleText } from "../testing/sample-text.ts";
import { type CoreOptions, LearnerCore } from "./core.ts";

const TINY_GPT = byteGpt({ width: 16, layers: 2, heads: 2, context: 16 });
const TINY_GRU = byteGru({ embedding: 8, width: 16, context: 16 });

function open(model: ByteArchitecture, engine: EngineKind = "native", more: Partial<CoreOptions> = {}) {
  const tiny = { ...recipe("gpt-small"), model, rows: 8, learningRate: 1e-2, warmup: 5 };
  return LearnerCore.open({ recipe: tiny, seed: 1, engine, ...more });
}

async function trained(core: LearnerCore, steps: number): Promise<LearnerCore> {
  if (core.replay.received === 0) core.replay.push(sampleText(20_000));
  for (let i = 0; i < steps; i++) expect(await core.train()).toBe(true);
  return core;
}

function hashOf({ params }: LearnerCore): string {
  return createHash("sha256")
    .update(new Uint8Array(params.buffer, params.byteOffset, params.byteLength))
    .digest("hex");
}

test("the reference model has the size of the measurements", () => {
  expect(recipe("gpt").model.layout.size).toBe(478_720);
});

test.each(MODEL_NAMES)("%s knows nothing at first: its loss is near 8 bits", async (name) => {
  const core = await LearnerCore.open({ recipe: recipe(name), seed: 1 });
  expect(Math.abs((await core.evaluate(sampleText(3000))) - 8)).toBeLessThan(0.25);
  await core.close();
});

test.each([
  ["gpt", TINY_GPT],
  ["gru", TINY_GRU],
])("%s learns real text", async (_name, model) => {
  const core = await open(model);
  const held = sampleText(4000, 100_000);
  const before = await core.evaluate(held);
  await trained(core, 150);
  expect(await core.evaluate(held)).toBeLessThan(before - 3);
  expect(core.stats).toMatchObject({ step: 150, trained: 150 * 8 * 16, skipped: 0, received: 20_000 });
  await core.close();
});

test("every optimiser lowers the loss, and weight decay shrinks the matrices", async () => {
  const norms: number[] = [];
  for (const optimizer of [sgd(), adamW({ weightDecay: 0 }), adamW({ weightDecay: 5 })]) {
    const tiny = { ...recipe("gpt-small"), model: TINY_GPT, rows: 8, learningRate: 1e-2, optimizer };
    const core = await LearnerCore.open({ recipe: tiny, seed: 1 });
    await trained(core, 60);
    expect(core.stats.loss).toBeLessThan(7);
    norms.push(core.params.subarray(0, TINY_GPT.layout.matrixSize).reduce((sum, x) => sum + x * x, 0));
    await core.close();
  }
  expect(norms[2]).toBeLessThan(norms[1]! * 0.8);
});

test.each([
  ["gpt", TINY_GPT],
  ["gru", TINY_GRU],
])("%s: predictions agree with the loss, whatever the length of the context", async (_name, model) => {
  const core = await trained(await open(model), 40);
  const text = sampleText(17, 500);
  const contexts = new Uint8Array(16 * 16).fill(99);
  const lengths = Int32Array.from({ length: 16 }, (_, i) => i + 1);
  for (let row = 0; row < 16; row++) contexts.set(text.subarray(0, row + 1), row * 16);
  const predicted = await core.predict(contexts, lengths);
  let bits = 0;
  for (let row = 0; row < 16; row++) {
    const p = predicted.subarray(row * 256, row * 256 + 256);
    expect(p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 4);
    bits -= Math.log2(p[text[row + 1]!]!);
  }
  expect(bits / 16).toBeCloseTo(await core.evaluate(text), 4);
  await core.close();
});

test("more contexts than fit one run", async () => {
  const core = await open(TINY_GPT);
  const many = await core.predict(new Uint8Array(150 * 16).fill(65), new Int32Array(150).fill(3));
  expect(many.length).toBe(150 * 256);
  expect(many.subarray(149 * 256)).toEqual(many.subarray(0, 256));
  await core.close();
});

test("the same seed gives the same run, another seed another", async () => {
  const hashes = [];
  for (const seed of [1, 1, 2]) hashes.push(hashOf(await trained(await open(TINY_GPT, "native", { seed }), 5)));
  expect(hashes[1]).toBe(hashes[0]);
  expect(hashes[2]).not.toBe(hashes[0]);
});

test.each([
  ["gpt", TINY_GPT],
  ["gru", TINY_GRU],
])("%s: a checkpoint continues as if nothing had happened", async (_name, model) => {
  const straight = await trained(await open(model), 6);
  const file = encodeSafetensors(straight.snapshot());
  const resumed = await open(model, "native", { seed: "another" });
  resumed.restore(decodeSafetensors(file));
  for (const core of [straight, resumed]) await trained(core, 6);
  expect(hashOf(resumed)).toBe(hashOf(straight));
  expect(resumed.stats).toEqual(straight.stats);
});

test("a checkpoint of another model or optimiser is refused and changes nothing", async () => {
  const gpt = await trained(await open(TINY_GPT), 2);
  const gru = await open(TINY_GRU);
  const before = hashOf(gru);
  expect(() => gru.restore(gpt.snapshot())).toThrow(expect.objectContaining({ code: "CHECKPOINT_MISMATCH" }));
  const snapshot = gpt.snapshot();
  const tensors = new Map([...snapshot.tensors].filter(([name]) => name !== "model.bytes"));
  expect(() => gpt.restore({ ...snapshot, tensors })).toThrow(expect.objectContaining({ code: "CHECKPOINT_DAMAGED" }));
  expect([hashOf(gru), gpt.stats.step]).toEqual([before, 2]);
});

test("a step with a loss that is not finite is thrown away", async () => {
  const core = await trained(await open(TINY_GPT), 2);
  const before = hashOf(core);
  const batch = emptyBatch(8, 16); // all weights 0: the mean over nothing
  expect(await core.trainOn(batch)).toBeNaN();
  expect(core.stats).toMatchObject({ step: 2, skipped: 1 });
  expect(hashOf(core)).toBe(before);
  await trained(core, 1);
});

test("training rests when every byte was seen often enough", async () => {
  const core = await open(TINY_GPT, "native", { maxPasses: 2 });
  core.replay.push(sampleText(100));
  let steps = 0;
  while (await core.train()) steps++;
  expect(steps).toBe(2); // 2 × 100 bytes wanted, 8 × 16 a step
  core.replay.push(sampleText(100));
  expect(await core.train()).toBe(true);
});

/** A change of model, optimiser, sampling or runtime changes this hash; a change of machine must not. */
test("the exact engine gives the same bits everywhere", async () => {
  const exact = await trained(await open(TINY_GPT, "exact"), 3);
  const native = await trained(await open(TINY_GPT), 3);
  expect(hashOf(exact)).toBe(EXACT_HASH);
  const differences = exact.params.map((x, i) => Math.abs(x - native.params[i]!));
  expect(Math.max(...differences)).toBeLessThan(1e-3);
});

const EXACT_HASH = "2c24a6e966ddefd136e8c029401b39d7e4344a913dab3776dd4b6fa7c57367b3";

test("the learning rate rises, holds and falls to a tenth", () => {
  const base = { ...recipe("gpt-small"), learningRate: 1, warmup: 10, settle: 100 };
  expect([1, 10, 100, 400, 1e6].map((step) => learningRateAt(base, step))).toEqual([0.1, 1, 1, 0.5, 0.1]);
});

test("an unknown model is answered with the names there are", () => {
  expect(() => recipe("gpt-5")).toThrow(/gpt-small/);
});

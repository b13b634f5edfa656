import { mkdtemp, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Learner } from "@myelin/learning";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { beforeAll, expect, test } from "vitest";
import { faultOf } from "../standing/validity.ts";
import { ggufOf } from "../testing/gguf.ts";
import { GgufBackend } from "./backend.ts";
import { loadLlama } from "./llama.ts";

/** node-llama-cpp is no dependency: where somebody has installed it, the file is run, else its absence is told. */
const installed = await loadLlama().then(
  () => true,
  () => false,
);

let dir: string;
let file: string;
let contexts: Uint8Array[];
let wanted: Float32Array;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "gguf-"));
  file = join(dir, "byte-gpt.gguf");
  const learner = await Learner.create({ model: "gpt-small", seed: 1, cpuShare: 1 });
  await learner.learn(sampleText(20_000));
  while ((await learner.stats()).step < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  await learner.setTraining(false);
  contexts = Array.from({ length: 12 }, (_, i) => sampleText(1 + 2 * i, 500 * i));
  wanted = await learner.predict(contexts);
  await writeFile(file, await ggufOf(await learner.checkpoint(join(dir, "checkpoint.safetensors")), 4));
  await learner.close();
});

const options = (path: string) => ({ file: path, context: 32, threads: 1, detours: 1 });
const failure = (path: string) =>
  GgufBackend.open(options(path)).then(
    () => "it opened",
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  );

test("one sentence for a file that is not there or of another kind, with or without llama.cpp", async () => {
  expect(await failure(join(dir, "none.gguf"))).toContain("none.gguf is not there.");
  const wrong = join(dir, "wrong.gguf");
  await writeFile(wrong, "PK not a model, but long enough to be read");
  expect(await failure(wrong)).toBe(`MODEL_FILE_UNREADABLE: ${wrong} is no GGUF file.`);
  await writeFile(wrong, Buffer.concat([Buffer.from("GGUF"), Buffer.of(9, 0, 0, 0), Buffer.alloc(40)]));
  expect(await failure(wrong)).toContain("is GGUF version 9; versions 2 and 3 can be read.");
});

test.runIf(!installed)("one sentence says how to install llama.cpp", async () => {
  expect(await failure(file)).toBe(
    'MODEL_PACKAGE_MISSING: GGUF files need node-llama-cpp, which is not installed: run "npm install --no-save node-llama-cpp@3" in the folder you start from.',
  );
});

test.runIf(installed)("llama.cpp says what the model that was trained here says", async () => {
  const backend = await GgufBackend.open(options(file));
  const rows: Float32Array[] = [];
  const put = (row: number, probabilities: Float32Array) => {
    rows[row] = probabilities;
  };
  await backend.predict({ contexts, prior: () => new Float32Array(256), put, signal: new AbortController().signal });
  await backend.close();
  contexts.forEach((_, i) => {
    expect(faultOf(rows[i]!)).toBeUndefined();
    for (let byte = 0; byte < 256; byte++) expect(rows[i]![byte]).toBeCloseTo(wanted[256 * i + byte]!, 3);
  });
});

test.runIf(installed)("one sentence for a file that was cut short", async () => {
  await truncate(file, 100_000);
  expect(await failure(file)).toContain("cannot be run, or was cut short");
});

import { mkdtemp, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Learner } from "@myelin/learning";
import { Graph } from "@myelin/learning/graph/graph";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { beforeAll, expect, test } from "vitest";
import { faultOf } from "../standing/validity.ts";
import { type TestLanguage, testLanguage } from "../testing/language.ts";
import { tableModel } from "../testing/table-model.ts";
import { nextByte } from "../vocabulary/next-byte.ts";
import { cutsOf, pathsTo } from "../vocabulary/paths.ts";
import { OnnxBackend } from "./backend.ts";
import { OnnxCore } from "./core.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "onnx-"));
});

const options = (file: string, tokenizer?: string) => ({ file, tokenizer, context: 64, threads: 1, detours: 1 });
const text = (value: string) => new Uint8Array(Buffer.from(value));

async function predict(backend: OnnxBackend, contexts: readonly Uint8Array[], signal = new AbortController().signal) {
  const rows: Float32Array[] = [];
  const put = (row: number, probabilities: Float32Array) => {
    rows[row] = probabilities;
  };
  await backend.predict({ contexts, prior: () => new Float32Array(256), put, signal });
  return rows;
}

async function graphFile(name: string, build: (graph: Graph) => void): Promise<string> {
  const graph = new Graph();
  build(graph);
  const path = join(dir, name);
  await writeFile(path, graph.encode());
  return path;
}

test.each(["gru", "gpt-small"] as const)(
  "a %s that was trained here answers from its file as it does itself",
  async (model) => {
    const learner = await Learner.create({ model, seed: 1, cpuShare: 1 });
    await learner.learn(sampleText(20_000));
    while ((await learner.stats()).step < 20) await new Promise((resolve) => setTimeout(resolve, 20));
    await learner.setTraining(false);
    const file = await learner.exportOnnx(join(dir, `${model}.onnx`));
    const contexts = [
      text("the whal"),
      text(""),
      sampleText(100),
      ...Array.from({ length: 80 }, (_, i) => sampleText(5 + i, 7 * i)),
    ];
    const wanted = await learner.predict(contexts);
    await learner.close();
    const backend = await OnnxBackend.open(options(file));
    expect(backend.context).toBe(32);
    const rows = await predict(backend, contexts);
    rows.forEach((row, i) => {
      expect(faultOf(row)).toBeUndefined();
      for (let byte = 0; byte < 256; byte++) expect(row[byte]).toBeCloseTo(wanted[256 * i + byte]!, 5);
    });
    await backend.close();
  },
);

test("a graph of bytes with every step", async () => {
  const next = (before: number) =>
    Float32Array.from({ length: 256 }, (_, byte) => (byte === (before + 1) % 256 ? 6 : 0));
  const backend = await OnnxBackend.open(options(await graphFile("bytes.onnx", tableModel(256, next))));
  const [row, short] = await predict(backend, [text("xyzabc"), text("a")]);
  expect(row![100]).toBeCloseTo(Math.exp(6) / (Math.exp(6) + 255), 4);
  expect(short![98]).toBeCloseTo(row![100]!, 4);
  await backend.close();
});

let language: TestLanguage;
const bigrams = async () => {
  language ??= await testLanguage(60_000, 200, 1);
  return language;
};

test("a graph of tokens with its tokenizer gives what the conversion gives, mask, positions and padding or not", async () => {
  const { model, tokenizer, path } = await bigrams();
  const { size } = tokenizer.vocabulary;
  const logits = (before: number) => model.next([before]).map((p) => Math.log(p) + 3);
  const file = await graphFile("tokens.onnx", tableModel(size, logits, ["attention_mask", "position_ids"]));
  const backend = await OnnxBackend.open(options(file, path));
  const contexts = [
    sampleText(64, 200_000),
    text("the wh"),
    text(" unexpect"),
    text("caf\u00e9 \u201cDon").subarray(0, 8),
  ];
  const rows = await predict(backend, contexts);
  contexts.forEach((context, i) => {
    const paths = pathsTo(tokenizer, context, 1);
    const wanted = nextByte(
      tokenizer.vocabulary,
      cutsOf(context, tokenizer.vocabulary, paths, (p, at) => model.next(paths[p]!.ids.slice(0, at + 1))),
    )!;
    for (let byte = 0; byte < 256; byte++) expect(rows[i]![byte]).toBeCloseTo(wanted[byte]!, 4);
  });
  await backend.close();
});

test("a decoder with a cache, as exporters write it, is asked with an empty one", async () => {
  const file = await graphFile("decoder.onnx", (graph) => {
    const next = (before: number) => Float32Array.from({ length: 256 }, (_, byte) => (byte === before ? 4 : 0));
    tableModel(256, next)(graph);
    for (const name of ["past_key_values.0.key", "past_key_values.0.value"]) {
      const past = graph.input(name, [-1, 2, -1, 4]);
      graph.output(name.replace("past_key_values", "present"), graph.emit("Identity", [past], past.shape));
    }
    const branch = graph.input("use_cache_branch", [1], "bool");
    graph.output("branch", graph.emit("Not", [branch], [1], { type: "bool" }));
  });
  const core = await OnnxCore.open(options(file));
  const rows: Float32Array[] = [];
  const put = (row: number, probabilities: Float32Array) => {
    rows[row] = probabilities;
  };
  await core.predict([text("abc"), text("z")], put, async () => true);
  expect(rows.map((row) => row.indexOf(Math.max(...row)))).toEqual([99, 122]);
  await core.close();
});

const failure = (file: string, tokenizer?: string) =>
  OnnxCore.open(options(file, tokenizer)).then(
    () => "it opened",
    (error: Error & { code: string }) => `${error.code}: ${error.message}`,
  );

test("one sentence for a file that is not there, is none, or was cut short", async () => {
  expect(await failure(join(dir, "none.onnx"))).toBe(
    `MODEL_FILE_UNREADABLE: The model ${join(dir, "none.onnx")} is not there.`,
  );
  const wrong = join(dir, "wrong.onnx");
  await writeFile(wrong, "not a model");
  expect(await failure(wrong)).toContain("is no ONNX model that can be run, or was cut short");
  const cut = await graphFile(
    "cut.onnx",
    tableModel(256, () => new Float32Array(256)),
  );
  await truncate(cut, (await readFile(cut)).length / 2);
  expect(await failure(cut)).toContain("MODEL_FILE_UNREADABLE");
  await expect(OnnxBackend.open(options(cut))).rejects.toMatchObject({ code: "MODEL_FILE_UNREADABLE" });
});

test("one sentence for graphs that do not fit", async () => {
  const { path } = await bigrams();
  const picture = await graphFile("picture.onnx", (graph) => {
    graph.output("classes", graph.emit("Identity", [graph.input("pixels", [-1, 3])], [-1, 3]));
  });
  expect(await failure(picture)).toContain("none of its inputs (pixels: float32 [n, 3]) holds integers [rows, steps]");
  const wide = await graphFile(
    "wide.onnx",
    tableModel(300, () => new Float32Array(300)),
  );
  expect(await failure(wide)).toContain(
    "chooses between 300 tokens, not 256 bytes; name its tokenizer.json with --tokenizer",
  );
  expect(await failure(wide, path)).toContain("they do not belong together");
  const nan = await graphFile(
    "nan.onnx",
    tableModel(256, () => new Float32Array(256).fill(Number.NaN)),
  );
  expect(await failure(nan)).toContain("MODEL_UNFIT");
  const odd = await graphFile("odd.onnx", (graph) => {
    tableModel(256, () => new Float32Array(256))(graph);
    graph.output("more", graph.emit("Identity", [graph.input("encoder_hidden_states", [-1, -1, 8])], [-1, -1, 8]));
  });
  expect(await failure(odd)).toContain("nobody here knows what its input encoder_hidden_states");
  const words = join(dir, "words.json");
  await writeFile(
    words,
    JSON.stringify({ model: { type: "WordPiece", vocab: {} }, normalizer: { type: "BertNormalizer" } }),
  );
  expect(await failure(wide, words)).toContain("changes the text (BertNormalizer)");
  await writeFile(words, "{");
  expect(await failure(wide, words)).toContain("is no Hugging Face tokenizer, or was cut short");
  expect(await failure(wide, join(dir, "gone.json"))).toContain("is not there; name the model's tokenizer.json");
});

test("when nobody waits any longer the rest is left", async () => {
  const file = await graphFile(
    "slow.onnx",
    tableModel(256, () => new Float32Array(256)),
  );
  const backend = await OnnxBackend.open(options(file));
  const waiting = new AbortController();
  const contexts = Array.from({ length: 2_000 }, () => text("abc"));
  let given = 0;
  const put = () => {
    given++;
    waiting.abort();
  };
  await backend.predict({ contexts, prior: () => new Float32Array(256), put, signal: waiting.signal });
  expect(given).toBeGreaterThan(0);
  expect(given).toBeLessThan(2_000);
  expect(await predict(backend, contexts, waiting.signal)).toEqual([]);
  expect((await predict(backend, contexts.slice(0, 70))).length).toBe(70);
  await backend.close();
});

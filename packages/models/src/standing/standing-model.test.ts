import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OrderTwo } from "@myelin/learning";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { afterEach, expect, test } from "vitest";
import type { Backend, PredictionRequest, StreamText } from "../backend.ts";
import { ModelError } from "../errors.ts";
import { type ModelEvent, StandingModel, type StandingOptions } from "./standing-model.ts";
import { faultOf } from "./validity.ts";

const contexts = Array.from({ length: 8 }, (_, i) => sampleText(64, 1_000 * i));
const uniform = () => new Float32Array(256).fill(1 / 256);

/** A backend of which tests say how it behaves. */
class FakeBackend implements Backend {
  readonly name = "fake";
  readonly parameters = 7;
  readonly context = 64;
  readonly heard: string[] = [];
  closed = false;
  asked = 0;
  end!: (error: Error) => void;
  readonly ended = new Promise<Error>((resolve) => {
    this.end = resolve;
  });
  behave: (request: PredictionRequest) => Promise<void>;

  constructor(behave: (request: PredictionRequest) => Promise<void>) {
    this.behave = behave;
  }

  predict(request: PredictionRequest): Promise<void> {
    this.asked++;
    return this.behave(request);
  }

  async learn(texts: readonly StreamText[]): Promise<void> {
    this.heard.push(...texts.map(({ bytes }) => Buffer.from(bytes).toString()));
  }

  async save(): Promise<void> {}

  async close(): Promise<void> {
    this.closed = true;
  }
}

const answering = (row: () => Float32Array) => async (request: PredictionRequest) => {
  for (const i of request.contexts.keys()) request.put(i, row());
};

let model: StandingModel;
let events: ModelEvent[] = [];
afterEach(() => model.close());

async function standing(open: () => Promise<Backend>, more: Partial<StandingOptions> = {}): Promise<StandingModel> {
  events = [];
  model = await StandingModel.create({
    open,
    answerMs: 60,
    retryMs: 5,
    report: (event) => events.push(event),
    ...more,
  });
  return model;
}

const reasons = () => events.flatMap((event) => (event.event === "model-trouble" ? [event.reason] : []));

/** All rows are distributions, whatever happened. */
async function answered(): Promise<Float32Array> {
  const result = await model.predict(contexts);
  expect(result.length).toBe(256 * contexts.length);
  for (const i of contexts.keys()) expect(faultOf(result.subarray(256 * i, 256 * (i + 1)))).toBeUndefined();
  return result;
}

test("a model that cannot be opened: the counting one answers, the sentence is said once, and it is tried again until it can", async () => {
  let attempts = 0;
  await standing(async () => {
    if (++attempts < 4) throw new ModelError("MODEL_FILE_UNREADABLE", "The model x.onnx is not there.");
    return new FakeBackend(answering(uniform));
  });
  await model.learnAll([{ stream: "a", bytes: sampleText(5_000) }]);
  const counting = new OrderTwo();
  const text = sampleText(5_000);
  text.forEach((byte, at) => {
    counting.update(text.subarray(Math.max(0, at - 16), at), byte);
  });
  const context = Buffer.from("the w");
  expect(await model.predict([context])).toEqual(counting.predict(context));
  await expect.poll(() => model.ready).toBe(true);
  expect(reasons()).toEqual(["The model x.onnx is not there."]);
  expect(events.at(-1)).toEqual({ event: "model-ready", name: "fake", parameters: 7 });
  expect(events[0]).toMatchObject({ retrySeconds: expect.any(Number) });
  await answered();
});

test("one that dies midway is replaced by the counting one, opened again, and taught what it had not saved", async () => {
  const backends: FakeBackend[] = [];
  await standing(async () => {
    backends.push(new FakeBackend(answering(uniform)));
    return backends.at(-1)!;
  });
  const hear = async (text: string) => model.learnAll([{ stream: "s", bytes: new Uint8Array(Buffer.from(text)) }]);
  await expect.poll(() => model.ready).toBe(true);
  await hear("saved");
  await expect.poll(() => backends[0]!.heard).toEqual(["saved"]);
  await model.save();
  await hear("unsaved");
  await expect.poll(() => backends[0]!.heard).toEqual(["saved", "unsaved"]);
  backends[0]!.end(new ModelError("MODEL_UNREACHABLE", "model.py ended by SIGKILL"));
  await expect.poll(() => model.ready).toBe(false);
  await hear("meanwhile");
  await answered();
  await expect.poll(() => backends[1]?.heard).toEqual(["unsaved", "meanwhile"]);
  expect(backends[0]!.closed).toBe(true);
  expect(reasons()).toEqual(["model.py ended by SIGKILL"]);
});

test("one that refuses while it is asked", async () => {
  await standing(async () => new FakeBackend(async () => Promise.reject(new Error("connection reset"))));
  await expect.poll(() => model.ready).toBe(true);
  await answered();
  expect(reasons()).toEqual(["connection reset"]);
  expect(model.ready).toBe(false);
});

test.each<[string, () => Float32Array]>([
  ["NaN", () => new Float32Array(256).fill(Number.NaN)],
  ["a negative probability", () => uniform().fill(-1, 3, 4)],
  ["an infinite probability", () => uniform().fill(Number.POSITIVE_INFINITY, 3, 4)],
  ["probabilities that sum to 2.000", () => uniform().fill(2 / 256)],
  ["17 probabilities instead of 256", () => new Float32Array(17).fill(1 / 17)],
])("rows of %s are not passed on", async (fault, row) => {
  const backend = new FakeBackend(answering(row));
  await standing(async () => backend);
  await expect.poll(() => model.ready).toBe(true);
  const simple = await answered();
  expect(reasons()).toEqual([`fake gives ${fault}.`]);
  backend.behave = async ({ contexts: asked, put }) => {
    for (const i of asked.keys()) put(i, i === 3 ? row() : uniform());
  };
  await expect.poll(() => model.ready).toBe(true);
  const mixed = await answered();
  expect(mixed.subarray(3 * 256, 4 * 256)).toEqual(simple.subarray(3 * 256, 4 * 256));
  expect(reasons().at(-1)).toBe(`fake gives ${fault} for some contexts.`);
  expect(model.ready).toBe(true);
});

test("a slow one: rows that come in time count, nothing more is asked of it until it is done, and it stays", async () => {
  const certain = () => new Float32Array(256).fill(1, 7, 8);
  let finish = () => {};
  const backend = new FakeBackend(async ({ put, contexts: asked }) => {
    put(0, certain());
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    for (const i of asked.keys()) put(i, certain());
  });
  await standing(async () => backend);
  await expect.poll(() => model.ready).toBe(true);
  const first = await answered();
  expect(first[7]).toBeGreaterThan(0.8);
  expect(first[256 + 7]).toBeLessThan(0.1);
  expect(reasons()).toEqual(["fake is too slow: in 0.1 s it answers only a part of what is asked."]);
  await answered();
  expect(backend.asked).toBe(1);
  finish();
  backend.behave = answering(certain);
  await expect.poll(async () => (await answered())[256 + 7]).toBeGreaterThan(0.8);
  expect(model.ready).toBe(true);
});

test("a model that is wrong about the text loses the trust it had, one that is right keeps it", async () => {
  const text = sampleText(40_000);
  for (const [wrong, expected] of [
    [true, 0.05],
    [false, 0.95],
  ] as const) {
    const knowing = async ({ contexts: asked, put }: PredictionRequest) => {
      asked.forEach((context, i) => {
        const at = Buffer.from(text).indexOf(context) + context.length;
        const row = new Float32Array(256).fill(0.5 / 256);
        row[wrong ? 200 : text[at]!]! += 0.5;
        put(i, row);
      });
    };
    await standing(async () => new FakeBackend(knowing));
    await expect.poll(() => model.ready).toBe(true);
    await model.learnAll([{ stream: "past", bytes: text.slice(0, 20_000) }]);
    for (let at = 20_064; at < 20_200; at++) {
      await model.predict([text.subarray(at - 64, at)]);
      await model.learnAll([{ stream: "past", bytes: text.slice(at === 20_064 ? 20_000 : at, at + 1) }]);
    }
    if (wrong) expect(model.weight).toBeLessThan(expected);
    else expect(model.weight).toBeGreaterThan(expected);
    await model.close();
  }
});

test("what the counting model knows survives a restart, and a damaged file is set aside", async () => {
  const dir = await mkdtemp(join(tmpdir(), "standing-"));
  const open = async () => new FakeBackend(async () => Promise.reject(new Error("away")));
  await standing(open, { dir });
  await model.learnAll([{ stream: "a", bytes: sampleText(5_000) }]);
  await model.save();
  await expect.poll(() => events.length).toBeGreaterThan(0);
  const known = await answered();
  await model.close();
  await standing(open, { dir });
  expect(model.received).toBe(5_000);
  expect(await answered()).toEqual(known);
  await model.close();
  await writeFile(join(dir, "stand-in.json"), '{"received":5000,"model":');
  await standing(open, { dir });
  expect(model.received).toBe(0);
  await answered();
  expect((await readdir(dir)).some((name) => name.includes("damaged"))).toBe(true);
  expect(reasons()[0]).toContain("could not be read back");
});

test("text is continued byte by byte", async () => {
  const next = async ({ contexts: asked, put }: PredictionRequest) => {
    asked.forEach((context, i) => {
      put(i, new Float32Array(256).fill(1, context.at(-1)! + 1, context.at(-1)! + 2));
    });
  };
  await standing(async () => new FakeBackend(next));
  await expect.poll(() => model.ready).toBe(true);
  const bytes: number[] = [];
  for await (const byte of model.generate(Buffer.from("a"), 4, { temperature: 0 })) bytes.push(byte);
  expect(Buffer.from(bytes).toString()).toBe("bcde");
});

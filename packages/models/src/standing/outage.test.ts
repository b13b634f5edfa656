import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { afterEach, beforeAll, expect, test } from "vitest";
import { type ModelSource, openBackend } from "../source.ts";
import { type TestLanguage, testLanguage } from "../testing/language.ts";
import { TestOpenAiServer } from "../testing/openai-server.ts";
import { hasPython } from "../testing/python.ts";
import { type ModelEvent, StandingModel } from "./standing-model.ts";
import { faultOf } from "./validity.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../../examples/python-model/model.py");
const contexts = Array.from({ length: 6 }, (_, i) => sampleText(64, 1_000 * i));

let language: TestLanguage;
let model: StandingModel;
let events: ModelEvent[];
beforeAll(async () => {
  language = await testLanguage(40_000, 100);
});
afterEach(() => model.close());

async function standing(source: ModelSource): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "outage-"));
  events = [];
  model = await StandingModel.create({
    dir,
    open: (signal) => openBackend(source, { dir, signal }),
    answerMs: 10_000,
    retryMs: 20,
    report: (event) => events.push(event),
  });
}

async function answered(): Promise<void> {
  const result = await model.predict(contexts);
  for (const i of contexts.keys()) expect(faultOf(result.subarray(256 * i, 256 * (i + 1)))).toBeUndefined();
}

const ready = (wanted: boolean) => expect.poll(() => model.ready, { timeout: 30_000 }).toBe(wanted);
const reasons = () => events.flatMap((event) => (event.event === "model-trouble" ? [event.reason] : []));

test("a server that is dead at the start, comes, talks nonsense, dies and comes again: every question is answered", async () => {
  const first = new TestOpenAiServer(language);
  const url = await first.listen();
  await first.close();
  const port = Number(new URL(url).port);

  await standing({ kind: "openai", url });
  await expect
    .poll(reasons)
    .toContain(`${url}/v1/models does not answer: nobody listens there. Is the server running?`);
  await answered();

  const second = new TestOpenAiServer(language);
  await second.listen(port);
  await ready(true);
  await answered();
  expect(second.answered).toBe(3); // two to find out how to ask, and one for the contexts

  second.sabotage = (response) => response.end('{"choices": "none"}');
  await answered();
  expect(reasons().at(-1)).toContain("answers without");
  second.sabotage = undefined;
  await ready(true);
  second.sabotage = (response) => response.end('{"choices":[{"logprobs":{"tokens":["a"],"token_logprobs":[null]}}]}');
  await answered();
  expect(reasons().at(-1)).toContain("gives no distribution");
  await second.close();
  await answered();

  const third = new TestOpenAiServer(language);
  await third.listen(port);
  await ready(true);
  await answered();
  expect(third.answered).toBe(3);
  await model.close();
  await third.close();
});

test.runIf(hasPython)("a Python program that is killed is started again, and knows what it was told", async () => {
  const dir = await mkdtemp(join(tmpdir(), "outage-"));
  const file = join(dir, "mortal.py");
  const source = `import os, runpy, sys
open(${JSON.stringify(join(dir, "pid"))} + str(os.getpid()), "w").close()
sys.argv = ["model.py"]
runpy.run_path(${JSON.stringify(EXAMPLE)}, run_name="__main__")
`;
  await writeFile(file, source);
  await standing({ kind: "python", file });
  await ready(true);
  await model.learnAll([{ stream: "a", bytes: sampleText(8_000) }]);
  const before = await model.predict([Buffer.from("the whal")]);
  const [pid] = await pids(dir);
  process.kill(pid!, "SIGKILL");
  await ready(false);
  await answered();
  expect(reasons()).toEqual(["mortal.py ended by SIGKILL"]);
  await ready(true);
  expect(await model.predict([Buffer.from("the whal")])).toEqual(before);
});

async function pids(dir: string): Promise<number[]> {
  return (await readdir(dir)).flatMap((name) => (name.startsWith("pid") ? [Number(name.slice(3))] : []));
}

test.runIf(hasPython)("closing does not wait for a program that does not say hello", async () => {
  const dir = await mkdtemp(join(tmpdir(), "outage-"));
  const file = join(dir, "silent.py");
  await writeFile(file, "import sys\nsys.stdin.read()\n");
  await standing({ kind: "python", file });
  await model.close();
  expect(events).toEqual([]);
});

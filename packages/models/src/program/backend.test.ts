import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { expect, test } from "vitest";
import type { Backend } from "../backend.ts";
import { faultOf } from "../standing/validity.ts";
import { hasPython } from "../testing/python.ts";
import { ProgramBackend } from "./backend.ts";

const EXAMPLE = resolve(import.meta.dirname, "../../../../examples/python-model/model.py");
const folder = () => mkdtemp(join(tmpdir(), "program-"));
const text = (value: string) => new Uint8Array(Buffer.from(value));

async function predict(backend: Backend, ...contexts: string[]): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  const put = (row: number, probabilities: Float32Array) => {
    rows[row] = probabilities;
  };
  const request = {
    contexts: contexts.map(text),
    prior: () => new Float32Array(256),
    signal: new AbortController().signal,
  };
  await backend.predict({ ...request, put });
  return rows;
}

/** A Python program of these lines. */
async function program(...lines: string[]): Promise<string> {
  const path = join(await folder(), "program.py");
  await writeFile(path, ["import json, sys, time", ...lines].join("\n"));
  return path;
}

test.runIf(hasPython)("the example predicts, learns, and keeps what it learned", async () => {
  const dir = await folder();
  const backend = await ProgramBackend.python(EXAMPLE, { dir, context: 64 });
  expect(backend).toMatchObject({ name: "counts in Python", context: 5 });
  const [before] = await predict(backend, "the whal");
  await backend.learn([{ stream: "a", bytes: sampleText(30_000) }]);
  const [after, other] = await predict(backend, "the whal", "the ");
  for (const row of [before!, after!, other!]) expect(faultOf(row)).toBeUndefined();
  expect(before!["e".charCodeAt(0)]).toBeCloseTo(1 / 256);
  expect(after!["e".charCodeAt(0)]).toBeGreaterThan(0.5);
  await backend.save();
  await backend.close();
  const again = await ProgramBackend.python(EXAMPLE, { dir, context: 64 });
  expect(await predict(again, "the whal")).toEqual([after]);
  await again.close();
});

test.runIf(hasPython)("the example over HTTP", async () => {
  const child = spawn("python3", [EXAMPLE, "--http", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  try {
    const url = await new Promise<string>((found) => {
      createInterface(child.stderr).on("line", (line) => found(line.slice(line.indexOf("http:"))));
    });
    const backend = await ProgramBackend.http(url, undefined, { dir: await folder(), context: 64 });
    await backend.learn([{ stream: "a", bytes: text("abcabcabc") }]);
    const [row] = await predict(backend, "ab");
    expect(faultOf(row!)).toBeUndefined();
    expect(row![99]).toBeGreaterThan(0.5);
  } finally {
    child.kill();
  }
});

test.runIf(hasPython)("one sentence for a program that is not there, fails at once, or talks nonsense", async () => {
  const hello = { dir: await folder(), context: 64 };
  const failing = async (path: string) =>
    ProgramBackend.python(path, hello).then(
      () => "it opened",
      (error: Error) => error.message,
    );
  expect(await failing("/nowhere/model.py")).toBe("The program /nowhere/model.py is not there or may not be read.");
  expect(await failing(await program("raise ValueError('no weights')"))).toBe(
    "program.py ended with code 1: ValueError: no weights",
  );
  expect(await failing(await program("print('loading model')", "time.sleep(60)"))).toContain(
    'line "loading model" is no JSON',
  );
  expect(await failing(await program("print(json.dumps({'id': 7}), flush=True)", "time.sleep(60)"))).toContain(
    "nobody asked",
  );
  expect(
    await failing(await program("sys.stdin.readline()", "print(json.dumps({'id': 1}), flush=True)", "time.sleep(60)")),
  ).toContain('neither "result" nor "error"');
  expect(
    await failing(
      await program(
        "sys.stdin.readline()",
        "print(json.dumps({'id': 1, 'error': 'out of memory'}), flush=True)",
        "sys.stdin.read()",
      ),
    ),
  ).toBe("program.py says: out of memory");
});

const ANSWER = "    print(json.dumps({'id': request['id'], 'result': result}), flush=True)";

test.runIf(hasPython)("rows as lists, and one sentence for rows that do not fit", async () => {
  const path = await program(
    "for line in sys.stdin:",
    "    request = json.loads(line)",
    "    rows = len(request.get('contexts', []))",
    "    result = {'probabilities': [[1 / 256] * (256 if rows == 2 else 255)] * rows}",
    ANSWER,
  );
  const backend = await ProgramBackend.python(path, { dir: await folder(), context: 64 });
  const [row] = await predict(backend, "a", "b");
  expect(faultOf(row!)).toBeUndefined();
  await expect(predict(backend, "a")).rejects.toMatchObject({
    code: "MODEL_ANSWER_INVALID",
    message: 'program.py does not keep to the protocol: "probabilities" is not 1 rows of 256.',
  });
  await backend.close();
});

test.runIf(hasPython)("one that dies says so, and what was asked of it is rejected", async () => {
  const path = await program(
    "for line in sys.stdin:",
    "    request = json.loads(line)",
    "    if request['method'] == 'predict': sys.exit('the GPU has gone')",
    "    result = {}",
    ANSWER,
  );
  const backend = await ProgramBackend.python(path, { dir: await folder(), context: 64 });
  const ended = "program.py ended with code 1: the GPU has gone";
  await expect(predict(backend, "a")).rejects.toThrow(ended);
  expect((await backend.ended!).message).toBe(ended);
  await expect(predict(backend, "a")).rejects.toThrow(ended);
});

test("over HTTP: nobody there, and a server that is no model", async () => {
  const hello = { dir: await folder(), context: 64 };
  const server = createServer((_, response) => response.end("<html>"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(ProgramBackend.http(url, undefined, hello)).rejects.toThrow('no JSON: "<html>"');
  server.close();
  server.closeAllConnections();
  await expect(ProgramBackend.http(url, undefined, hello)).rejects.toThrow("nobody listens there");
});

import { expect, test } from "vitest";
import { modelOf } from "./model.ts";

test.each([
  ["gru", "gru"],
  ["onnx:/models/a b.onnx", { kind: "onnx", file: "/models/a b.onnx", tokenizer: "t.json" }],
  ["gguf:m.gguf", { kind: "gguf", file: "m.gguf" }],
  ["openai:http://127.0.0.1:8080", { kind: "openai", url: "http://127.0.0.1:8080", keyFile: "key" }],
  [
    "openai:https://x.org/v1#org/model%20b",
    { kind: "openai", url: "https://x.org/v1", model: "org/model b", keyFile: "key" },
  ],
  ["python:model.py", { kind: "python", file: "model.py" }],
  ["http://127.0.0.1:9000/m", { kind: "http", url: "http://127.0.0.1:9000/m", keyFile: "key" }],
  ["http:http://127.0.0.1:9000", { kind: "http", url: "http://127.0.0.1:9000", keyFile: "key" }],
])("%s", (model, expected) => {
  expect(modelOf({ model, tokenizer: "t.json", modelKeyFile: "key" })).toEqual(expected);
});

test.each([
  ["gpt-9", /There is no model "gpt-9"; choose gpt, gpt-small, gru, onnx:FILE/],
  ["onnx:", /"onnx:" names no file/],
  ["openai:127.0.0.1:8080", /is no address; write one as http/],
  ["openai:file:///etc/passwd", /is no address/],
  ["http://me:secret@host/", /must hold no password/],
])("%s is refused in one sentence", (model, message) => {
  expect(() => modelOf({ model })).toThrow(expect.objectContaining({ code: "CLI_BAD_INPUT" }));
  expect(() => modelOf({ model })).toThrow(message);
  expect(() => modelOf({ model })).not.toThrow(/secret/);
});

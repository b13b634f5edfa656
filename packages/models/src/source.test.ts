import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nameOf, openBackend } from "./source.ts";

let dir: string;
let url: string;
const seen: (string | undefined)[] = [];
const server = createServer((request, response) => {
  seen.push(request.headers.authorization);
  response.end('{"result":{"name":"m"}}');
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "source-"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());

test("a key comes from a file that others cannot read, or from the environment", async () => {
  const keyFile = join(dir, "key");
  await writeFile(keyFile, "from the file\n", { mode: 0o600 });
  await openBackend({ kind: "http", url, keyFile }, { dir });
  process.env["MYELIN_MODEL_KEY"] = "from the environment";
  try {
    await openBackend({ kind: "http", url }, { dir });
  } finally {
    delete process.env["MYELIN_MODEL_KEY"];
  }
  await openBackend({ kind: "http", url }, { dir });
  expect(seen).toEqual(["Bearer from the file", "Bearer from the environment", undefined]);
  await chmod(keyFile, 0o644);
  await expect(openBackend({ kind: "http", url, keyFile }, { dir })).rejects.toThrow(
    `Others may read the key file ${keyFile}: run "chmod 600 ${keyFile}".`,
  );
  await expect(openBackend({ kind: "http", url, keyFile: join(dir, "none") }, { dir })).rejects.toThrow("(ENOENT)");
});

test("sources are named without folders", () => {
  expect(nameOf({ kind: "onnx", file: "/home/me/models/m.onnx" })).toBe("onnx:m.onnx");
  expect(nameOf({ kind: "openai", url: "http://h/v1", model: "m" })).toBe("openai:http://h/v1#m");
  expect(nameOf({ kind: "http", url: "http://h/" })).toBe("http://h/");
});

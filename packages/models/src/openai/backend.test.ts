import { OrderTwo } from "@myelin/learning";
import { sampleText } from "@myelin/learning/testing/sample-text";
import { afterEach, beforeAll, expect, test } from "vitest";
import { faultOf } from "../standing/validity.ts";
import { type TestLanguage, testLanguage } from "../testing/language.ts";
import { TestOpenAiServer, type TestServerOptions } from "../testing/openai-server.ts";
import { placesOf } from "./answers.ts";
import { OpenAiBackend } from "./backend.ts";

let language: TestLanguage;
let server: TestOpenAiServer;
const prior = new OrderTwo();
const held = sampleText(136, 300_000);

beforeAll(async () => {
  language = await testLanguage();
  const text = sampleText(50_000);
  for (let at = 2; at < text.length; at++) prior.update(text.subarray(at - 2, at), text[at]!);
});
afterEach(() => server?.close());

async function serve(options: Partial<TestServerOptions> = {}): Promise<string> {
  server = new TestOpenAiServer({ ...language, ...options });
  return server.listen();
}

/** Mean bits a byte on unseen text, which is what the whole conversion costs. */
async function bitsOf(backend: OpenAiBackend, signal = new AbortController().signal): Promise<number> {
  const contexts: Uint8Array[] = [];
  for (let end = 64; end < held.length; end++) contexts.push(held.subarray(end - 64, end));
  const bits: number[] = [];
  const put = (row: number, probabilities: Float32Array) => {
    expect(faultOf(probabilities)).toBeUndefined();
    bits[row] = -Math.log2(probabilities[held[64 + row]!]!);
  };
  await backend.predict({ contexts, prior: (context) => prior.predict(context), put, signal });
  expect(Object.keys(bits).length).toBe(contexts.length);
  return bits.reduce((sum, each) => sum + each, 0) / bits.length;
}

test("bits a byte in every way that a server can be asked", async () => {
  const measured: Record<string, number> = {};
  for (const [name, options] of Object.entries({
    "echo, 50 likeliest": { most: 50 },
    "echo, 5 likeliest": { most: 5 },
    "completions, 500 likeliest": { echo: false, most: 500 },
    "completions, 20 likeliest": { echo: false, most: 20 },
    "chat, 20 likeliest": { chatOnly: true },
  })) {
    const backend = await OpenAiBackend.open({ url: await serve(options), context: 64 });
    expect(backend.way).toBe(name.split(",")[0]);
    measured[name] = await bitsOf(backend);
    await server.close();
  }
  let simple = 0;
  for (let end = 64; end < held.length; end++) simple -= Math.log2(prior.predict(held.subarray(0, end))[held[end]!]!);
  measured["order 2 alone"] = simple / (held.length - 64);
  const { ids, ends } = language.tokenizer.path(held);
  const from = ends.findIndex((end) => end >= 64);
  let tokens = 0;
  for (let at = from + 1; at < ids.length; at++) tokens -= Math.log2(language.model.next(ids.slice(0, at))[ids[at]!]!);
  measured["by tokens"] = tokens / (held.length - ends[from]!);
  console.log(
    Object.entries(measured)
      .map(([name, bits]) => `${name}: ${bits.toFixed(3)}`)
      .join("\n"),
  );
  expect(measured["echo, 50 likeliest"]).toBeLessThan(measured["order 2 alone"]!);
  expect(measured["echo, 50 likeliest"]).toBeLessThan(measured["by tokens"]! + 0.1);
  expect(measured["completions, 500 likeliest"]).toBeLessThan(measured["by tokens"]! + 0.1);
  expect(measured["completions, 20 likeliest"]).toBeLessThan(measured["order 2 alone"]!);
});

test("names: the first model, a named one, and one sentence for one that is not there", async () => {
  const url = await serve();
  expect((await OpenAiBackend.open({ url, context: 64 })).name).toContain("counting");
  expect((await OpenAiBackend.open({ url: `${url}/v1/`, model: "counting", context: 64 })).name).toContain("counting");
  await expect(OpenAiBackend.open({ url, model: "gpt-9", context: 64 })).rejects.toMatchObject({
    code: "MODEL_UNKNOWN",
    message: `${url}/v1 has no model "gpt-9"; it has counting.`,
  });
});

test("a key is needed, sent, and never told", async () => {
  const url = await serve({ key: "sk-right" });
  await OpenAiBackend.open({ url, key: "sk-right", context: 64 });
  for (const key of ["sk-wrong-key", undefined]) {
    const error = await OpenAiBackend.open({ url, key, context: 64 }).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: "MODEL_REFUSED" });
    expect((error as Error).message).not.toContain("sk-");
    expect((error as Error).message).toContain("MYELIN_MODEL_KEY");
  }
});

test("one sentence where nobody listens, and where answers are no answers", async () => {
  const url = await serve();
  await server.close();
  await expect(OpenAiBackend.open({ url, context: 64 })).rejects.toMatchObject({
    code: "MODEL_UNREACHABLE",
    message: `${url}/v1/models does not answer: nobody listens there. Is the server running?`,
  });
  const again = await serve();
  server.sabotage = (response) => response.end("<html>It works!</html>");
  await expect(OpenAiBackend.open({ url: again, context: 64 })).rejects.toMatchObject({ code: "MODEL_ANSWER_INVALID" });
  server.sabotage = (response) => response.writeHead(500).end('{"error":"out of memory"}');
  await expect(OpenAiBackend.open({ url: again, model: "m", context: 64 })).rejects.toMatchObject({
    code: "MODEL_REFUSED",
    message: expect.stringContaining("500: out of memory"),
  });
  server.sabotage = (response) => response.end('{"choices":[{"text":"hello","logprobs":null}]}');
  await expect(OpenAiBackend.open({ url: again, model: "m", context: 64 })).rejects.toMatchObject({
    code: "MODEL_UNFIT",
  });
});

test("both shapes of log-probabilities, bytes that are no text, and nonsense", () => {
  const legacy = {
    tokens: ["The", "bytes:\\xe2\\x80", "\ufffd"],
    token_logprobs: [null, Math.log(0.5), Number.NaN],
    top_logprobs: [null, { a: Math.log(0.25), "\ufffd": -1 }, { b: "x", c: 3 }],
  };
  const places = placesOf({ logprobs: legacy })!;
  expect(places.map(({ bytes }) => bytes && Buffer.from(bytes).toString("hex"))).toEqual(["546865", "e280", undefined]);
  expect(places[1]!.probability).toBeCloseTo(0.5);
  expect(places.map(({ likeliest }) => likeliest.length)).toEqual([0, 1, 0]);
  const content = [
    { token: "x", bytes: [226], logprob: -1, top_logprobs: [{ token: "y", bytes: null, logprob: 0 }, null] },
  ];
  const [place] = placesOf({ logprobs: { content } })!;
  expect([...place!.bytes!]).toEqual([226]);
  expect(place!.likeliest.map(([bytes, p]) => [String.fromCharCode(...bytes), p])).toEqual([["y", 1]]);
  for (const nothing of [null, {}, { logprobs: null }, { logprobs: { tokens: 3 } }])
    expect(placesOf(nothing)).toBeUndefined();
});

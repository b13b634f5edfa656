import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post, startTestNode, TestClient, type TestNode } from "./testing.ts";

const REQUESTS = 10_000;
const BATCH = 50;

describe("hostile requests", () => {
  let test: TestNode;
  let methods: string[];
  beforeAll(async () => {
    test = await startTestNode({ rpc: { port: 0, limits: { maxResponseBytes: 500_000 } } });
    await test.step(2);
    const client = await TestClient.connect(test.rpc.url);
    ({ methods } = await client.request<{ methods: string[] }>("rpc_methods"));
    await client.close();
    // Methods that are meant to change something for programs on this machine.
    methods = methods.filter((method) => !/^(myelin_|dev_|engine_)/.test(method));
  });
  afterAll(() => test?.stop());

  it(`survives ${REQUESTS} of them without crash, leak or change of state`, async () => {
    const { chain } = test.node;
    const before = { head: chain.head().hash, pool: chain.pool.status, root: chain.head().header.state_root };
    const texts = fc.sample(requestText(methods), { numRuns: REQUESTS, seed: 20_260_101 });
    let answered = 0;
    const codes = new Set<number>();
    for (let start = 0; start < REQUESTS; start += BATCH) {
      const client = await TestClient.connect(test.rpc.url);
      const arrived = countMessages(client, codes);
      for (const text of texts.slice(start, start + BATCH)) client.socket.send(text);
      await client.request("system_health");
      answered += arrived();
      await client.close();
    }
    expect(answered).toBeGreaterThan(REQUESTS / 2);
    expect(codes).not.toContain(-32603);
    expect([...codes]).toEqual(expect.arrayContaining([-32700, -32600, -32601, -32602]));
    await expect.poll(() => test.rpc.stats).toEqual({ connections: 0, subscriptions: 0 });
    await test.step();
    expect(chain.header(chain.head().parentHash)!.hash).toBe(before.head);
    expect(chain.pool.status).toEqual(before.pool);
    expect(chain.body(chain.head().hash)).toHaveLength(2);
    expect(chain.header(before.head)!.header.state_root).toBe(before.root);
  }, 120_000);

  it("answers JSON made to hurt", async () => {
    const deep = "[".repeat(200_000) + "]".repeat(200_000);
    const texts = [
      deep,
      `{"jsonrpc":"2.0","id":1,"method":"state_call","params":${deep}}`,
      '{"jsonrpc":"2.0","id":1,"method":"__proto__"}',
      '{"jsonrpc":"2.0","id":1,"method":"constructor","params":[]}',
      '{"__proto__":{"method":"system_chain"},"jsonrpc":"2.0","id":1}',
      '{"jsonrpc":"2.0","id":{"toString":1},"method":"system_chain"}',
      '{"jsonrpc":"2.0","id":1,"method":"chain_getBlockHash","params":[1e999]}',
      '{"jsonrpc":"2.0","id":1,"method":"chain_getBlockHash","params":["0xffffffffffffffffffffffffffff"]}',
      '{"jsonrpc":"2.0","id":1,"method":"state_getKeysPaged","params":["0x",-1,null]}',
      '{"jsonrpc":"2.0","id":1,"method":"system_chain","params":{"a":1}}',
      `"\\ud800${"\\u0000".repeat(1000)}"`,
      "",
      "null",
      "\u0000\u0001",
    ];
    for (const text of texts) {
      const response = await post(test.rpc, text);
      const answer = (await response.json()) as { error: { code: number } } | [{ error: { code: number } }];
      const { error } = Array.isArray(answer) ? answer[0] : answer;
      expect([text.slice(0, 60), error.code]).toEqual([text.slice(0, 60), expect.any(Number)]);
      expect(error.code).not.toBe(-32603);
    }
  });
});

/** Counts messages to a client and gathers the codes of errors among them. */
function countMessages(client: TestClient, codes: Set<number>): () => number {
  let count = 0;
  client.socket.on("message", (data) => {
    count += 1;
    const message = JSON.parse(data.toString()) as { error?: { code: number } };
    if (message.error) codes.add(message.error.code);
  });
  return () => count;
}

/** Requests from nearly right to not even JSON. */
function requestText(methods: readonly string[]): fc.Arbitrary<string> {
  const hex = fc.uint8Array({ maxLength: 40 }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
  const value: fc.Arbitrary<unknown> = fc.oneof(
    hex,
    fc.constantFrom(`0x${"ab".repeat(5000)}`, `0x26aa${"00".repeat(897)}`),
    fc.constantFrom(null, true, "0x", "0xzz", -1, 1.5, 2 ** 53, [], {}, ["0x"], "chainHead", `0x${"00".repeat(32)}`),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const method = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...methods) }, fc.string());
  const request = fc.record(
    {
      jsonrpc: fc.constantFrom("2.0", "1.0", 2),
      id: fc.oneof(fc.nat(), fc.string(), value),
      method,
      params: fc.array(value, { maxLength: 4 }),
    },
    { requiredKeys: ["method"] },
  );
  const right = fc.record({
    jsonrpc: fc.constant("2.0"),
    id: fc.string(),
    method,
    params: fc.array(value, { maxLength: 4 }),
  });
  const text = fc.oneof(
    { weight: 6, arbitrary: right.map((each) => JSON.stringify(each)) },
    { weight: 3, arbitrary: request.map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: fc.array(request, { maxLength: 5 }).map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: fc.string() },
  );
  const cut = fc.tuple(text, fc.nat({ max: 200 })).map(([whole, at]) => whole.slice(0, at));
  return fc.oneof({ weight: 9, arbitrary: text }, { weight: 1, arbitrary: cut });
}

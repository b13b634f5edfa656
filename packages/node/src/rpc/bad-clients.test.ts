import { fromHex, toHex } from "@myelin/primitives/hex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { alice, bob, post, startTestNode, TestClient, type TestNode, transfer } from "./testing.ts";

const MIB = 1024 * 1024;
/** Machines that test are busy. */
const SOON = { timeout: 20_000 };

/** A WebSocket client that subscribes and then reads nothing more. */
async function deafClient(url: string, subscriptions: number): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.once("open", resolve));
  for (let id = 0; id < subscriptions; id++) {
    socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "chain_subscribeNewHeads", params: [] }));
  }
  await new Promise((resolve) => socket.once("message", resolve));
  socket.pause();
  return socket;
}

function goodbye(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.resume();
  });
}

describe("ten clients that never read", () => {
  it("are sent away with the reason, in bounded memory, and nobody else notices", async () => {
    const limits = { maxBufferedBytes: MIB };
    const test = await startTestNode({ rpc: { port: 0, limits } });
    try {
      const other = await TestClient.connect(test.rpc.url);
      const heads = await other.subscribe("chain_subscribeNewHeads");
      const deaf = await Promise.all(Array.from({ length: 10 }, () => deafClient(test.rpc.url, 1000)));
      const before = process.memoryUsage().arrayBuffers;
      // Each block is some 500 kB for each of them; the kernel takes the first few megabytes.
      let steps = 0;
      while (test.rpc.stats.subscriptions > 1 && steps < 200) {
        await test.step();
        steps += 1;
      }
      expect(test.rpc.stats.subscriptions).toBe(1);
      // One block beyond the limit at most, for each.
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 3 * MIB);
      for (const socket of deaf) {
        expect(await goodbye(socket)).toEqual({ code: 1008, reason: expect.stringContaining("read faster") });
      }
      await expect.poll(() => heads.seen.length, SOON).toBe(1 + steps);
      const numbers = (heads.seen as { number: string }[]).map(({ number }) => Number(number));
      expect(numbers).toEqual(numbers.map((_, i) => i));
      await other.close();
    } finally {
      await test.stop();
    }
  });

  it("may not fill the memory together either: who reads least goes first", async () => {
    const limits = { maxBufferedBytes: 64 * MIB, maxBufferedBytesTotal: 2 * MIB };
    const test = await startTestNode({ rpc: { port: 0, limits } });
    try {
      const deaf = await deafClient(test.rpc.url, 1000);
      for (let steps = 0; test.rpc.stats.subscriptions > 0 && steps < 100; steps++) {
        await test.step();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(await goodbye(deaf)).toEqual({ code: 1008, reason: expect.stringContaining("too much") });
    } finally {
      await test.stop();
    }
  });

  it("are sent away when they give no sign of life", async () => {
    const test = await startTestNode({ rpc: { port: 0, limits: { pingInterval: 100 } } });
    try {
      const other = await TestClient.connect(test.rpc.url);
      const deaf = await deafClient(test.rpc.url, 1);
      await expect.poll(() => test.rpc.stats.subscriptions, SOON).toBe(0);
      expect(await goodbye(deaf)).toEqual({ code: 1008, reason: "no sign of life for 0.1 seconds" });
      expect(await other.request("system_chain")).toBe("Myelin Development");
      await other.close();
    } finally {
      await test.stop();
    }
  });
});

describe("a thousand connections", () => {
  it("are served, and one more than allowed is told so", async () => {
    const test = await startTestNode({ rpc: { port: 0, limits: { maxConnections: 1001 } } });
    try {
      const clients: TestClient[] = [];
      for (let some = 0; some < 10; some++) {
        clients.push(...(await Promise.all(Array.from({ length: 100 }, () => TestClient.connect(test.rpc.url)))));
      }
      const streams = await Promise.all(clients.map((client) => client.subscribe("chain_subscribeNewHeads")));
      await test.step(3);
      await expect.poll(() => streams.every(({ seen }) => seen.length === 4), SOON).toBe(true);
      const last = await TestClient.connect(test.rpc.url);
      await expect(TestClient.connect(test.rpc.url)).rejects.toThrow("503");
      expect((await post(test.rpc, JSON.stringify({ jsonrpc: "2.0", id: 1, method: "system_health" }))).status).toBe(
        200,
      );
      for (const { socket } of clients) socket.terminate();
      await expect.poll(() => test.rpc.stats, SOON).toEqual({ connections: 1, subscriptions: 0 });
      expect(await last.request("system_chain")).toBe("Myelin Development");
      await last.close();
    } finally {
      await test.stop();
    }
  });
});

describe("mistakes of clients", () => {
  let test: TestNode;
  let client: TestClient;
  beforeAll(async () => {
    test = await startTestNode();
    client = await TestClient.connect(test.rpc.url);
  });
  afterAll(async () => {
    await client.close();
    await test.stop();
  });
  const nextNonce = (address: string) => client.request<number>("system_accountNextIndex", [address]);

  it.each([
    ["of the protocol", { jsonrpc: "3.0", method: "system_chain" }, -32600],
    ["of a method", { jsonrpc: "2.0", method: "chainHead_v9_follow" }, -32601],
  ])("an unknown version %s", async (_, request, code) => {
    const answer = await client.raw(JSON.stringify({ id: "x", params: [], ...request }));
    expect(JSON.parse(answer)).toMatchObject({ id: "x", error: { code } });
  });

  it("an unknown version of a transaction's format", async () => {
    const bytes = fromHex(transfer(test));
    // Two bytes of length come first.
    bytes[2] = 0x80 | 63;
    const { code, data } = await client.refusal("author_submitExtrinsic", [toHex(bytes)]);
    expect([code, data]).toEqual([1002, expect.stringMatching(/version/i)]);
  });

  it("a client that calls itself anything is served", async () => {
    const unknown = await TestClient.connect(test.rpc.url, { headers: { "user-agent": "bittensor/99.0 (unknown)" } });
    expect(await unknown.request("system_chain")).toBe("Myelin Development");
    await unknown.close();
  });

  it("a transaction signed for another network", async () => {
    const { chain } = test.node;
    const foreign = (value: bigint) => transfer(test, { value, genesisHash: `0x${"2f".repeat(32)}` });
    expect(await client.refusal("author_submitExtrinsic", [foreign(1n)])).toMatchObject({
      code: 1010,
      message: "Invalid Transaction",
      data: "Transaction has a bad signature",
    });
    const watched = await client.subscribe("transactionWatch_v1_submitAndWatch", [foreign(2n)]);
    expect(await watched.next()).toMatchObject({ event: "invalid", error: expect.stringContaining("bad signature") });
    expect(chain.pool.status).toMatchObject({ ready: 0, future: 0 });
  });

  it.each<[string, unknown[]]>([
    ["state_getStorage", [7]],
    ["state_getStorage", ["storage"]],
    ["state_getKeysPaged", ["0x", "ten"]],
    ["chain_getBlockHash", [{}]],
    ["chain_getHeader", ["0x12"]],
    ["state_call", ["Core_version"]],
    ["author_submitExtrinsic", [null]],
    ["author_submitExtrinsic", ["0xnothex"]],
    ["system_accountNextIndex", [1]],
    ["neuronInfo_getNeurons", ["one"]],
  ])("arguments of the wrong type: %s %j", async (method, params) => {
    const { code, data } = await client.refusal(method, params);
    expect([method, code, data]).toEqual([method, -32602, expect.any(String)]);
  });

  it("a subnet that does not exist", async () => {
    expect(await client.request("neuronInfo_getNeurons", [4000])).toEqual([0]);
    expect(await client.request("subnetInfo_getSubnetInfo", [4000])).toEqual([0]);
    for (const method of ["subnetInfo_getSubnetHyperparams", "subnetInfo_getSubnetState"]) {
      expect([method, await client.request(method, [4000])]).toEqual([method, [0]]);
    }
    const state = await client.request<string>("state_call", ["SubnetInfoRuntimeApi_get_metagraph", "0xa00f"]);
    expect(state).toBe("0x00");
  });

  it("a batch whose answers are too much: told so, and what it had opened does not stay", async () => {
    const batch = Array.from({ length: 1000 }, (_, id) => ({
      jsonrpc: "2.0",
      id,
      method: "state_getMetadata",
      params: [],
    }));
    const before = process.memoryUsage().heapUsed;
    const answer = JSON.parse(await client.raw(JSON.stringify(batch)));
    expect(answer).toMatchObject({ id: null, error: { code: -32011, message: "The batch response was too large" } });
    // A thousand answers would be hundreds of megabytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * MIB);
  });

  it("a client killed after its batch was sent, or in the middle: all of it or nothing", async () => {
    const batch = (from: number) =>
      JSON.stringify(
        Array.from({ length: 50 }, (_, i) => ({
          jsonrpc: "2.0",
          id: i,
          method: "author_submitExtrinsic",
          params: [transfer(test, { from: bob, to: alice.accountId, nonce: from + i })],
        })),
      );
    const whole = await TestClient.connect(test.rpc.url);
    whole.socket.send(batch(0), () => whole.socket.terminate());
    await expect.poll(() => nextNonce(bob.address), SOON).toBe(50);

    const cut = await TestClient.connect(test.rpc.url);
    const frame = batch(50);
    cut.socket.send(frame.slice(0, frame.length / 2), { fin: false }, () => cut.socket.terminate());
    await expect.poll(() => test.rpc.stats.connections, SOON).toBe(1);
    await test.step();
    expect(await nextNonce(bob.address)).toBe(50);
    expect(test.node.chain.pool.status).toMatchObject({ ready: 0, future: 0 });
    // The account goes on where it was.
    await client.request("author_submitExtrinsic", [transfer(test, { from: bob, to: alice.accountId, nonce: 50 })]);
    await test.step();
    expect(await nextNonce(bob.address)).toBe(51);
  });
});

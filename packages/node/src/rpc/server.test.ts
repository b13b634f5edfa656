import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startRpcServer } from "./server.ts";
import { post, startTestNode, TestClient, type TestNode } from "./testing.ts";

const request = (method: string, params: readonly unknown[] = [], id: unknown = 1) => ({
  jsonrpc: "2.0",
  id,
  method,
  params,
});

/** HTTP status with which a WebSocket is refused. */
function refusedWith(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.once("unexpected-response", (_request, response) => {
      resolve(response.statusCode!);
      socket.terminate();
    });
    socket.once("open", () => reject(new Error("it was let in")));
    socket.once("error", () => {});
  });
}

describe("RPC server", () => {
  let test: TestNode;
  beforeAll(async () => {
    test = await startTestNode();
  });
  afterAll(() => test?.stop());

  it("answers over HTTP: single, batch, health, metrics", async () => {
    const single = await post(test.rpc, JSON.stringify(request("system_chain", [], "a")));
    expect(await single.json()).toEqual({ jsonrpc: "2.0", id: "a", result: "Myelin Development" });
    const batch = [request("system_name"), { ...request("system_name"), id: undefined }, request("nothing", [], 7)];
    expect(await (await post(test.rpc, JSON.stringify(batch))).json()).toEqual([
      { jsonrpc: "2.0", id: 1, result: "Myelin" },
      { jsonrpc: "2.0", id: 7, error: { code: -32601, message: "Method not found" } },
    ]);
    const url = test.rpc.url.replace("ws:", "http:");
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^myelin_block_height 0$/m);
    expect(metrics).toMatch(/^myelin_rpc_connections \d+$/m);
    expect(metrics).toMatch(/^myelin_rpc_requests_total\{method="system_name"\} 1$/m);
    expect(metrics).toMatch(/^myelin_rpc_seconds_total\{method="system_name"\} [\d.e-]+$/m);
    expect(metrics).not.toContain("nothing");
    expect(test.rpc.usage.get("system_chain")).toMatchObject({ calls: 1 });
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(405);
  });

  it("has no subscriptions over HTTP", async () => {
    const { error } = (await (await post(test.rpc, JSON.stringify(request("chain_subscribeNewHeads")))).json()) as {
      error: { code: number };
    };
    expect(error.code).toBe(-32601);
  });

  it("keeps foreign pages and rebound host names out, over both", async () => {
    const foreign = { origin: "https://evil.example" };
    expect((await post(test.rpc, JSON.stringify(request("system_chain")), foreign)).status).toBe(403);
    expect(await refusedWith(test.rpc.url, foreign)).toBe(403);
    expect(await refusedWith(test.rpc.url, { host: "evil.example" })).toBe(403);
  });

  it("lets the polkadot.js app read, and keeps unsafe methods from it", async () => {
    const client = await TestClient.connect(test.rpc.url, { origin: "https://polkadot.js.org" });
    expect(await client.request("system_chain")).toBe("Myelin Development");
    const head = test.node.chain.head().number;
    for (const method of [
      "dev_newBlock",
      "myelin_step",
      "myelin_pause",
      "engine_createBlock",
      "author_removeExtrinsic",
    ]) {
      const { code, message } = await client.refusal(method, [[]]);
      expect([method, code, message]).toEqual([method, -32601, "RPC call is unsafe to be called externally"]);
    }
    expect(test.node.chain.head().number).toBe(head);
    await client.close();
    const url = test.rpc.url.replace("ws:", "http:");
    const headers = { origin: "https://polkadot.js.org", "access-control-request-private-network": "true" };
    const preflight = await fetch(url, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://polkadot.js.org");
    expect(preflight.headers.get("access-control-allow-private-network")).toBe("true");
  });

  it("takes no request that a page could send without being asked", async () => {
    const response = await post(test.rpc, JSON.stringify(request("system_chain")), { "content-type": "text/plain" });
    expect(response.status).toBe(415);
  });

  it("says that its port is taken", async () => {
    const { chain } = test.node;
    await expect(startRpcServer({ chain }, { port: test.rpc.port })).rejects.toMatchObject({
      code: "RPC_PORT_TAKEN",
      message: expect.stringContaining("choose another port"),
    });
  });

  it("serves a client in this process", async () => {
    const received: string[] = [];
    const client = test.rpc.serve((text) => received.push(text));
    client.send(JSON.stringify(request("chain_subscribeNewHeads")));
    await expect.poll(() => received.length).toBe(2);
    const { result } = JSON.parse(received[0]!);
    expect(JSON.parse(received[1]!)).toMatchObject({ method: "chain_newHead", params: { subscription: result } });
    client.disconnect();
    await test.step();
    expect(received).toHaveLength(2);
  });

  it("forgets subscriptions with their connection", async () => {
    const client = await TestClient.connect(test.rpc.url);
    await client.subscribe("chain_subscribeNewHeads");
    await client.subscribe("chainHead_v1_follow", [true]);
    expect(test.rpc.stats).toEqual({ connections: 1, subscriptions: 2 });
    await client.close();
    await expect.poll(() => test.rpc.stats).toEqual({ connections: 0, subscriptions: 0 });
  });
});

describe("RPC limits", () => {
  let test: TestNode;
  const limits = {
    maxConnections: 2,
    maxSubscriptions: 3,
    maxRequestBytes: 10_000,
    maxResponseBytes: 50_000,
    maxBatch: 5,
    pauseAtBytes: 100_000,
    maxBufferedBytes: 1_000_000,
  };
  beforeAll(async () => {
    test = await startTestNode({ rpc: { port: 0, limits } });
  });
  afterAll(() => test?.stop());

  it("of connections", async () => {
    const clients = [await TestClient.connect(test.rpc.url), await TestClient.connect(test.rpc.url)];
    expect(await refusedWith(test.rpc.url, {})).toBe(503);
    await Promise.all(clients.map((client) => client.close()));
  });

  it("of subscriptions", async () => {
    const client = await TestClient.connect(test.rpc.url);
    for (let i = 0; i < 3; i++) await client.subscribe("chain_subscribeNewHeads");
    expect(await client.refusal("chain_subscribeNewHeads")).toMatchObject({ code: -32006 });
    await client.close();
  });

  it("of the size of requests", async () => {
    const long = JSON.stringify(request("system_chain", ["x".repeat(20_000)]));
    const response = await post(test.rpc, long);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ id: null, error: { code: -32007 } });
    const client = await TestClient.connect(test.rpc.url);
    const closed = new Promise((resolve) => client.socket.once("close", resolve));
    client.socket.send(long);
    expect(await closed).toBe(1009);
  });

  it("of the size of replies and batches", async () => {
    const client = await TestClient.connect(test.rpc.url);
    expect(await client.refusal("state_getMetadata")).toMatchObject({ code: -32008 });
    const batch = JSON.stringify(Array.from({ length: 6 }, () => request("system_chain")));
    expect(JSON.parse(await client.raw(batch))).toMatchObject({ error: { code: -32010 } });
    await client.close();
  });

  it("of the rate of requests", async () => {
    const { chain } = test.node;
    const slow = await startRpcServer({ chain }, { port: 0, limits: { requestsPerSecond: 5 } });
    const client = await TestClient.connect(slow.url);
    const replies = await Promise.all(
      Array.from({ length: 30 }, () =>
        client.request("system_chain").then(
          () => "ok",
          ({ code }) => code as number,
        ),
      ),
    );
    expect(replies.filter((reply) => reply === "ok").length).toBeGreaterThanOrEqual(10);
    expect(replies.filter((reply) => reply === -32005).length).toBeGreaterThanOrEqual(15);
    await client.close();
    await slow.close();
  });

  it("of what waits for a client that never reads", async () => {
    const socket = connect(test.rpc.port, "127.0.0.1");
    const key = Buffer.alloc(16).toString("base64");
    const upgrade = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
    await new Promise<void>((resolve) => socket.write(upgrade, () => resolve()));
    await expect.poll(() => test.rpc.stats.connections).toBe(1);
    socket.pause();
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    const frame = maskedFrame(JSON.stringify(request("state_getKeysPaged", ["0x", 400, null])));
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 2_000 && !socket.destroyed; i++) {
      socket.write(frame);
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    // 2,000 replies would be some 60 MB; the server stops to listen long before.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect((await fetch(`${test.rpc.url.replace("ws:", "http:")}/health`)).status).toBe(200);
    socket.destroy();
    await gone;
    await expect.poll(() => test.rpc.stats.connections).toBe(0);
  });
});

/** A client's text frame (RFC 6455 section 5.2) with a mask of zeros. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}

import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { ConnectionError, RpcError } from "../errors.ts";
import type { Transport } from "./transport.ts";
import { webSocketTransport } from "./websocket.ts";

type Handler = (request: { id: number; method: string; params: unknown[] }, socket: WebSocket) => void;

let server: WebSocketServer | undefined;
let transport: Transport | undefined;

afterEach(async () => {
  await transport?.close();
  await stop();
});

async function listen(handler: Handler, port = 0): Promise<number> {
  server = new WebSocketServer({ port, host: "127.0.0.1" });
  server.on("connection", (socket) => socket.on("message", (data) => handler(JSON.parse(String(data)), socket)));
  await new Promise((resolve) => server!.on("listening", resolve));
  return (server.address() as AddressInfo).port;
}

async function stop(): Promise<void> {
  if (server === undefined) return;
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server!.close(resolve));
  server = undefined;
}

const echo: Handler = ({ id, method, params }, socket) => {
  if (method === "fail") socket.send(JSON.stringify({ id, error: { code: 1010, message: "Invalid", data: "why" } }));
  else socket.send(JSON.stringify({ id, result: params }));
};

describe("the WebSocket transport", () => {
  it("matches answers to requests and raises the node's errors with their code and data", async () => {
    transport = await webSocketTransport(`ws://127.0.0.1:${await listen(echo)}`);
    expect(await Promise.all([transport.request("a", [1]), transport.request("b", [2])])).toEqual([[1], [2]]);
    await expect(transport.request("fail")).rejects.toMatchObject({ rpcCode: 1010, data: "why" });
    await expect(transport.request("fail")).rejects.toBeInstanceOf(RpcError);
  });

  it("says where it could not connect", async () => {
    const port = await listen(echo);
    await stop();
    await expect(webSocketTransport(`ws://127.0.0.1:${port}`, { connectTimeoutMs: 150 })).rejects.toThrow(
      /No connection to ws:\/\/127\.0\.0\.1/,
    );
  });

  it("comes back after the node restarted and starts its subscriptions again", async () => {
    const feed: Handler = ({ id, method }, socket) => {
      socket.send(JSON.stringify({ id, result: "0x1" }));
      if (method === "sub")
        socket.send(JSON.stringify({ method: "m", params: { subscription: "0x1", result: "tick" } }));
    };
    const port = await listen(feed);
    transport = await webSocketTransport(`ws://127.0.0.1:${port}`);
    let ticks = 0;
    let second: () => void;
    const twice = new Promise<void>((resolve) => {
      second = resolve;
    });
    await transport.subscribe("sub", [], "unsub", () => {
      if (++ticks === 2) second();
    });
    await stop();
    await listen(feed, port);
    await twice;
    expect(await transport.request("x")).toBe("0x1");
  });

  it("rejects what was under way when the connection broke", async () => {
    transport = await webSocketTransport(`ws://127.0.0.1:${await listen((_, socket) => socket.terminate())}`);
    await expect(transport.request("a")).rejects.toBeInstanceOf(ConnectionError);
  });

  it("stops waiting when the caller aborts", async () => {
    transport = await webSocketTransport(`ws://127.0.0.1:${await listen(() => {})}`);
    const controller = new AbortController();
    const waiting = transport.request("a", [], { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

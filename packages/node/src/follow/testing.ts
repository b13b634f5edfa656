import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

/** Changes the result of a request, or leaves it. */
export type Alter = (method: string, params: readonly unknown[], result: unknown) => unknown;

/** A node that lies: it passes requests on to a real one, and alters what comes back. */
export interface LyingNode {
  readonly url: string;
  /** How many connections it has had. */
  readonly connections: () => number;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method: string;
  readonly params: readonly unknown[];
  result?: unknown;
}

export async function startLyingNode(url: string, alter: Alter): Promise<LyingNode> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let connections = 0;
  server.on("connection", (client) => {
    connections += 1;
    passOn(client, new WebSocket(url), alter);
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close() {
      for (const client of server.clients) client.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function passOn(client: WebSocket, node: WebSocket, alter: Alter): void {
  const asked = new Map<number, Message>();
  const open = new Promise((resolve) => node.once("open", resolve));
  client.on("message", async (data) => {
    const request = JSON.parse(data.toString()) as Message & { id: number };
    asked.set(request.id, request);
    await open;
    node.send(data.toString());
  });
  node.on("message", (data) => {
    const message = JSON.parse(data.toString()) as Message;
    const request = message.id === undefined ? undefined : asked.get(message.id);
    if (request && "result" in message) message.result = alter(request.method, request.params, message.result);
    client.send(JSON.stringify(message));
  });
  client.on("close", () => node.close());
  node.on("close", () => client.terminate());
  node.on("error", () => client.terminate());
}

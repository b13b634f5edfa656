import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Node } from "@myelin/node/node/node";
import { WebSocketServer } from "ws";
import { measure } from "./load/measure.ts";
import type { Row } from "./row.ts";

/** `System.Account` of Alice. */
const KEY =
  "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const BUSY = { inFlight: 200, duration: 3_000 };
const CALM = { inFlight: 1, duration: 3_000 };

/**
 * Requests a second over one WebSocket, and what one request waits while blocks are made. The client is a process of its
 * own. Anchor: a bare `ws` server that reads the same JSON and answers as many bytes, without work.
 */
export async function run(): Promise<Row[]> {
  const dir = mkdtempSync(join(tmpdir(), "myelin-bench-"));
  const node = await Node.start({ dir, blockTime: 1_000, rpc: { port: 0 } });
  const bare = await bareServer();
  try {
    await node.time.step(3);
    const rows: Row[] = [];
    for (const [method, params] of [
      ["state_getStorage", [KEY]],
      ["chain_getHeader", []],
      ["system_chain", []],
    ] as const) {
      const anchor = await measure({ url: bare.url, method, params, ...BUSY });
      const ours = await measure({ url: node.rpc!.url, method, params, ...BUSY });
      rows.push({
        name: `${method}, one WebSocket, 200 in flight`,
        ours: ours.perSecond,
        anchor: anchor.perSecond,
        unit: "1/s",
        ratio: ours.perSecond / anchor.perSecond,
      });
    }
    const load = { method: "state_getStorage", params: [KEY], ...CALM };
    const anchor = await measure({ url: bare.url, ...load });
    const { p99 } = await measure({ url: node.rpc!.url, ...load });
    rows.push({
      name: "state_getStorage, one at a time, p99",
      ours: p99,
      anchor: anchor.p99,
      unit: "ms",
      ratio: anchor.p99 / p99,
    });
    return rows;
  } finally {
    bare.close();
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bareServer(): Promise<{ url: string; close(): void }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  const result = `0x${"00".repeat(80)}`;
  server.on("connection", (socket) => {
    socket.on("message", (data) => {
      const { id } = JSON.parse(data.toString()) as { id: number };
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, result }));
    });
  });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as { port: number };
  return { url: `ws://127.0.0.1:${port}`, close: () => server.close() };
}

import { request as httpRequest, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bobsAxon, Double, post, signed } from "../testing/neurons.fixture.ts";
import type { Axon } from "./axon.ts";
import { endpoint } from "./endpoint.ts";

let axon: Axon;
let url: string;
let target: Parameters<typeof signed>[0];
let readers: Set<(data: string) => void>;

beforeEach(async () => {
  readers = new Set();
  ({ axon, url, target } = await bobsAxon([endpoint(Double, ({ input }) => ({ output: 2 * input }))]));
  axon.publish({ path: "/figures", json: () => '{"figures":[1,2]}' });
  axon.publish({
    path: "/figures/events",
    events: (send) => {
      readers.add(send);
      return () => void readers.delete(send);
    },
  });
});
afterEach(() => axon.close(0));

/** `fetch` sets neither Host nor Origin as one likes. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(`${url}${path}`, { method, headers }, resolve).on("error", reject).end();
  });
}

async function read(message: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of message) text += chunk;
  return text;
}

describe("a page of an axon", () => {
  it("is read by anyone without a signature, beside the synapses", async () => {
    const answer = await ask("/figures?fresh");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(await read(answer)).toBe('{"figures":[1,2]}');
    const head = await ask("/figures", {}, "HEAD");
    expect([head.headers["content-length"], await read(head)]).toEqual(["17", ""]);
    expect((await post(signed(target, Double, { input: 21 }))).body).toMatchObject({ output: 42 });
  });

  it.each(["http://localhost:9944", "https://127.0.0.1", "http://[::1]:80"])("is open to %s", async (origin) => {
    const { headers } = await ask("/figures", { origin });
    expect(headers["access-control-allow-origin"]).toBe(origin);
    expect(headers.vary).toBe("Origin");
    const preflight = await ask("/figures", { origin, "access-control-request-private-network": "true" }, "OPTIONS");
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers["access-control-allow-private-network"]).toBe("true");
  });

  it.each(["https://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com", "null", "file://"])(
    "is closed to %s",
    async (origin) => {
      for (const path of ["/figures", "/figures/events"]) {
        const answer = await ask(path, { origin });
        expect(answer.statusCode).toBe(403);
        expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
        expect(await read(answer)).not.toContain("figures");
      }
      expect(readers.size).toBe(0);
    },
  );

  it("is not answered under another site's name, nor to what would write", async () => {
    expect((await ask("/figures", { host: "rebound.example.com:8091" })).statusCode).toBe(403);
    expect((await ask("/figures", {}, "POST")).statusCode).toBe(405);
    expect((await ask("/figures", {}, "DELETE")).statusCode).toBe(405);
    expect((await ask("/figure")).statusCode).toBe(404);
  });
});

describe("a page of events", () => {
  it("sends what comes, and ends with the reader or with the axon", async () => {
    const first = await ask("/figures/events");
    const second = await ask("/figures/events");
    expect(first.headers["content-type"]).toBe("text/event-stream");
    await expect.poll(() => readers.size).toBe(2);
    for (const send of readers) send('{"figure":3}');
    const texts: string[] = [];
    first.on("data", (chunk) => texts.push(String(chunk)));
    await expect.poll(() => texts.join("")).toBe(': here\n\ndata: {"figure":3}\n\n');
    second.destroy();
    await expect.poll(() => readers.size).toBe(1);
    const ended = new Promise((resolve) => first.once("end", resolve));
    await axon.close();
    await ended;
    await expect.poll(() => readers.size).toBe(0);
  });

  it("has a limit on readers, and cuts off one that does not read", async () => {
    const many = await Promise.all(Array.from({ length: 64 }, () => ask("/figures/events")));
    expect((await ask("/figures/events")).statusCode).toBe(503);
    many[0]!.pause();
    const [send] = readers;
    const flood = "x".repeat(1024 * 1024);
    for (let i = 0; i < 40 && readers.has(send!); i++) {
      send!(flood);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(() => readers.size).toBe(63);
    for (const each of many) each.destroy();
  });
});

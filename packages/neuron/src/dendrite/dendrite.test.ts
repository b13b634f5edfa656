import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Axon } from "../axon/axon.ts";
import { endpoint, streamEndpoint } from "../axon/endpoint.ts";
import { Refusal } from "../errors.ts";
import { alice, bob, bobsAxon, Double, latch, Talk } from "../testing/neurons.fixture.ts";
import { Dendrite } from "./dendrite.ts";
import { verifyEvidence } from "./evidence.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

function dendrite(options: Partial<ConstructorParameters<typeof Dendrite>[0]> = {}): Dendrite {
  const made = new Dendrite({ hotkey: alice, ...options });
  open.unshift(made);
  return made;
}

async function axon(...args: Parameters<typeof bobsAxon>) {
  const started = await bobsAxon(...args);
  open.push({ close: () => started.axon.close(0) } as Axon);
  return started;
}

/** A peer that answers as the test wants. */
async function peer(listener: RequestListener) {
  const server: Server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { hotkey: bob.address, ip: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

const doubler = endpoint(Double, ({ input }) => ({ output: 2 * input }));
const json = { "content-type": "application/json" };

describe("a query", () => {
  it("asks many axons at once and keeps their order, the dead among them", async () => {
    const { target } = await axon([doubler]);
    const dead = { ...target, port: 1 };
    const answers = await dendrite().query([target, dead, target], Double, { input: 21 }, { timeout: 5 });
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(answers[0]).toMatchObject({ ok: true, signature: "valid", message: "Success", axon: target });
    expect(answers[0].values).toEqual({ input: 21, padding: "", output: 42 });
    expect(answers[0].processTime).toBeGreaterThanOrEqual(answers[0].axonProcessTime!);
    expect(answers[1]).toMatchObject({ ok: false, values: undefined, signature: "absent" });
    expect(answers[1].message).toBe("Service unavailable at 127.0.0.1:1/Double");
  });

  it("uses one connection for requests that follow each other, many for those at once", async () => {
    const ports = new Set<number>();
    const { target } = await axon([
      endpoint(Double, async (_, { port }) => {
        ports.add(port);
        await new Promise((resolve) => setTimeout(resolve, 30));
        return {};
      }),
    ]);
    const asking = dendrite();
    for (let input = 0; input < 3; input++) await asking.query([target], Double, { input });
    expect(ports.size).toBe(1);
    const answers = await asking.query(Array(5).fill(target), Double, { input: 1 });
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(ports.size).toBe(5);
  });

  it("goes on over a new connection when the kept one was closed", async () => {
    let served = 0;
    const target = await peer((request, response) => {
      if (++served === 2) request.socket.destroy();
      else response.writeHead(200, json).end('{"input":1}');
    });
    const asking = dendrite();
    const [first] = await asking.query([target], Double, { input: 1 });
    const [second] = await asking.query([target], Double, { input: 1 });
    expect([first.status, second.status, served]).toEqual([200, 200, 3]);
  });

  it("says in time that nobody answered (408), and stops when told (499)", async () => {
    const { target } = await axon([endpoint(Double, () => new Promise<never>(() => {}))]);
    const [late] = await dendrite().query([target], Double, { input: 1 }, { timeout: 0.1 });
    expect(late).toMatchObject({ ok: false, status: 408, message: "Request timeout after 0.1 seconds" });
    const controller = new AbortController();
    const stopped = dendrite().query([target], Double, { input: 1 }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    expect((await stopped)[0].status).toBe(499);
    const [never] = await dendrite().query([target], Double, { input: 1 }, { signal: controller.signal });
    expect(never.status).toBe(499);
  });

  it("passes on what an axon refuses, signed", async () => {
    const { target } = await axon([
      endpoint(Double, () => {
        throw new Refusal(429, "slow down");
      }),
    ]);
    const [answer] = await dendrite().query([target], Double, { input: 1 });
    expect(answer).toMatchObject({ ok: false, status: 429, message: "slow down", signature: "valid" });
    expect(verifyEvidence(answer.evidence!)).toBe(true);
  });

  it.each<[string, RequestListener, number]>([
    ["is not JSON (422)", (_, response) => response.end("<html>"), 422],
    ["is no object (422)", (_, response) => response.writeHead(200, json).end("[]"), 422],
    ["lacks a field (422)", (_, response) => response.writeHead(200, json).end("{}"), 422],
    ["has a field of another type (422)", (_, response) => response.end('{"input":"1"}'), 422],
    ["is too large (400)", (_, response) => response.end("x".repeat(5000)), 400],
    ["breaks off (503)", (_, response) => response.write("{", () => response.destroy()), 503],
    ["does not come (503)", (request) => request.socket.destroy(), 503],
    ["is a refusal without JSON", (_, response) => response.writeHead(502).end("bad gateway"), 502],
  ])("tells when the answer %s", async (_, listener, status) => {
    const [answer] = await dendrite({ answerBytes: 4000 }).query([await peer(listener)], Double, { input: 1 });
    expect(answer).toMatchObject({ ok: false, status, values: undefined });
  });

  it("rejects values that do not fit, before anything is sent", async () => {
    await expect(dendrite().query([], Double, { input: 1.5 })).rejects.toThrow("input must be a whole number.");
  });

  it("takes an unsigned answer from an older axon, unless signatures are required", async () => {
    const target = await peer((_, response) => response.writeHead(200, json).end('{"input":1,"output":2}'));
    const [answer] = await dendrite().query([target], Double, { input: 1 });
    expect(answer).toMatchObject({ ok: true, signature: "absent", evidence: undefined });
    const [refused] = await dendrite({ requireSigned: true }).query([target], Double, { input: 1 });
    expect(refused).toMatchObject({ ok: false, status: 401 });
  });
});

describe("a signed answer", () => {
  async function evidence() {
    const { target } = await axon([doubler]);
    const [answer] = await dendrite().query([target], Double, { input: 21 });
    return answer.evidence!;
  }

  it("can be checked from its record alone, after a trip through JSON", async () => {
    const kept = JSON.parse(JSON.stringify(await evidence()));
    expect(verifyEvidence(kept)).toBe(true);
    expect(JSON.parse(kept.body).output).toBe(42);
  });

  it("is tied to request, status, body, nonce and both hotkeys", async () => {
    const kept = await evidence();
    const forgeries: Partial<typeof kept>[] = [
      { body: kept.body.replace("42", "43") },
      { requestBody: kept.requestBody.replace("21", "22") },
      { status: 201 },
      { synapse: "Triple" },
      { nonce: `${BigInt(kept.nonce) + 1n}` },
      { axonHotkey: alice.address },
      { requestMessage: kept.requestMessage.replace(/^\d/, "9") },
      { requestSignature: kept.signature },
      { signature: kept.requestSignature },
    ];
    for (const forgery of forgeries)
      expect(verifyEvidence({ ...kept, ...forgery }), JSON.stringify(forgery)).toBe(false);
  });

  it("is refused (401) when another key made it", async () => {
    const { target } = await bobsAxonOf(alice);
    const [answer] = await dendrite().query([{ ...target, hotkey: alice.address }], Double, { input: 1 });
    expect(answer.status).toBe(200);
    const relay = await peer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.writeHead(200, { ...json, "myelin-answer-signature": `1.${answer.evidence!.signature}` });
      response.end(answer.evidence!.body);
    });
    const [relayed] = await dendrite().query([relay], Double, { input: 1 });
    expect(relayed).toMatchObject({ ok: false, status: 401, values: undefined });
  });

  async function bobsAxonOf(hotkey: typeof alice) {
    return axon([doubler], { hotkey });
  }
});

describe("a stream", () => {
  it("gives chunks as they come, then the signed whole", async () => {
    let read = latch();
    const { target } = await axon([
      streamEndpoint(Talk, async function* ({ prompt }) {
        for (const letter of prompt) {
          yield letter;
          await read.opened;
          read = latch();
        }
      }),
    ]);
    const stream = dendrite().stream(target, Talk, { prompt: "héj" });
    const chunks: string[] = [];
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk).toString());
      read.open();
    }
    expect(chunks).toEqual(["h", "é", "j"]);
    const answer = await stream.answer;
    expect(answer).toMatchObject({ ok: true, status: 200, signature: "valid" });
    expect(answer.evidence!.body).toBe("héj");
    expect(verifyEvidence(answer.evidence!)).toBe(true);
  });

  it("carries bytes that are no text, checked but not kept", async () => {
    const { target } = await axon([
      streamEndpoint(Talk, async function* () {
        yield Uint8Array.of(255, 0, 128);
      }),
    ]);
    const stream = dendrite().stream(target, Talk, { prompt: "" });
    const received: number[] = [];
    for await (const chunk of stream) received.push(...chunk);
    expect(received).toEqual([255, 0, 128]);
    expect(await stream.answer).toMatchObject({ ok: true, signature: "valid", evidence: undefined });
  });

  it("does not outrun a reader that pauses, and arrives whole", async () => {
    let sent = 0;
    const { target } = await axon([
      streamEndpoint(Talk, async function* () {
        for (let i = 0; i < 200; i++) {
          sent += 65_536;
          yield new Uint8Array(65_536);
        }
      }),
    ]);
    let received = 0;
    let sentAtFirst = 0;
    for await (const chunk of dendrite().stream(target, Talk, { prompt: "" })) {
      if (received === 0) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        sentAtFirst = sent;
      }
      received += chunk.length;
    }
    expect(received).toBe(200 * 65_536);
    expect(sentAtFirst).toBeLessThan(received);
  });

  it("tells a refusal, a handler that fails midway, and the end of time", async () => {
    const { target } = await axon([
      streamEndpoint(Talk, async function* ({ prompt }, { signal }) {
        if (prompt === "refuse") throw new Refusal(429, "slow down");
        yield "begun";
        if (prompt === "fail") throw new Error("broken");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      }),
    ]);
    const read = async (prompt: string) => {
      const stream = dendrite().stream(target, Talk, { prompt }, { timeout: 0.3 });
      let text = "";
      for await (const chunk of stream) text += Buffer.from(chunk);
      const { ok, status } = await stream.answer;
      return { text, ok, status };
    };
    expect(await read("fail")).toEqual({ text: "begun", ok: false, status: 503 });
    expect(await read("hang")).toMatchObject({ text: "begun", ok: false });
    expect(await read("refuse")).toEqual({ text: "", ok: false, status: 429 });
  });

  it("lets the axon know when its reader leaves", async () => {
    const left = latch();
    const { target } = await axon([
      streamEndpoint(Talk, async function* (_, { signal }) {
        signal.addEventListener("abort", left.open);
        for (;;) {
          yield "more";
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }),
    ]);
    const stream = dendrite().stream(target, Talk, { prompt: "" });
    for await (const _ of stream) break;
    expect((await stream.answer).ok).toBe(false);
    await left.opened;
  });
});

import { readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { connect as tcpConnect } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AxonError, Refusal } from "../errors.ts";
import { alice, bob, bobsAxon, Double, latch, nonce, post, signed } from "../testing/neurons.fixture.ts";
import { bool, float, int, list, optional, record, text } from "../wire/fields.ts";
import { defineSynapse, Ping } from "../wire/synapse.ts";
import { Axon, type AxonOptions } from "./axon.ts";
import { type Endpoint, type EndpointOptions, endpoint } from "./endpoint.ts";

let open: Axon[] = [];
afterEach(async () => {
  await Promise.all(open.map((axon) => axon.close(0)));
  open = [];
});

async function start(options: Partial<AxonOptions> = {}, hooks: EndpointOptions = {}, more: Endpoint[] = []) {
  const started = await bobsAxon([endpoint(Double, ({ input }) => ({ output: 2 * input }), hooks), ...more], options);
  open.push(started.axon);
  return started;
}

describe("an axon", () => {
  it("answers a signed request with the whole synapse, status in body and lower-case headers", async () => {
    const { target } = await start();
    const answer = await post(signed(target, Double, { input: 21 }));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: "Double", input: 21, output: 42, axon: { status_code: 200 } });
    expect(answer.headers.get("bt_header_axon_status_code")).toBe("200");
    expect(answer.headers.get("bt_header_axon_status_message")).toBe("Success");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(answer.headers.get("bt_header_input_obj_input")).toBe("MA==");
  });

  it("always answers a ping, by POST and GET", async () => {
    const { target, url } = await start();
    expect((await post(signed(target, Ping, {}))).status).toBe(200);
    const request = signed(target, Ping, {});
    const status = await new Promise((resolve) => {
      httpRequest(`${url}/Synapse`, { method: "GET", headers: request.headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end(request.body);
    });
    expect(status).toBe(200);
  });

  it("accepts what Bittensor's SDK 10.5.0 sends, byte for byte", async () => {
    const Generate = defineSynapse({
      name: "Generate",
      fields: {
        ...{ prompt: text, temperature: float, tokens: list(int), options: record(float), deep: bool },
        answer: optional(text),
      },
      requiredHashFields: ["prompt", "temperature", "tokens", "options", "deep", "answer"],
    });
    const raw = readFileSync(new URL("../wire/python-request.fixture.json", import.meta.url), "utf8");
    const { headers } = JSON.parse(raw) as { headers: Record<string, string> };
    const body = raw.slice(raw.indexOf('"body":') + 7, raw.lastIndexOf("}"));
    let clock = 1_795_500_700_000;
    const { url } = await start({ now: () => clock }, {}, [endpoint(Generate, ({ prompt }) => ({ answer: prompt }))]);
    clock = 1_795_500_714_000;
    const send = () => fetch(`${url}/Generate`, { method: "POST", headers, body });
    const answer = await send();
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { answer: string }).answer).toBe('héllo it\'s "x"\n');
    expect((await send()).status).toBe(401);
  });
});

describe("a strict axon refuses", () => {
  const input = { input: 21 };

  it.each([
    ["bt_header_dendrite_signature", "signature"],
    ["bt_header_dendrite_hotkey", "hotkey"],
    ["bt_header_dendrite_nonce", "nonce"],
    ["bt_header_dendrite_uuid", "uuid"],
    ["computed_body_hash", "bodyHash"],
  ])("a request without %s (401)", async (header, named) => {
    const { target } = await start();
    const answer = await post(signed(target, Double, input), { headers: { [header]: undefined } });
    expect(answer.status).toBe(401);
    expect(answer.message).toContain(named);
    expect(answer.headers.get("myelin-answer-signature")).toBeNull();
  });

  it.each([
    ["another nonce", { bt_header_dendrite_nonce: String(nonce()) }],
    ["another hotkey", { bt_header_dendrite_hotkey: bob.address }],
    ["a hotkey that is none", { bt_header_dendrite_hotkey: "5Nobody" }],
    ["another uuid", { bt_header_dendrite_uuid: "x" }],
    ["another body hash", { computed_body_hash: "00".repeat(32) }],
    ["a signature of another length", { bt_header_dendrite_signature: "0x00" }],
    ["a signature of zeros", { bt_header_dendrite_signature: `0x${"00".repeat(64)}` }],
    ["a nonce that is no number", { bt_header_dendrite_nonce: "1e18" }],
    ["another receiver", { bt_header_axon_hotkey: alice.address }],
  ])("a forged request: %s (401)", async (_, headers) => {
    const handled = vi.fn();
    const { target } = await start({}, { verify: handled });
    expect((await post(signed(target, Double, input), { headers })).status).toBe(401);
    expect(handled).not.toHaveBeenCalled();
  });

  it("a request signed for another axon (401)", async () => {
    const { target } = await start();
    const stolen = signed({ ...target, hotkey: alice.address }, Double, input);
    const answer = await post(stolen, { headers: { bt_header_axon_hotkey: bob.address } });
    expect(answer.status).toBe(401);
    expect(answer.message).toContain("signature");
  });

  it("the same request twice, but takes requests out of order", async () => {
    const { target } = await start();
    const [first, second] = [signed(target, Double, input), signed(target, Double, input)];
    expect((await post(second)).status).toBe(200);
    expect((await post(first)).status).toBe(200);
    const again = await post(first);
    expect(again.status).toBe(401);
    expect(again.message).toContain("already received");
  });

  it("a stale nonce, however long the caller says it waits", async () => {
    let clock = Date.now() - 3_600_000;
    const { target } = await start({ now: () => clock, limits: { timeoutSeconds: 10 } });
    clock = Date.now();
    const at = (age: number, timeout: number) => post(signed(target, Double, input, { timeout, at: nonce(age) }));
    expect((await at(8.5, 5)).status).toBe(200);
    expect((await at(10, 5)).message).toMatch(/too old: 9 seconds are allowed/);
    expect((await at(15, 1_000_000)).status).toBe(401);
    expect((await at(13, 1_000_000)).status).toBe(200);
  });

  it("a nonce from the future, and one from before it was started", async () => {
    const { target } = await start();
    expect((await post(signed(target, Double, input, { at: nonce(-10) }))).message).toContain("future");
    expect((await post(signed(target, Double, input, { at: nonce(-2) }))).status).toBe(200);
    expect((await post(signed(target, Double, input, { at: nonce(2) }))).message).toContain("started since");
  });

  it("a body that is not what was signed (400), signed by the axon", async () => {
    const { target } = await start();
    const request = signed(target, Double, input);
    const answer = await post(request, { body: request.body.replace('"input":21', '"input":22') });
    expect(answer.status).toBe(400);
    expect(answer.message).toContain("computed_body_hash");
    expect(answer.headers.get("myelin-answer-signature")).toMatch(/^\d{19}\.0x[0-9a-f]{128}$/);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no object", "[1]", 400],
    ["a field of another type", '{"input":"21"}', 422],
    ["no required field", "{}", 422],
  ])("a body with %s", async (_, body, status) => {
    const { target } = await start();
    expect((await post(signed(target, Double, input), { body })).status).toBe(status);
  });

  it("a timeout that is no number (400), an unknown path (404), another method (405)", async () => {
    const { target } = await start();
    expect((await post(signed(target, Double, input), { headers: { timeout: "soon" } })).status).toBe(400);
    const lost = await post(signed(target, Double, input), { path: "/Triple" });
    expect(lost.status).toBe(404);
    expect(lost.message).toBe("Synapse name 'Triple' not found. Available synapses ['Synapse', 'Double']");
    expect((await post(signed(target, Double, input), { method: "PUT" })).status).toBe(405);
  });

  it("a body beyond the limit, declared or not (413)", async () => {
    const { target, url } = await start({ limits: { bodyBytes: 1000 } });
    const padding = "x".repeat(2000);
    expect((await post(signed(target, Double, { input: 1, padding }))).status).toBe(413);
    const request = signed(target, Double, { input: 1, padding });
    const { "content-length": _, ...headers } = request.headers;
    const status = await new Promise((resolve) => {
      const chunked = httpRequest(`${url}/Double`, { method: "POST", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      chunked.on("error", () => {});
      chunked.write(request.body.slice(0, 500));
      setTimeout(() => chunked.end(request.body.slice(500)), 20);
    });
    expect(status).toBe(413);
  });

  it("headers beyond the limit (431), while 20,000 bytes pass", async () => {
    const { target } = await start();
    const pass = await post(signed(target, Double, input), { headers: { extra: "x".repeat(20_000) } });
    expect(pass.status).toBe(200);
    const response = await fetch(`http://127.0.0.1:${target.port}/Double`, { headers: { extra: "x".repeat(40_000) } });
    expect(response.status).toBe(431);
  });
});

describe("an axon survives whatever arrives", () => {
  it("and lets none of it in", async () => {
    const { target, axon } = await start();
    const names = Object.keys(signed(target, Double, { input: 1 }).headers).filter((name) => name !== "content-length");
    const header = fc.stringMatching(/^[!-~]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), header, fc.string(), async (name, value, body) => {
        const request = signed(target, Double, { input: 1 });
        fc.pre(request.headers[name] !== value);
        const changed = await post(request, { headers: { [name]: value }, body });
        expect(changed.status).toBeGreaterThanOrEqual(400);
        expect(changed.status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
    expect(axon.address.port).toBe(target.port);
    expect((await post(signed(target, Double, { input: 1 }))).status).toBe(200);
  });

  it("bytes that are no HTTP included", async () => {
    const { port, target } = await start();
    const send = (bytes: Uint8Array) =>
      new Promise<void>((resolve) => {
        const socket = tcpConnect(port, "127.0.0.1", () => socket.end(bytes));
        socket.on("error", () => {});
        socket.on("close", () => resolve());
        socket.resume();
      });
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), send), { numRuns: 50 });
    expect((await post(signed(target, Double, { input: 1 }))).status).toBe(200);
  });
});

describe("callers are chosen", () => {
  it("by permit: only validators, and nobody while they are not known", async () => {
    let validators: Set<string> | undefined;
    const { target } = await start({ validators: () => validators }, { validatorsOnly: true });
    const ask = () => post(signed(target, Double, { input: 1 }));
    expect((await ask()).status).toBe(503);
    validators = new Set([bob.address]);
    expect((await ask()).status).toBe(403);
    validators = new Set([alice.address]);
    expect((await ask()).status).toBe(200);
  });

  it("by the author's blacklist (403) and verify (401), with the caller verified", async () => {
    const seen: string[] = [];
    const { target } = await start(
      {},
      {
        verify: ({ verified, hotkey, nonce: at }) => {
          seen.push(hotkey);
          if (!verified || at.endsWith("0")) throw new Error("odd nonces only");
        },
        blacklist: ({ nonce: at }) => (at.endsWith("1") ? "unlucky" : undefined),
      },
    );
    const ending = (digit: bigint) => (nonce() / 10n) * 10n + digit;
    const ask = (digit: bigint) => post(signed(target, Double, { input: 1 }, { at: ending(digit) }));
    expect(await ask(0n)).toMatchObject({ status: 401, message: "Not Verified with error: odd nonces only" });
    expect(await ask(1n)).toMatchObject({ status: 403, message: "Forbidden. Key is blacklisted: unlucky." });
    expect((await ask(2n)).status).toBe(200);
    expect(new Set(seen)).toEqual(new Set([alice.address]));
  });
});

describe("a handler", () => {
  const serve = (forward: Endpoint["forward"], options: Partial<AxonOptions> = {}, hooks: EndpointOptions = {}) =>
    start(options, {}, [{ synapse: Double, forward, ...hooks }]);

  it("may choose its status; its other errors are 500 and stay inside", async () => {
    const errors: string[] = [];
    const { target } = await serve(
      ({ input }) => {
        throw input === 1 ? new Refusal(429, "slow down") : new Error("secret path");
      },
      { onError: (error) => errors.push(error.message) },
    );
    expect(await post(signed(target, Double, { input: 1 }))).toMatchObject({ status: 429, message: "slow down" });
    const failed = await post(signed(target, Double, { input: 2 }));
    expect(failed).toMatchObject({ status: 500, message: "Internal Server Error" });
    expect(errors).toEqual(["secret path"]);
  });

  it("has as long as the caller waits, at most the axon's limit (408), and is told", async () => {
    const told = vi.fn();
    const { target } = await serve(
      (_, { signal }) => {
        signal.addEventListener("abort", told);
        return new Promise(() => {});
      },
      { limits: { timeoutSeconds: 0.2 } },
    );
    expect((await post(signed(target, Double, { input: 1 }, { timeout: 0.05 }))).status).toBe(408);
    expect((await post(signed(target, Double, { input: 1 }, { timeout: 600 }))).status).toBe(408);
    expect(told).toHaveBeenCalledTimes(2);
  });

  it("gets the most urgent request first; the least urgent is sent away when too many wait (503)", async () => {
    const order: number[] = [];
    const handling = latch();
    const { target } = await serve(
      async ({ input }) => {
        order.push(input as number);
        if (input === 0) await handling.opened;
        return {};
      },
      { limits: { concurrency: 1, waiting: 2 } },
      { priority: ({ timeoutSeconds }) => timeoutSeconds },
    );
    const ask = (input: number) => post(signed(target, Double, { input }, { timeout: 10 + input }));
    const first = ask(0);
    await vi.waitFor(() => expect(order).toEqual([0]));
    const low = ask(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [middle, high] = [ask(2), ask(3)];
    expect((await low).status).toBe(503);
    handling.open();
    expect((await Promise.all([first, middle, high])).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(order).toEqual([0, 3, 2]);
  });

  it("does not get a request whose time was over while it waited (408)", async () => {
    const handling = latch();
    const handled = vi.fn(async () => {
      await handling.opened;
      return {};
    });
    const { target } = await serve(handled, { limits: { concurrency: 1 } });
    const first = post(signed(target, Double, { input: 0 }));
    await vi.waitFor(() => expect(handled).toHaveBeenCalledTimes(1));
    expect((await post(signed(target, Double, { input: 1 }, { timeout: 0.05 }))).status).toBe(408);
    handling.open();
    expect((await first).status).toBe(200);
    expect(handled).toHaveBeenCalledTimes(1);
  });
});

describe("slow and many connections", () => {
  const status = (port: number, text: string) =>
    new Promise<string>((resolve) => {
      let received = "";
      const socket = tcpConnect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (data) => {
        received += data;
      });
      socket.on("close", () => resolve(received.slice(0, 12)));
      socket.on("error", () => {});
    });

  it("are ended when headers or body do not come (408)", async () => {
    const { port, target } = await start({ limits: { headersMs: 200, requestMs: 400 } });
    const { headers } = signed(target, Double, { input: 1 });
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const [slowHead, slowBody] = await Promise.all([
      status(port, "POST /Double HTTP/1.1\r\nhost: x\r\nname: Dou"),
      status(port, `POST /Double HTTP/1.1\r\nhost: x\r\n${lines.join("")}\r\n{"inp`),
    ]);
    expect(slowHead).toBe("HTTP/1.1 408");
    expect(slowBody).toMatch(/^(HTTP\/1.1 408)?$/);
  });

  it("are ended beyond so many from one address", async () => {
    const { port } = await start({ limits: { connectionsPerAddress: 2 } });
    const sockets = Array.from({ length: 4 }, () => tcpConnect(port, "127.0.0.1"));
    let closed = 0;
    for (const socket of sockets) {
      socket.on("close", () => closed++);
      socket.on("error", () => {});
    }
    await vi.waitFor(() => expect(closed).toBe(2));
    for (const socket of sockets) socket.destroy();
  });
});

describe("starting and stopping", () => {
  it("says which port is taken", async () => {
    const { port } = await start();
    const second = new Axon({ hotkey: alice, port });
    const failure = await second.listen().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AxonError);
    expect(failure).toMatchObject({ code: "AXON_PORT_TAKEN" });
    expect(() => second.address).toThrow("call listen() first");
    await second.close();
  });

  it("listens on loopback unless told otherwise", async () => {
    expect((await start()).axon.address.host).toBe("127.0.0.1");
  });

  it("lets requests under way finish", async () => {
    const handling = latch();
    const handled = vi.fn(async () => {
      await handling.opened;
      return { output: 7 };
    });
    const { axon, target } = await start({}, {}, [{ synapse: Double, forward: handled }]);
    const answer = post(signed(target, Double, { input: 1 }));
    await vi.waitFor(() => expect(handled).toHaveBeenCalled());
    const closed = axon.close();
    handling.open();
    expect((await answer).body.output).toBe(7);
    await closed;
    await expect(post(signed(target, Double, { input: 1 }))).rejects.toThrow();
  });
});

describe("a lenient axon keeps to the original's rules", () => {
  const lenient = (hooks: EndpointOptions = {}) => start({ lenient: true }, hooks);
  const input = { input: 21 };

  it("takes unsigned requests, marked as such, but never for a permit", async () => {
    let verified: boolean | undefined;
    const unsigned = { headers: { bt_header_dendrite_signature: undefined } };
    const { target } = await lenient({
      verify: (caller) => {
        verified = caller.verified;
      },
    });
    expect((await post(signed(target, Double, input), unsigned)).status).toBe(200);
    expect(verified).toBe(false);
    const { target: guarded } = await start(
      { lenient: true, validators: () => new Set([alice.address]) },
      { validatorsOnly: true },
    );
    expect((await post(signed(guarded, Double, input), unsigned)).status).toBe(403);
  });

  it("refuses a wrong signature and a wrong body hash (401, 500)", async () => {
    const { target } = await lenient();
    const wrong = `0x${"01".repeat(64)}`;
    const forged = await post(signed(target, Double, input), { headers: { bt_header_dendrite_signature: wrong } });
    expect(forged.status).toBe(401);
    expect(forged.message).toContain("Signature mismatch with");
    expect((await post(signed(target, Double, input), { body: '{"input":22}' })).status).toBe(500);
  });

  it("lets a caller choose how old its first nonce may be, and come from the future", async () => {
    const at = async (age: number, timeout: number, headers = {}) => {
      const { target } = await lenient();
      return post(signed(target, Double, input, { timeout, at: nonce(age) }), { headers });
    };
    const old = await at(60, 5);
    expect(old.status).toBe(401);
    expect(old.message).toContain("acceptable delta is 9.00 seconds but request was 60.0");
    expect((await at(60, 1_000_000)).status).toBe(200);
    expect((await at(-1_000_000_000, 5)).status).toBe(200);
    expect((await at(60, 5, { bt_header_dendrite_version: "7001000" })).status).toBe(200);
  });

  it("wants growing nonces of one dendrite", async () => {
    const { target } = await lenient();
    const [first, second] = [signed(target, Double, input), signed(target, Double, input)];
    expect((await post(second)).status).toBe(200);
    expect((await post(first)).message).toContain("a newer one was last processed");
    expect((await post(second)).status).toBe(401);
  });
});

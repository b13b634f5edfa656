import { request as httpRequest } from "node:http";
import { keypairFromUri, toHex, utf8, verify, wrapBytes } from "@myelin/primitives";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Dendrite } from "../dendrite/dendrite.ts";
import { verifyEvidence } from "../dendrite/evidence.ts";
import { alice, bob, bobsAxon, Double, nonce } from "../testing/neurons.fixture.ts";
import { BTAUTH, btauthMessage, signBtauth } from "../wire/btauth.ts";
import { sha256Hex } from "../wire/signatures.ts";
import type { Axon, AxonOptions } from "./axon.ts";
import { type EndpointOptions, endpoint } from "./endpoint.ts";

let open: { close(graceMs?: number): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.map((each) => each.close(0)));
  open = [];
});

async function start(options: Partial<AxonOptions> = {}, hooks: EndpointOptions = {}) {
  const handled = vi.fn(({ input }: { input: number }) => ({ output: 2 * input }));
  const started = await bobsAxon([endpoint(Double, handled, hooks)], options);
  open.push(started.axon as Axon);
  return { ...started, handled };
}

const aliceEd = keypairFromUri("//Alice", "ed25519");
const BODY = '{"input":21}';

interface Forged {
  method?: string;
  /** Signed. */
  path?: string;
  /** Sent. */
  target?: string;
  body?: string;
  sentBody?: string;
  at?: bigint | string;
  sender?: typeof alice;
  receiver?: string;
  headers?: Record<string, string | undefined>;
}

/** Sends what an SDK of version 11 would, or a forgery of it. */
function send(port: number, forged: Forged = {}): Promise<{ status: number; body: Record<string, unknown> }> {
  const {
    method = "POST",
    path = "/Double",
    body = BODY,
    at = nonce(),
    sender = alice,
    receiver = bob.address,
  } = forged;
  const { headers } = signBtauth(sender, { method, path, body, nonce: String(at), receiver });
  const sent = Object.entries({ ...headers, ...forged.headers }).filter(([, value]) => value !== undefined);
  return new Promise((resolve, reject) => {
    const options = { port, host: "127.0.0.1", method, path: forged.target ?? path };
    const outgoing = httpRequest({ ...options, headers: Object.fromEntries(sent) }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode!, body: JSON.parse(text) }));
    });
    outgoing.on("error", reject);
    outgoing.end(forged.sentBody ?? body);
  });
}

describe("the message of btauth/1", () => {
  const request = {
    method: "POST",
    path: "/generate?stream=false",
    body: '{"prompt": "hello"}',
    nonce: "1752076800000000000",
    receiver: bob.address,
  };

  it("is the SDK's golden vector, byte for byte", () => {
    const { headers, signature } = signBtauth(aliceEd, request);
    expect(sha256Hex(request.body)).toBe("341c57448e531310fbbe83f44cea2a5e838bd9e8a6b82b269f01d0dbbc23c3cc");
    expect(aliceEd.address).toBe("5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu");
    expect(signature).toBe(
      "0x1a6b631988bf1f7ea093ab9d5acf61f05c316d0b0e428b24b487b75a5f6ee0e1" +
        "a56a26918fdf871b6cf09437e6588023a4ce423cf622621b2a7feee17612f704",
    );
    expect(headers[BTAUTH.crypto]).toBe("ed25519");
  });

  it("is signed without its scheme's name by default", () => {
    const { headers, message, signature } = signBtauth(alice, request);
    expect(headers).not.toHaveProperty(BTAUTH.crypto);
    expect(message.split("\n")).toHaveLength(8);
    expect(verify(Buffer.from(signature.slice(2), "hex"), utf8(message), alice.publicKey)).toBe(true);
  });
});

describe("an axon asked with signed headers", () => {
  it("answers as it answers synapses, signed", async () => {
    const { port } = await start();
    expect(await send(port)).toMatchObject({ status: 200, body: { input: 21, output: 42 } });
    expect(await send(port, { path: "/Double?stream=false" })).toMatchObject({ status: 200 });
    expect(await send(port, { path: "/Synapse", body: "" })).toMatchObject({ status: 200 });
    expect(await send(port, { path: "/Synapse", body: "", method: "GET" })).toMatchObject({ status: 200 });
  });

  it("takes both schemes, in any spelling of the SDK's", async () => {
    const { port } = await start();
    for (const spelling of ["ed25519", "ED25519", "0"]) {
      expect((await send(port, { sender: aliceEd, headers: { [BTAUTH.crypto]: spelling } })).status).toBe(200);
    }
    for (const spelling of [undefined, "sr25519", "1"]) {
      expect((await send(port, { headers: { [BTAUTH.crypto]: spelling } })).status).toBe(200);
    }
    const at = nonce();
    const identity = { method: "POST", path: "/Double", body: BODY, nonce: String(at), receiver: bob.address };
    const { signature } = signBtauth(alice, identity);
    const bare = signature.slice(2).toUpperCase();
    expect((await send(port, { at, headers: { [BTAUTH.signature]: bare } })).status).toBe(200);
  });

  it("serves holders of a permit alone where told so, and calls the author's checks with who signed", async () => {
    const seen: unknown[] = [];
    const validators = new Set([bob.address]);
    const verifying = {
      validatorsOnly: true,
      verify: ({ hotkey, verified }: { hotkey: string; verified: boolean }) => void seen.push([hotkey, verified]),
    };
    const { port } = await start({ validators: () => validators }, verifying);
    expect((await send(port)).status).toBe(403);
    validators.add(alice.address);
    expect((await send(port)).status).toBe(200);
    expect(seen).toEqual([[alice.address, true]]);
  });

  it.each<[string, Forged, string]>([
    ["another version", { headers: { [BTAUTH.version]: "2" } }, BTAUTH.version],
    ["no version", { headers: { [BTAUTH.version]: undefined } }, BTAUTH.version],
    ["no hotkey", { headers: { [BTAUTH.hotkey]: undefined } }, BTAUTH.hotkey],
    ["a hotkey that is none", { headers: { [BTAUTH.hotkey]: "5Nobody" } }, BTAUTH.hotkey],
    ["a hotkey without end", { headers: { [BTAUTH.hotkey]: "5".repeat(20_000) } }, BTAUTH.hotkey],
    ["no nonce", { headers: { [BTAUTH.nonce]: undefined } }, BTAUTH.nonce],
    ["an unknown scheme", { headers: { [BTAUTH.crypto]: "mldsa" } }, BTAUTH.crypto],
    ["no signature", { headers: { [BTAUTH.signature]: undefined } }, BTAUTH.signature],
    ["a signature too short", { headers: { [BTAUTH.signature]: "0x00" } }, BTAUTH.signature],
    ["no receiver", { headers: { [BTAUTH.receiver]: undefined } }, BTAUTH.receiver],
    ["another receiver", { receiver: alice.address }, "another axon"],
    [
      "another receiver than signed",
      { receiver: alice.address, headers: { [BTAUTH.receiver]: bob.address } },
      "signature",
    ],
    ["an old nonce", { at: nonce(10.5) }, "too old"],
    ["a nonce of the future", { at: nonce(-3) }, "future"],
    ["another body", { sentBody: '{"input":22}' }, "signature"],
    ["another path", { target: "/Double?more=1" }, "signature"],
    ["another hotkey", { headers: { [BTAUTH.hotkey]: bob.address } }, "signature"],
    ["another scheme", { headers: { [BTAUTH.crypto]: "ed25519" } }, "signature"],
    ["a signature of zeros", { headers: { [BTAUTH.signature]: `0x${"00".repeat(64)}` } }, "signature"],
  ])("refuses %s (401)", async (_, forged, reason) => {
    let clock = Date.now() - 3_600_000;
    const { port, handled } = await start({ now: () => clock });
    clock = Date.now();
    const { status, body } = await send(port, forged);
    expect([status, body.message]).toEqual([401, expect.stringContaining(reason)]);
    expect(handled).not.toHaveBeenCalled();
  });

  it("takes nonces to both ends of the window", async () => {
    let clock = 1_800_000_000_000;
    const { port } = await start({ now: () => clock });
    clock += 60_000;
    const at = async (milliseconds: number, more = 0n) =>
      (await send(port, { at: BigInt(clock + milliseconds) * 1_000_000n + more })).status;
    expect([await at(-10_000), await at(2_000)]).toEqual([200, 200]);
    expect([await at(-10_000, -1n), await at(2_000, 1n)]).toEqual([401, 401]);
  });

  it("refuses a nonce from before it was started, and a nonce twice", async () => {
    const { port } = await start();
    expect((await send(port, { at: nonce(1) })).body.message).toContain("started since");
    const at = nonce();
    expect((await send(port, { at })).status).toBe(200);
    const again = await send(port, { at });
    expect([again.status, again.body.message]).toEqual([401, expect.stringContaining("already received")]);
    // The same moment from somebody else is another request.
    expect((await send(port, { at, sender: aliceEd })).status).toBe(200);
  });

  it("does not remember a nonce that came with a wrong signature", async () => {
    const { port } = await start();
    const at = nonce();
    expect((await send(port, { at, sentBody: "{}" })).status).toBe(401);
    expect((await send(port, { at })).status).toBe(200);
  });

  /** Both pass in the SDK's own verifier (http_auth.py). */
  it.each([
    ["a plus sign", (at: bigint) => `+${at}`],
    ["underscores", (at: bigint) => String(at).replace(/^(\d)/, "$1_")],
    ["a leading zero", (at: bigint) => `0${at}`],
    ["digits of another script", () => "١٧٥٢٠٧٦٨٠٠"],
  ])("takes no nonce with %s", async (_, spelled) => {
    const { port } = await start();
    const at = nonce();
    const headers = { [BTAUTH.nonce]: Buffer.from(spelled(at)).toString("latin1") };
    const { status, body } = await send(port, { at, headers });
    expect([status, body.message]).toEqual([401, expect.stringContaining(BTAUTH.nonce)]);
  });

  it("takes no signature over the wrapped message", async () => {
    const { port } = await start();
    const at = nonce();
    const identity = { method: "POST", path: "/Double", body: BODY, nonce: String(at), receiver: bob.address };
    const message = btauthMessage({ ...identity, scheme: "sr25519", sender: alice.address });
    const headers = { [BTAUTH.signature]: toHex(alice.sign(wrapBytes(utf8(message)))) };
    expect(await send(port, { at, headers })).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining("signature") },
    });
  });

  it("is no way around the synapse's rules: a lenient axon checks signed headers all the same", async () => {
    const { port } = await start({ lenient: true });
    expect((await send(port, { sentBody: "{}" })).status).toBe(401);
    expect((await send(port)).status).toBe(200);
  });

  it("holds little of what strangers send (503), and refuses bodies too large (413)", async () => {
    const { port } = await start({ limits: { bodyBytes: 10_000 } });
    const large = JSON.stringify({ input: 1, padding: "x".repeat(20_000) });
    expect((await send(port, { body: large })).status).toBe(413);
    const slow = Array.from({ length: 9 }, () => {
      const { headers } = signBtauth(alice, {
        method: "POST",
        path: "/Double",
        body: "",
        nonce: String(nonce()),
        receiver: bob.address,
      });
      const outgoing = httpRequest({ port, host: "127.0.0.1", method: "POST", path: "/Double", headers });
      const status = new Promise<number>((resolve) => {
        outgoing.on("response", (response) => resolve(response.resume().statusCode!));
        outgoing.on("error", () => resolve(0));
      });
      outgoing.write("x".repeat(9_500));
      return { outgoing, status };
    });
    expect(await Promise.race(slow.map(({ status }) => status))).toBe(503);
    for (const { outgoing } of slow) outgoing.destroy();
    await vi.waitFor(async () => expect((await send(port)).status).toBe(200));
  });
});

describe("a dendrite", () => {
  it("sends signed headers where the peer wants them, and keeps evidence", async () => {
    const { target } = await start();
    const dendrite = new Dendrite({ hotkey: alice, requireSigned: true });
    open.push(dendrite);
    const [answer] = await dendrite.query([{ ...target, btauth: true }], Double, { input: 21 });
    expect(answer).toMatchObject({ ok: true, signature: "valid", values: { input: 21, output: 42 } });
    const evidence = JSON.parse(JSON.stringify(answer.evidence));
    expect(verifyEvidence(evidence)).toBe(true);
    for (const forged of [
      { requestBody: evidence.requestBody.replace("21", "22") },
      { requestMessage: evidence.requestMessage.replace("/Double", "/Triple") },
      { axonHotkey: alice.address },
      { body: evidence.body.replace("42", "43") },
      { requestSignature: `0x${"00".repeat(64)}` },
    ]) {
      expect(verifyEvidence({ ...evidence, ...forged })).toBe(false);
    }
  });

  it("signs by either scheme", async () => {
    const { target } = await start();
    const dendrite = new Dendrite({ hotkey: aliceEd });
    open.push(dendrite);
    const [answer] = await dendrite.query([{ ...target, btauth: true }], Double, { input: 3 });
    expect(answer).toMatchObject({ ok: true, values: { output: 6 } });
  });
});

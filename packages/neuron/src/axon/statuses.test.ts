import { request as httpRequest } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { Refusal } from "../errors.ts";
import { bob, bobsAxon, Double, nonce, post, type RawAnswer, signed } from "../testing/neurons.fixture.ts";
import type { Axon } from "./axon.ts";
import { type EndpointOptions, endpoint } from "./endpoint.ts";

/**
 * What Bittensor's own axon answers, case by case (measured on SDK 10.2; `bittensor/core/axon.py`), beside what an axon
 * here answers: lenient as the original, and strict as it is unless told otherwise.
 */
let open: Axon[] = [];
afterEach(async () => {
  await Promise.all(open.map((axon) => axon.close(0)));
  open = [];
});

type Ask = (target: { hotkey: string; ip: string; port: number }) => Promise<RawAnswer>;

const input = { input: 21 };
const changed =
  (headers: Record<string, string | undefined>): Ask =>
  (target) =>
    post(signed(target, Double, input), { headers });
const aged =
  (age: number, timeout: number, headers: Record<string, string | undefined> = {}): Ask =>
  (target) =>
    post(signed(target, Double, input, { timeout, at: nonce(age) }), { headers });
const YEARS_31 = 31 * 365 * 86_400;

const twice: Ask = async (target) => {
  const request = signed(target, Double, input);
  await post(request);
  return post(request);
};

const byGet: Ask = (target) => {
  const { headers, body } = signed(target, Double, input);
  return new Promise((resolve) => {
    httpRequest({ host: target.ip, port: target.port, path: "/Double", method: "GET", headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode!, message: "", headers: new Headers(), body: {} });
    }).end(body);
  });
};

const CASES: readonly [what: string, ask: Ask, lenient: number, strict: number, hooks?: EndpointOptions][] = [
  ["a correct request", changed({}), 200, 200],
  ["a bad signature", changed({ bt_header_dendrite_signature: `0x${"01".repeat(64)}` }), 401, 401],
  ["no signature", changed({ bt_header_dendrite_signature: undefined }), 200, 401],
  ["a first nonce older than four seconds and the timeout", aged(60, 5), 401, 401],
  ["the same with a timeout of eleven days", aged(100, 1_000_000), 200, 401],
  ["the same of a version before 7.2.0", aged(60, 5, { bt_header_dendrite_version: "7001000" }), 200, 401],
  ["a nonce 31 years ahead", aged(-YEARS_31, 5), 200, 401],
  ["the same nonce again", twice, 401, 401],
  ["a wrong body hash", (target) => post(signed(target, Double, input), { body: '{"input":22}' }), 500, 400],
  ["no body hash", changed({ computed_body_hash: undefined, bt_header_dendrite_signature: undefined }), 500, 401],
  ["an unknown path", (target) => post(signed(target, Double, input), { path: "/Triple" }), 404, 404],
  ["no empty value of a required field", changed({ bt_header_input_obj_input: undefined }), 500, 200],
  ["GET with a body", byGet, 200, 200],
  ["a header of 20,000 bytes", changed({ extra: "x".repeat(20_000) }), 200, 200],
  ["a caller on the blacklist", changed({}), 403, 403, { blacklist: () => "unlucky" }],
  ["a caller whose check fails", changed({}), 401, 401, { verify: () => Promise.reject(new Error("no")) }],
];

describe.each([
  ["lenient", true],
  ["strict", false],
] as const)("a %s axon", (_, lenient) => {
  it.each(CASES)("answers %s", async (_what, ask, asLenient, asStrict, hooks = {}) => {
    let clock = Date.now() - 3_600_000;
    const served = endpoint(Double, ({ input: value }) => ({ output: 2 * value }), hooks);
    const { axon, target } = await bobsAxon([served], { lenient, now: () => clock });
    open.push(axon);
    clock = Date.now();
    const { status } = await ask({ ...target, hotkey: bob.address });
    expect(status).toBe(lenient ? asLenient : asStrict);
  });

  it.each([
    ["fails", new Error("broken"), 500],
    ["chooses its status", new Refusal(418, "short and stout"), 418],
  ])("answers for a handler that %s", async (_what, error, expected) => {
    const { axon, target } = await bobsAxon([endpoint(Double, () => Promise.reject(error))], { lenient });
    open.push(axon);
    expect((await post(signed(target, Double, input))).status).toBe(expected);
  });

  it("answers 408 when the time is over while a request waits for its place", async () => {
    const never = endpoint(Double, () => new Promise<never>(() => {}));
    const { axon, target } = await bobsAxon([never], { lenient, limits: { concurrency: 1 } });
    open.push(axon);
    const [first, second] = [0.3, 0.1].map((timeout) => post(signed(target, Double, input, { timeout })));
    expect([(await first).status, (await second).status]).toEqual([408, 408]);
  });
});

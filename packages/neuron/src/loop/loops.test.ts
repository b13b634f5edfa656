import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keypairFromUri } from "@myelin/primitives";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Caller } from "../axon/endpoint.ts";
import type { Answer } from "../dendrite/answer.ts";
import { FakeChain } from "../testing/fake-chain.ts";
import { alice, bob, Double } from "../testing/neurons.fixture.ts";
import type { Values } from "../wire/synapse.ts";
import { Miner } from "./miner.ts";
import type { Neuron, NeuronOptions } from "./neuron.ts";
import { jsonLines, type NeuronEvent, textLines } from "./report.ts";
import { type Round, Validator, type ValidatorOptions } from "./validator.ts";

class Doubler extends Miner<typeof Double> {
  readonly synapse = Double;
  factor = 2;
  callers: string[] = [];

  forward({ input }: Values<typeof Double>, { hotkey }: Caller) {
    this.callers.push(hotkey);
    return { output: this.factor * input };
  }
}

class Checker extends Validator<Answer<typeof Double>[]> {
  rounds: number[] = [];

  query({ targets, dendrite, signal, number }: Round) {
    this.rounds.push(number);
    return dendrite.query(targets, Double, { input: 21 }, { timeout: 2, signal });
  }

  score(answers: Answer<typeof Double>[]) {
    return new Map(answers.map(({ axon, values }) => [axon.hotkey, values?.output === 42 ? 1 : 0]));
  }
}

let chain: FakeChain;
let dir: string;
let running: { stop: () => Promise<void> }[] = [];

beforeEach(() => {
  chain = new FakeChain();
  dir = mkdtempSync(join(tmpdir(), "myelin-neuron-"));
});

afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  running = [];
  rmSync(dir, { recursive: true });
});

/** Runs a neuron while blocks go by; `stop` ends it and gives its error, if it had one. */
function run(neuron: Neuron) {
  const controller = new AbortController();
  const blocks = setInterval(() => chain.advance(), 20);
  let failure: Error | undefined;
  const done = neuron.run(controller.signal).catch((error: Error) => {
    failure = error;
  });
  const stop = async () => {
    clearInterval(blocks);
    controller.abort();
    await done;
  };
  running.push({ stop });
  return { stop, done, failure: () => failure };
}

function options(hotkey = bob): { events: NeuronEvent[]; options: NeuronOptions } {
  const events: NeuronEvent[] = [];
  const report = (event: NeuronEvent) => void events.push(event);
  return { events, options: { hotkey, netuid: 1, node: chain.connector, serve: { port: 0 }, stallMs: 100, report } };
}

function validatorOptions(): { events: NeuronEvent[]; options: ValidatorOptions } {
  const { events, options: common } = options(alice);
  return { events, options: { ...common, dir, roundSeconds: 0.05, smoothing: 0.5 } };
}

const named = (events: NeuronEvent[], name: NeuronEvent["event"]) => events.filter(({ event }) => event === name);
const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

describe("a miner", () => {
  it("listens, connects, finds itself registered and announces its axon once", async () => {
    chain.register(bob.address);
    const { events, options: given } = options();
    const miner = new Doubler(given);
    const { stop, failure } = run(miner);
    await soon(() => expect(named(events, "served")).toHaveLength(1));
    const before = chain.block;
    await soon(() => expect(chain.block).toBeGreaterThan(before + 10));
    await stop();
    expect(failure()).toBeUndefined();
    expect(events.map(({ event }) => event)).toEqual(["listening", "connected", "registered", "served", "stopped"]);
    expect(chain.served).toHaveLength(1);
    expect(chain.served[0]).toMatchObject({ hotkey: bob.address, ip: "127.0.0.1" });
  });

  it("does not announce what the chain already shows, and announces a new place", async () => {
    const peer = chain.register(bob.address);
    peer.axon = { block: 1, version: 1, ip: "203.0.113.7", port: 8091, ipType: 4, protocol: 4 };
    const { events, options: given } = options();
    const serve = { port: 0, announceIp: "203.0.113.7", announcePort: 8091 };
    const first = run(new Doubler({ ...given, serve }));
    await soon(() => expect(chain.block).toBeGreaterThan(10));
    await first.stop();
    expect(chain.served).toEqual([]);
    run(new Doubler({ ...given, serve: { ...serve, announcePort: 8092 } }));
    await soon(() => expect(named(events, "served")).toEqual([{ event: "served", ip: "203.0.113.7", port: 8092 }]));
  });

  it("tries again with pauses when the chain refuses, and tells each reason once", async () => {
    chain.register(bob.address);
    chain.refusals.push("ServingRateLimitExceeded", "ServingRateLimitExceeded", "ServingRateLimitExceeded");
    const { events, options: given } = options();
    run(new Doubler(given));
    await soon(() => expect(named(events, "served")).toHaveLength(1));
    expect(named(events, "notice")).toEqual([{ event: "notice", what: "serve", reason: "ServingRateLimitExceeded" }]);
  });

  it("waits for a node that is not there yet, and lives through an outage", async () => {
    chain.away = true;
    chain.register(bob.address);
    const { events, options: given } = options();
    const miner = new Doubler(given);
    run(miner);
    await soon(() => expect(named(events, "outage")).toHaveLength(1));
    chain.away = false;
    await soon(() => expect(named(events, "served")).toHaveLength(1));
    chain.away = true;
    await soon(() => expect(named(events, "outage")).toHaveLength(2));
    const before = miner.metagraph!.block;
    chain.away = false;
    await soon(() => expect(miner.metagraph!.block).toBeGreaterThan(before));
    expect(named(events, "connected")).toHaveLength(2);
  });

  it("stops with one clear line when the node comes back with another chain", async () => {
    chain.register(bob.address);
    chain.block = 5_000;
    const { events, options: given } = options();
    const { done, failure } = run(new Doubler(given));
    await soon(() => expect(named(events, "served")).toHaveLength(1));
    chain.genesis = "0x02";
    chain.block = 1;
    await done;
    expect(failure()).toMatchObject({ code: "NEURON_OTHER_CHAIN", details: { before: "0x01", now: "0x02" } });
    expect(failure()!.message).not.toContain("\n");
    expect(events.map(({ event }) => event)).toEqual(["listening", "connected", "registered", "served", "stopped"]);
  });

  it("notices a subscription that went silent", async () => {
    chain.register(bob.address);
    const { options: given } = options();
    const silent: NeuronOptions = {
      ...given,
      node: async (signal) => {
        const view = await chain.connector(signal);
        return { ...view, onHead: async () => async () => {} };
      },
    };
    const miner = new Doubler(silent);
    run(miner);
    await soon(() => expect(miner.metagraph).toBeDefined());
    const before = miner.metagraph!.block;
    await soon(() => expect(miner.metagraph!.block).toBeGreaterThan(before));
  });

  it("says in one line that it lost its place, and goes on when it is registered again", async () => {
    chain.register(bob.address);
    const { events, options: given } = options();
    const miner = new Doubler(given);
    run(miner);
    await soon(() => expect(named(events, "served")).toHaveLength(1));
    chain.replace(0, alice.address);
    await soon(() => expect(named(events, "deregistered")).toHaveLength(1));
    const before = chain.block;
    await soon(() => expect(chain.block).toBeGreaterThan(before + 5));
    expect(named(events, "deregistered")).toEqual([{ event: "deregistered", hotkey: bob.address, uid: 0 }]);
    expect(named(events, "unregistered")).toHaveLength(1);
    chain.register(bob.address);
    await soon(() => expect(named(events, "registered").at(-1)).toEqual({ event: "registered", uid: 1 }));
    await soon(() => expect(named(events, "served")).toHaveLength(2));
  });

  it("registers itself where told to, trying again", async () => {
    const { events, options: given } = options();
    let tries = 0;
    const whenUnregistered = async () => {
      if (++tries === 1) throw new Error("too little balance");
      chain.register(bob.address);
    };
    run(new Doubler({ ...given, whenUnregistered }));
    await soon(() => expect(named(events, "registered")).toHaveLength(1));
    expect(named(events, "notice")).toEqual([{ event: "notice", what: "register", reason: "too little balance" }]);
    expect(tries).toBe(2);
  });

  it("stops where told to, with an error that says what to do", async () => {
    const { options: given } = options();
    const { done, failure } = run(new Doubler({ ...given, whenUnregistered: "stop" }));
    await done;
    expect(failure()).toMatchObject({ code: "NEURON_NOT_REGISTERED" });
  });

  it("does not start on a taken port", async () => {
    chain.register(bob.address);
    const { events, options: given } = options();
    run(new Doubler(given));
    await soon(() => expect(named(events, "listening")).toHaveLength(1));
    const { port } = named(events, "listening")[0] as { port: number };
    const second = run(new Doubler({ ...given, serve: { port } }));
    await second.done;
    expect(second.failure()).toMatchObject({ code: "AXON_PORT_TAKEN" });
  });
});

describe("a validator", () => {
  async function network() {
    const charlie = keypairFromUri("//Charlie");
    const own = chain.register(alice.address, { validatorPermit: true, totalStake: 1_000n });
    chain.register(bob.address);
    chain.register(charlie.address);
    const good = new Doubler(options(bob).options);
    const bad = new Doubler(options(charlie).options);
    bad.factor = 3;
    const miners = [run(good), run(bad)];
    await soon(() => expect(chain.served).toHaveLength(2));
    return { own, good, bad, miners, charlie };
  }

  it("asks, scores and sets weights for who answers well", async () => {
    const { good } = await network();
    const { events, options: given } = validatorOptions();
    const validator = new Checker(given);
    const { stop } = run(validator);
    await soon(() => expect(chain.weights.length).toBeGreaterThan(0));
    await stop();
    expect([...chain.weights[0].weights.keys()]).toEqual([1]);
    expect(validator.scores.get(bob.address)).toBeGreaterThan(0.4);
    expect(validator.scores.get(keypairFromUri("//Charlie").address)).toBe(0);
    expect(new Set(good.callers)).toEqual(new Set([alice.address]));
    expect(named(events, "round")[0]).toMatchObject({ round: 1, asked: 2, scored: 2 });
    expect(named(events, "weights")[0]).toMatchObject({ uids: [1] });
  });

  it("sets weights once an epoch, and tries again after a refusal", async () => {
    const { own } = await network();
    const { events, options: given } = validatorOptions();
    own.registeredAt = own.lastUpdate = 1;
    run(new Checker(given));
    await soon(() => expect(chain.weights.length).toBeGreaterThan(0));
    chain.refusals.push("SettingWeightsTooFast");
    await soon(() => expect(chain.weights.length).toBeGreaterThan(4));
    const epochs = chain.weights.map(({ block }) => Math.floor(block / chain.tempo));
    expect(new Set(epochs).size).toBe(epochs.length);
    expect(named(events, "notice")).toContainEqual({
      event: "notice",
      what: "weights",
      reason: "SettingWeightsTooFast Trying again.",
    });
  });

  it("keeps scores and round over a restart, and sets no weights twice in an epoch", async () => {
    await network();
    const first = new Checker(validatorOptions().options);
    const { stop } = run(first);
    await soon(() => expect(chain.weights.length).toBe(1));
    await stop();
    const set = chain.weights.length;
    const saved = first.scores;
    const second = new Checker(validatorOptions().options);
    const again = run(second);
    await soon(() => expect(second.rounds.length).toBeGreaterThan(0));
    expect(second.rounds[0]).toBe(first.rounds.at(-1)! + 1);
    await again.stop();
    expect(second.scores.get(bob.address)).toBeGreaterThanOrEqual(saved.get(bob.address)!);
    const blocks = chain.weights.slice(set - 1).map(({ block }) => Math.floor(block / chain.tempo));
    expect(new Set(blocks).size).toBe(blocks.length);
  });

  it("gives a newcomer nothing of its predecessor's score, nor a hotkey that came back", async () => {
    const { miners } = await network();
    const validator = new Checker(validatorOptions().options);
    run(validator);
    await soon(() => expect(validator.scores.get(bob.address)).toBeGreaterThan(0.9));
    await miners[0].stop();
    const dave = keypairFromUri("//Dave").address;
    chain.replace(1, dave);
    await soon(() => expect(validator.scores.has(bob.address)).toBe(false));
    expect(validator.scores.get(dave)).toBeUndefined();
  });

  it("scores a miner that died as it answers: not at all", async () => {
    const { miners } = await network();
    const validator = new Checker(validatorOptions().options);
    run(validator);
    await soon(() => expect(validator.scores.get(bob.address)).toBeGreaterThan(0.9));
    await miners[0].stop();
    await soon(() => expect(validator.scores.get(bob.address)).toBeLessThan(0.1));
    run(new Doubler(options(bob).options));
    await soon(() => expect(validator.scores.get(bob.address)).toBeGreaterThan(0.9));
  });

  it("goes on asking through an outage of the node and sets weights after it", async () => {
    await network();
    const { events, options: given } = validatorOptions();
    const validator = new Checker(given);
    run(validator);
    await soon(() => expect(chain.weights.length).toBeGreaterThan(0));
    chain.away = true;
    await soon(() => expect(named(events, "outage")).toHaveLength(1));
    const [set, rounds] = [chain.weights.length, validator.rounds.length];
    await soon(() => expect(validator.rounds.length).toBeGreaterThan(rounds + 3));
    chain.away = false;
    await soon(() => expect(chain.weights.length).toBeGreaterThan(set));
  });

  it("says why it sets no weights", async () => {
    chain.register(alice.address, { validatorPermit: false });
    const { events, options: given } = validatorOptions();
    const validator = new Checker(given);
    run(validator);
    const reasons = () => named(events, "notice").map((event) => (event as { reason: string }).reason);
    await soon(() => expect(reasons().join()).toContain("Waiting for a validator permit"));
    expect(validator.rounds).toEqual([]);
    chain.neurons[0].validatorPermit = true;
    await soon(() => expect(reasons()).toContain("No weights yet: nobody has earned a score above zero."));
    chain.register(bob.address);
    chain.commitRevealEnabled = true;
    run(new Doubler(options(bob).options));
    await soon(() => expect(reasons().join()).toContain("the subnet demands committed weights"));
    expect(chain.weights).toEqual([]);
  });

  it("goes on after a round that failed", async () => {
    await network();
    const { events, options: given } = validatorOptions();
    let failures = 0;
    class Stumbling extends Checker {
      override score(answers: Answer<typeof Double>[]) {
        if (++failures === 1) throw new Error("stumbled");
        return super.score(answers);
      }
    }
    run(new Stumbling(given));
    await soon(() => expect(named(events, "round").length).toBeGreaterThan(0));
    expect(named(events, "notice")).toContainEqual({ event: "notice", what: "round", reason: "stumbled" });
  });

  it("sets a damaged state aside and keeps its own private", async () => {
    const file = join(dir, "validator.json");
    writeFileSync(file, '{"version":1,"scores":');
    chain.register(alice.address, { validatorPermit: true });
    const { events, options: given } = validatorOptions();
    const { stop } = run(new Checker(given));
    await soon(() => expect(named(events, "round").length).toBeGreaterThan(0));
    await stop();
    const aside = readdirSync(dir).find((name) => name.includes("damaged"))!;
    expect(readFileSync(join(dir, aside), "utf8")).toBe('{"version":1,"scores":');
    expect(named(events, "notice")[0]).toMatchObject({ what: "state" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).some((name) => name.endsWith(".new"))).toBe(false);
  });
});

describe("events", () => {
  it("are JSON lines for a supervisor and short lines for people", () => {
    const lines: string[] = [];
    const out = { write: (text: string) => void lines.push(text) };
    jsonLines(out)({ event: "served", ip: "127.0.0.1", port: 8091 });
    expect(JSON.parse(lines[0])).toMatchObject({ event: "served", ip: "127.0.0.1", port: 8091 });
    expect(lines[0].endsWith("}\n")).toBe(true);
    textLines(out)({ event: "deregistered", hotkey: "5Bob", uid: 3 });
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d Hotkey 5Bob lost its uid 3: another neuron took the place\.\n$/);
    textLines(out)({ event: "figures", bitsPerByte: 2.5 });
    expect(lines[2]).toContain("bitsPerByte 2.5");
  });
});

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeChain } from "@myelin/neuron/testing/fake-chain";
import { keypairFromUri } from "@myelin/primitives";
import { describe, expect, test } from "vitest";
import { defineMiner, defineTask, defineValidator, float, GainBook, int, Likeness, optional, text } from "../kit.ts";
import { TestSubnet } from "../testing.ts";
import type { SubnetChain } from "./chain.ts";
import type { SubnetEvent } from "./run-options.ts";

const task = defineTask({
  name: "Root",
  question: { square: float },
  answer: { root: float, remark: optional(text) },
  score: ({ root }, truth: number) => {
    if (root < 0) throw new RangeError("a negative root");
    return root === 13 ? Number.NaN : 1 / (1 + Math.abs(root - truth));
  },
});
const validator = defineValidator(
  task,
  () => ({ ask: ({ number }) => ({ question: { square: number * number }, truth: number }) }),
  { roundSeconds: 0.02, smoothing: 0.5 },
);
const miner = defineMiner(task, () => ({ answer: ({ square }) => ({ root: Math.sqrt(square), remark: null }) }));
const fixed = (root: number) => defineMiner(task, () => ({ answer: () => ({ root, remark: "always" }) }));

describe("a task", () => {
  const field = { square: float };
  test.each([
    ["no question", () => defineTask({ name: "A", question: {}, answer: field, score: () => 0 }), /asks nothing/],
    ["no answer", () => defineTask({ name: "A", question: field, answer: {}, score: () => 0 }), /has no answer/],
    [
      "a field twice",
      () => defineTask({ name: "A", question: field, answer: field, score: () => 0 }),
      /"square" in its/,
    ],
    ["no name", () => defineTask({ name: "a b", question: field, answer: { x: int }, score: () => 0 }), /class-like/],
    [
      "a taken field",
      () => defineTask({ name: "A", question: { timeout: int }, answer: { x: int }, score: () => 0 }),
      /timeout/,
    ],
  ])("with %s is refused", (_, define, message) => {
    expect(define).toThrow(message);
  });
});

describe("on the chain in memory", () => {
  test("who answers well is paid, and nothing that others send does harm", async () => {
    const wrong = defineMiner(task, () => ({
      answer: () => ({ root: "9" }) as unknown as { root: number; remark: null },
    }));
    const absent = defineMiner(task, () => ({
      answer: () => ({ remark: "none" }) as unknown as { root: number; remark: null },
    }));
    const miners = { miner, far: fixed(1e6), negative: fixed(-1), nan: fixed(13), wrong, absent };
    const subnet = await TestSubnet.open({ validator, miners });
    try {
      for (let epoch = 0; epoch < 2; epoch++) {
        await subnet.rounds(4);
        subnet.epoch();
      }
      expect(subnet.incentive("miner")).toBeGreaterThan(0.99);
      expect(subnet.result("miner")).toMatchObject({ status: 200, score: 1, answer: { root: 8, remark: null } });
      expect(subnet.result("negative")?.problem).toBe("it could not be scored: a negative root");
      expect(subnet.result("nan")).toMatchObject({ score: 0, problem: "its score is NaN" });
      expect(subnet.result("wrong")).toMatchObject({ status: 422, answer: undefined, score: 0 });
      expect(subnet.result("absent")).toMatchObject({ score: 0, problem: "the answer is incomplete" });
      expect(() => subnet.incentive("nobody")).toThrow(/no miner "nobody"/);
    } finally {
      await subnet.close();
    }
  });

  test("while nobody has earned anything the pay is burned", async () => {
    const subnet = await TestSubnet.open({ validator, miners: { negative: fixed(-1) }, stakes: [100] });
    try {
      await subnet.rounds(2);
      subnet.epoch();
      expect(subnet.incentive("negative")).toBe(0);
    } finally {
      await subnet.close();
    }
  });

  test("what an author leaves out is told", async () => {
    const broken = defineMiner(task, () => ({}) as unknown as { answer: () => { root: number; remark: null } });
    await expect(TestSubnet.open({ validator, miners: { broken } })).rejects.toThrow(
      /must give back an answer function/,
    );
  });
});

test("the same definitions run as neurons: they serve, ask, score and set weights, and stop when told", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kit-"));
  const chain = new FakeChain();
  const blocks = setInterval(() => chain.advance(), 50);
  const stop = new AbortController();
  const events: SubnetEvent[] = [];
  const published: Uint8Array[] = [];
  const board: SubnetChain = {
    connect: chain.connector,
    read: async () => new Map(),
    publish: async (bytes) => void published.push(bytes),
  };
  const [validatorKey, minerKey] = ["//v", "//m"].map((uri) => keypairFromUri(uri));
  chain.register(validatorKey!.address, { validatorPermit: true });
  const { uid } = chain.register(minerKey!.address);
  const closed: string[] = [];
  const watched = defineMiner(task, ({ report, settings }) => {
    report({ made: settings["mode"]! });
    return {
      answer: ({ square }) => ({ root: Math.sqrt(square), remark: null }),
      close: () => void closed.push("miner"),
    };
  });
  const publishing = defineValidator(
    task,
    async ({ board: { publish } }) => ({
      async ask({ number }) {
        if (number === 1) await publish(Uint8Array.of(1, 2));
        return { question: { square: number * number }, truth: number };
      },
      close: () => void closed.push("validator"),
    }),
    { roundSeconds: 0.05 },
  );
  try {
    const base = { url: "", netuid: 1, port: 0, signal: stop.signal, chain: board };
    const report = (event: SubnetEvent) => void events.push(event);
    const running = [
      watched.run({ ...base, hotkey: minerKey!, dir: join(dir, "m"), settings: { mode: "fast" }, report }),
      publishing.run({ ...base, hotkey: validatorKey!, dir: join(dir, "v"), report }),
    ];
    await expect.poll(() => chain.weights.at(-1)?.weights.has(uid), { timeout: 20_000 }).toBe(true);
    stop.abort();
    await Promise.all(running);
    expect(published).toEqual([Uint8Array.of(1, 2)]);
    expect(events).toContainEqual({ event: "figures", made: "fast" });
    const scored = events.filter((event) => event.event === "scores" && event.scores.some(({ score }) => score === 1));
    expect(scored.length).toBeGreaterThan(0);
    expect(closed.sort()).toEqual(["miner", "validator"]);
  } finally {
    stop.abort();
    clearInterval(blocks);
    await rm(dir, { recursive: true, force: true });
  }
});

describe("a book of gains", () => {
  test("pays certain gains alone, in proportion", () => {
    const book = new GainBook();
    for (let round = 0; round < 20; round++) {
      book.record("sure", [0.2, 0.3, 0.1]);
      book.record("twice", [0.4, 0.6, 0.2]);
      book.record("lucky", round === 0 ? [30, 0, 0] : [-0.1, 0.1, 0]);
      book.record("worse", [-0.2, -0.1, -0.3]);
    }
    const pay = book.pay();
    expect([...pay.keys()].sort()).toEqual(["sure", "twice"]);
    expect(pay.get("twice")! / pay.get("sure")!).toBeCloseTo(2, 10);
    const back = new GainBook({}, JSON.parse(JSON.stringify(book)));
    expect(back.pay()).toEqual(pay);
    back.keep(new Set(["twice"]));
    expect([...back.pay().keys()]).toEqual(["twice"]);
  });

  test("copies share", () => {
    const book = new GainBook();
    const likeness = new Likeness({ near: 0.1, far: 0.2 });
    for (const hotkey of ["a", "b", "c"]) book.record(hotkey, [1, 1]);
    likeness.record(
      new Map([
        ["a", 5],
        ["b", 5.01],
        ["c", 6],
      ]),
      (x, y) => Math.abs(x - y),
    );
    expect([...book.pay((x, y) => likeness.of(x, y))]).toEqual([
      ["a", 0.5],
      ["b", 0.5],
      ["c", 1],
    ]);
  });
});

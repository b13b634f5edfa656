import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Commitments } from "./claims.ts";
import { type Commitment, decodeCommitment } from "./commitment.ts";
import { WINDOW } from "./lanes.ts";
import { LanguageMiner } from "./miner.ts";
import { fromBase64, type Question } from "./protocol.ts";
import { CountingLearner } from "./testing/models.ts";
import { novel } from "./testing/text.ts";
import { corpusOf, partOf } from "./text.ts";
import { type Ask, type CommitmentBoard, LanguageValidator, type LanguageValidatorOptions } from "./validator.ts";

const LANES = 16;
/** Short: eight parts of 32 lanes at most, four windows a lane. */
const corpus = corpusOf(novel(8 * LANES * 4 * WINDOW), "novel", true);
const folder = () => mkdtemp(join(tmpdir(), "validator-"));

class Board implements CommitmentBoard {
  readonly all = new Map<string, Commitment>();
  readonly #hotkey: string;
  failing = false;

  constructor(hotkey: string) {
    this.#hotkey = hotkey;
  }

  async read(): Promise<Commitments> {
    return this.all;
  }

  async publish(bytes: Uint8Array): Promise<void> {
    if (this.failing) throw new Error("the node is away");
    this.all.set(this.#hotkey, decodeCommitment(bytes)!);
  }
}

async function open(options: Partial<LanguageValidatorOptions> = {}) {
  const board = new Board("5V");
  const dir = options.dir ?? (await folder());
  return LanguageValidator.open({ hotkey: "5V", corpus, dir, board, maxLanes: LANES, random: () => 0.3, ...options });
}

/** A miner in this process. */
function askOf(miner: LanguageMiner): Ask {
  return async (_hotkey, question) => {
    try {
      return { status: 200, distributions: await miner.predict("5V", question) };
    } catch (error) {
      return { status: (error as { status: number }).status };
    }
  };
}

describe("a round", () => {
  test("sends no byte before every answer about it has arrived or its time is over", async () => {
    const validator = await open();
    const questions: Question[] = [];
    const release: (() => void)[] = [];
    const ask: Ask = (_hotkey, question) => {
      questions.push(question);
      return new Promise((resolve) => release.push(() => resolve({ status: 408 })));
    };
    let over = false;
    const first = validator.round(["a", "b"], ask).then(() => {
      over = true;
    });
    await expect.poll(() => questions.length).toBe(2);
    release[0]!();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(over).toBe(false);
    expect(questions.length).toBe(2);
    release[1]!();
    await first;
    const part = partOf(corpus, questions[0]!.part);
    const laneBytes = Math.floor(part.length / LANES / WINDOW) * WINDOW;
    for (const { position, contexts } of questions) {
      expect(position).toBe(WINDOW);
      const bytes = fromBase64(contexts);
      for (let lane = 0; lane < LANES; lane++) {
        const at = lane * laneBytes;
        expect(bytes.subarray(lane * WINDOW, (lane + 1) * WINDOW)).toEqual(part.subarray(at, at + WINDOW));
      }
    }
  });

  test("the same question goes to all; only the bytes that a miner does not hold are sent", async () => {
    const validator = await open();
    const sizes: Record<string, number[]> = { steady: [], late: [] };
    const miners = { steady: new LanguageMiner(new CountingLearner()), late: new LanguageMiner(new CountingLearner()) };
    let round = 0;
    const ask: Ask = async (hotkey, question) => {
      if (hotkey === "late" && round === 2) return { status: 503 };
      sizes[hotkey]!.push(fromBase64(question.contexts).length / LANES);
      return askOf(miners[hotkey as "late"])(hotkey, question);
    };
    for (round = 0; round < 5; round++) {
      const result = await validator.round(["steady", "late"], ask);
      expect(result!.answered).toBe(round === 2 ? 1 : 2);
    }
    expect(sizes).toEqual({ steady: [WINDOW, 1, 1, 1, 1], late: [WINDOW, 1, WINDOW, 1] });
  });

  test("without a miner the text waits", async () => {
    const validator = await open();
    expect((await validator.round([], async () => ({ status: 503 })))!.position).toBe(WINDOW);
    expect((await validator.round(["v"], async () => ({ status: 404 })))!.position).toBe(WINDOW);
    const miner = askOf(new LanguageMiner(new CountingLearner()));
    expect((await validator.round(["m"], miner))!.position).toBe(WINDOW);
    expect((await validator.round(["m"], miner))!.position).toBe(WINDOW + 1);
  });

  test("a miner that lost its contexts is sent whole ones in the same round", async () => {
    const validator = await open();
    await validator.round(["m"], askOf(new LanguageMiner(new CountingLearner())));
    const restarted = await validator.round(["m"], askOf(new LanguageMiner(new CountingLearner())));
    expect(restarted!.answered).toBe(1);
  });

  test("a neuron without predictions is no miner, but nobody escapes a round by saying so", async () => {
    const validator = await open();
    const miner = askOf(new LanguageMiner(new CountingLearner()));
    let sulking = false;
    const ask: Ask = async (hotkey, question) => {
      return hotkey === "m" && !sulking ? miner(hotkey, question) : { status: 404 };
    };
    expect([...(await validator.round(["m", "v"], ask))!.bits.keys()]).toEqual(["m"]);
    sulking = true;
    expect((await validator.round(["m", "v"], ask))!.bits).toEqual(new Map([["m", 16]]));
  });

  test("a validator that was still starting when it was asked is no miner once it is up", async () => {
    const validator = await open();
    const miner = askOf(new LanguageMiner(new CountingLearner()));
    let starting = true;
    const ask: Ask = async (hotkey, question) =>
      hotkey === "m" ? miner(hotkey, question) : { status: starting ? 503 : 404 };
    expect((await validator.round(["m", "v"], ask))!.bits.get("v")).toBe(16);
    starting = false;
    expect([...(await validator.round(["m", "v"], ask))!.bits.keys()]).toEqual(["m"]);
  });
});

describe("the text", () => {
  test("is read part by part to its end, and then the end is told once", async () => {
    const events: string[] = [];
    const validator = await open({ maxLanes: 32, report: ({ event }) => events.push(event) });
    const asked = new Set<string>();
    const ask: Ask = async (_hotkey, { part, position }) => {
      asked.add(`${part}/${position}`);
      return { status: 503 };
    };
    let rounds = 0;
    while ((await validator.round(["m"], ask)) !== undefined) rounds++;
    expect(rounds).toBe(8 * WINDOW);
    expect(asked.size).toBe(rounds);
    expect(await validator.round(["m"], ask)).toBeUndefined();
    expect(events.filter((event) => event === "text-ended")).toHaveLength(1);
    expect(events.filter((event) => event === "chunk")).toHaveLength(8 * 2);
    await validator.close();
  });

  test("is claimed once, whoever asks for it first", async () => {
    const board = new Board("5V");
    const validator = await open({ board });
    await Promise.all([
      validator.prepare(),
      validator.prepare(),
      validator.round(["m"], async () => ({ status: 503 })),
    ]);
    expect(validator.commitment.parts.size).toBe(1);
    await validator.close();
  });

  test("a part claimed at the same time by another is left to it", async () => {
    const board = new Board("5V");
    const rival = async (bytes: Uint8Array): Promise<void> => {
      const mine = decodeCommitment(bytes)!;
      if (!board.all.has("5A")) board.all.set("5A", mine);
      board.all.set("5V", mine);
    };
    const validator = await open({ board: { read: () => board.read(), publish: rival } });
    const asked: number[] = [];
    await validator.round(["m"], async (_hotkey, { part }) => {
      asked.push(part);
      return { status: 503 };
    });
    const contested = [...board.all.get("5A")!.parts];
    expect(contested).toHaveLength(1);
    expect(contested).not.toContain(asked[0]);
  });
});

describe("a restart", () => {
  test("goes on at the byte where it was, with scores, chunks and baseline", async () => {
    const dir = await folder();
    const board = new Board("5V");
    const miner = askOf(new LanguageMiner(new CountingLearner()));
    const one = await open({ dir, board });
    let last = await one.round(["m"], miner);
    for (let i = 0; i < WINDOW + 5; i++) last = await one.round(["m"], miner);
    await one.close();
    const two = await open({ dir, board });
    expect(two.standing("m")).toEqual(one.standing("m"));
    expect(two.pay()).toEqual(one.pay());
    const next = await two.round(["m"], miner);
    expect(next).toMatchObject({ part: last!.part, position: last!.position + 1 });
    expect(Math.abs(next!.orderZero - last!.orderZero)).toBeLessThan(1);
    expect(two.commitment.chunks).toBe(2);
    expect(two.commitment).toEqual(board.all.get("5V"));
  });

  test("leaves the models to beat exactly as they were, in the middle of a chunk and of a second part", async () => {
    const dir = await folder();
    const miner: Ask = async () => ({ status: 503 });
    const stopped = await open({ dir, maxLanes: 32 });
    const going = await open({ maxLanes: 32 });
    for (let i = 0; i < WINDOW + 9; i++) for (const each of [stopped, going]) await each.round(["m"], miner);
    await stopped.close();
    const again = await open({ dir, maxLanes: 32 });
    for (let i = 0; i < 3; i++) {
      const { orderZero, orderTwo, part } = (await going.round(["m"], miner))!;
      expect(await again.round(["m"], miner)).toMatchObject({ orderZero, orderTwo, part });
      expect(orderTwo).toBeGreaterThan(0);
    }
    expect(going.commitment.parts.size).toBe(2);
    await Promise.all([again.close(), going.close()]);
  });

  test("asks again about a byte whose round was cut off, and never about one that was shown", async () => {
    const dir = await folder();
    const shown = new Set<number>();
    const one = await open({ dir });
    const ask: Ask = async (_hotkey, { position }) => {
      expect(shown.has(position)).toBe(false);
      for (let known = 0; known < position; known++) shown.add(known);
      return { status: 503 };
    };
    for (let i = 0; i < 5; i++) await one.round(["m"], ask);
    void one.round(["m"], () => new Promise(() => {}));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const two = await open({ dir });
    for (let i = 0; i < 5; i++) await two.round(["m"], ask);
    expect(shown.has(WINDOW + 8)).toBe(true);
  });

  test("another text starts anew; a damaged state is no obstacle", async () => {
    const dir = await folder();
    const one = await open({ dir });
    await one.round(["m"], async () => ({ status: 503 }));
    await one.close();
    const other = corpusOf(novel(40_000, 500_000), "another", false);
    const two = await open({ dir, corpus: other });
    expect((await two.round(["m"], async () => ({ status: 503 })))!.position).toBe(WINDOW);
    await two.close();
    await writeFile(join(dir, "language.json"), '{"corpus":');
    const three = await open({ dir, corpus: other });
    expect((await three.round(["m"], async () => ({ status: 503 })))!.position).toBe(WINDOW);
  });
});

test("what could not be published is published later", async () => {
  const board = new Board("5V");
  const events: string[] = [];
  const validator = await open({ board, report: ({ event }) => events.push(event) });
  await validator.prepare();
  await validator.close();
  board.failing = true;
  for (let i = 0; i < WINDOW; i++) await validator.round(["m"], async () => ({ status: 503 }));
  await validator.close();
  expect(events).toContain("commitment-failed");
  expect(board.all.get("5V")!.chunks).toBe(1);
  board.failing = false;
  await validator.round(["m"], async () => ({ status: 503 }));
  await validator.close();
  expect(board.all.get("5V")).toEqual(validator.commitment);
  expect(board.all.get("5V")!.chunks).toBe(2);
});

test("records on disk stay within their limit", async () => {
  const dir = await folder();
  const validator = await open({ dir, recordBytes: 3_000 });
  for (let i = 0; i < 3 * WINDOW; i++) await validator.round(["m"], async () => ({ status: 503 }));
  expect((await readdir(join(dir, "records"))).length).toBeLessThan(3);
});

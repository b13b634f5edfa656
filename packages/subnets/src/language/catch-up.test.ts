import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, type Dendrite, Refusal } from "@myelin/neuron";
import { describe, expect, test } from "vitest";
import { CatchUp } from "./catch-up.ts";
import { ChunkLog } from "./chunks.ts";
import type { Commitment } from "./commitment.ts";
import { WINDOW } from "./lanes.ts";
import { LanguageMiner } from "./miner.ts";
import { toBase64 } from "./protocol.ts";
import type { LaneText } from "./reading.ts";
import { CountingLearner } from "./testing/models.ts";
import { novel } from "./testing/text.ts";

const LANES = 4;
const validator = { hotkey: "5V", ip: "127.0.0.1", port: 1 };

class Recorder extends CountingLearner {
  readonly learned: LaneText[] = [];
  override async learnAll(entries: readonly LaneText[]): Promise<void> {
    this.learned.push(...entries);
  }
}

/** A validator's list and chunks behind a dendrite that counts. */
async function serving(count: number) {
  const log = await ChunkLog.open(await mkdtemp(join(tmpdir(), "chunks-")));
  for (let index = 0; index < count; index++) {
    const bytes = novel(LANES * WINDOW, index * 1000);
    await log.append({ corpus: "ab".repeat(16), part: 3, index, lanes: LANES }, bytes);
  }
  let tampered = -1;
  const asked: string[] = [];
  const query = async (_axons: unknown, { name }: { name: string }, { since, number }: Record<string, number>) => {
    asked.push(name);
    if (name === "Manifest") return [{ values: { entries: log.entries.slice(since) } } as unknown as Answer<never>];
    const bytes = await log.read(number!);
    if (bytes === undefined) throw new Refusal(404, "no such chunk");
    if (number === tampered) bytes[7]! ^= 1;
    return [{ values: { bytes: toBase64(bytes) } } as unknown as Answer<never>];
  };
  const commitment = (): Commitment => {
    return { corpus: "ab".repeat(16), parts: new Set([3]), chunks: log.entries.length, head: log.head };
  };
  return {
    log,
    asked,
    commitment,
    dendrite: { query } as unknown as Pick<Dendrite, "query">,
    tamper: (number: number) => {
      tampered = number;
    },
  };
}

describe("a miner that comes late", () => {
  test("learns what the validators have finished, each chunk once", async () => {
    const { log, asked, commitment, dendrite } = await serving(3);
    const learner = new Recorder();
    const catchUp = new CatchUp(new LanguageMiner(learner), dendrite);
    expect(await catchUp.visit(validator, commitment())).toBe(3);
    expect(learner.learned.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(3 * LANES * WINDOW);
    expect(learner.learned[1]!.bytes).toEqual(novel(LANES * WINDOW).subarray(WINDOW, 2 * WINDOW));
    expect(await catchUp.visit(validator, commitment())).toBe(0);
    expect(asked).toEqual(["Manifest", "Chunk", "Chunk", "Chunk"]);
    await log.append({ corpus: "ab".repeat(16), part: 3, index: 3, lanes: LANES }, novel(LANES * WINDOW, 9000));
    expect(await catchUp.visit(validator, commitment())).toBe(1);
  });

  test("learns nothing that the chain does not vouch for", async () => {
    const { commitment, dendrite, tamper } = await serving(3);
    const learner = new Recorder();
    const miner = new LanguageMiner(learner);
    const forged = { ...commitment(), head: `0x${"12".repeat(32)}` };
    expect(await new CatchUp(miner, dendrite).visit(validator, forged)).toBe(0);
    tamper(1);
    expect(await new CatchUp(miner, dendrite).visit(validator, commitment())).toBe(1);
    expect(learner.learned).toHaveLength(LANES);
  });

  test("does not learn from a chunk what rounds have taught it", async () => {
    const { log, commitment, dendrite } = await serving(2);
    const learner = new Recorder();
    const miner = new LanguageMiner(learner);
    const opening = (await log.read(0))!;
    const question = { corpus: "ab".repeat(16), part: 3, position: WINDOW, lanes: LANES, contexts: toBase64(opening) };
    await miner.predict("5V", question);
    expect(await new CatchUp(miner, dendrite).visit(validator, commitment())).toBe(1);
    expect(learner.learned).toHaveLength(2 * LANES);
    expect(learner.learned[0]!.stream).toBe(learner.learned[LANES]!.stream);
  });
});

test("the list of chunks survives a restart", async () => {
  const dir = await mkdtemp(join(tmpdir(), "chunks-"));
  const log = await ChunkLog.open(dir);
  await log.append({ corpus: "ab".repeat(16), part: 3, index: 0, lanes: 1 }, novel(WINDOW));
  const again = await ChunkLog.open(dir);
  expect(again.entries).toEqual(log.entries);
  expect(again.head).toBe(log.head);
  expect(await again.read(0)).toEqual(novel(WINDOW));
  expect(await again.read(1)).toBeUndefined();
});

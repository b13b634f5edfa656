import { describe, expect, test } from "vitest";
import { type ChunkEntry, chunkHash } from "./chunks.ts";
import { WINDOW } from "./lanes.ts";
import { LanguageMiner } from "./miner.ts";
import { toBase64 } from "./protocol.ts";
import { placeOf } from "./reading.ts";
import { Shares } from "./shares.ts";
import { CountingLearner } from "./testing/models.ts";
import { novel } from "./testing/text.ts";
import { Witness } from "./witness.ts";

const LANES = 4;
const place = { corpus: "ab".repeat(16), part: 3, lanes: LANES };

/** The bytes of chunk `index`, and its entry in a validator's list. */
function chunkAt(index: number): { bytes: Uint8Array; entry: ChunkEntry } {
  const bytes = novel(LANES * WINDOW, 5_000 * index);
  return { bytes, entry: { ...place, index, hash: chunkHash({ ...place, index }, bytes) } };
}

/** Columns `from` to `to` of a chunk, as a round tells them. */
function columns(chunk: Uint8Array, from: number, to: number): Uint8Array {
  const lanes = Array.from({ length: LANES }, (_, lane) => [
    ...chunk.subarray(lane * WINDOW + from, lane * WINDOW + to),
  ]);
  return Uint8Array.from(lanes.flat());
}

describe("a witness", () => {
  test("finds that rounds and commitment agree, told byte by byte or again", () => {
    const witness = new Witness();
    const { bytes, entry } = chunkAt(2);
    const start = 2 * WINDOW;
    for (let at = 0; at < WINDOW; at++) witness.hear("5V", place, start + at, columns(bytes, at, at + 1));
    witness.hear("5V", place, start + 10, columns(bytes, 10, 20));
    expect(witness.confirm("5V", entry)).toBe(true);
    expect(witness.liars.size).toBe(0);
  });

  test("finds one wrong byte, in a whole chunk by its hash and in a part of one by its bytes", () => {
    const { bytes, entry } = chunkAt(0);
    const wrong = Uint8Array.from(bytes);
    wrong[3 * WINDOW + 40]! ^= 1;
    const whole = new Witness();
    whole.hear("5V", place, 0, wrong);
    expect(whole.confirm("5V", entry)).toBe(false);
    const part = new Witness();
    part.hear("5V", place, 30, columns(wrong, 30, WINDOW));
    expect(part.confirm("5V", entry, bytes)).toBe(false);
    expect(part.liars).toEqual(new Set(["5V"]));
    expect(part.believes("5V", place, WINDOW, WINDOW + 1)).toBe(false);
    expect(part.believes("5W", place, WINDOW, WINDOW + 1)).toBe(true);
  });

  test("what was told first counts: nobody takes a lie back before it is found", () => {
    const witness = new Witness();
    const { bytes, entry } = chunkAt(0);
    witness.hear("5V", place, 0, new Uint8Array(LANES));
    witness.hear("5V", place, 0, bytes);
    expect(witness.confirm("5V", entry)).toBe(false);
  });

  test("believes three chunks that nobody vouches for, and more when the chain does", () => {
    const witness = new Witness();
    for (let index = 0; index < 3; index++) {
      expect(witness.believes("5V", place, index * WINDOW, (index + 1) * WINDOW)).toBe(true);
      witness.hear("5V", place, index * WINDOW, chunkAt(index).bytes);
    }
    expect(witness.believes("5V", place, 3 * WINDOW - 1, 3 * WINDOW)).toBe(true);
    expect(witness.believes("5V", place, 3 * WINDOW, 3 * WINDOW + 1)).toBe(false);
    expect(witness.believes("5V", { ...place, part: 9 }, 0, 1)).toBe(false);
    witness.confirm("5V", chunkAt(0).entry);
    expect(witness.believes("5V", place, 3 * WINDOW, 3 * WINDOW + 1)).toBe(true);
  });
});

describe("shares", () => {
  const taught = (shares: Shares, validator: string, tries: number, bytes = 1_000): number => {
    let count = 0;
    for (let i = 0; i < tries; i++) {
      if (!shares.allows(validator, bytes)) continue;
      shares.add(validator, bytes);
      count++;
    }
    return count * bytes;
  };

  test("a flood of little stake stays small beside the others, who are not held up", () => {
    const stake: Record<string, number> = { a: 490, b: 490, flood: 20 };
    const shares = new Shares({ stakeOf: (hotkey) => stake[hotkey]!, now: () => 0 });
    const got: Record<string, number> = { a: 0, b: 0, flood: 0 };
    for (let i = 0; i < 400; i++) {
      for (const [who, tries] of [
        ["a", 1],
        ["b", 1],
        ["flood", 50],
      ] as const)
        got[who]! += taught(shares, who, tries);
    }
    expect([got["a"], got["b"]]).toEqual([400_000, 400_000]);
    expect(got["flood"]).toBeGreaterThan(60_000);
    expect(got["flood"]).toBeLessThan(120_000);
  });

  test("validators of like stake never hinder each other; one that is left alone may teach all", () => {
    let now = 0;
    const shares = new Shares({ now: () => now });
    for (let i = 0; i < 300; i++) for (const who of ["a", "b", "c"]) expect(taught(shares, who, 1)).toBe(1_000);
    expect(taught(shares, "a", 2_000)).toBeLessThan(2_000_000);
    now += 121_000;
    expect(taught(shares, "a", 2_000)).toBe(2_000_000);
  });
});

test("a miner learns nothing from a liar any more, neither rounds nor chunks, and tells of it once", async () => {
  const lies: string[] = [];
  const miner = new LanguageMiner(new CountingLearner(), { onLie: (validator) => lies.push(validator) });
  const { bytes, entry } = chunkAt(0);
  const ask = (contexts: Uint8Array, position: number) =>
    miner.predict("5V", { ...place, position, contexts: toBase64(contexts) });
  await ask(new Uint8Array(LANES * WINDOW).fill(32), WINDOW);
  expect(miner.reading.covers(placeOf("5V", place), 0, WINDOW)).toBe(true);
  expect(miner.confirm("5V", entry)).toBe(false);
  expect(miner.confirm("5V", entry)).toBe(true);
  expect(lies).toEqual(["5V"]);
  await ask(columns(bytes, 0, 1), WINDOW + 1);
  expect(miner.reading.covers(placeOf("5V", place), WINDOW, WINDOW + 1)).toBe(false);
  expect(miner.wants("5V", chunkAt(1).entry)).toBe(false);
  expect(miner.wants("5W", chunkAt(1).entry)).toBe(true);
});

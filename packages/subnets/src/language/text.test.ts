import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePart, isContested } from "./claims.ts";
import { type Commitment, decodeCommitment, encodeCommitment } from "./commitment.ts";
import { Lanes, laneOf, WINDOW } from "./lanes.ts";
import { novel, novelCorpus } from "./testing/text.ts";
import { corpusOf, loadCorpus, partOf, partOrder } from "./text.ts";

describe("text", () => {
  test("without a path: the built-in books, named as a demonstration", async () => {
    const corpus = await loadCorpus();
    expect(corpus.demonstration).toBe(true);
    expect(corpus.bytes.length).toBeGreaterThan(11_000_000);
    expect(corpus.parts).toBe(64);
  });

  test("a folder is read whole, in the order of its paths, hidden and binary files left out", async () => {
    const folder = await mkdtemp(join(tmpdir(), "text-"));
    await mkdir(join(folder, "b"));
    await mkdir(join(folder, ".git"));
    await writeFile(join(folder, "b", "2.txt"), novel(30_000));
    await writeFile(join(folder, "a.txt"), novel(30_000, 500));
    await writeFile(join(folder, ".git", "x"), "hidden");
    await writeFile(join(folder, "c.bin"), new Uint8Array(100));
    const corpus = await loadCorpus(folder);
    expect(corpus.demonstration).toBe(false);
    expect(corpus.bytes.length).toBe(60_002);
    expect(corpus.bytes.subarray(0, 30_000)).toEqual(novel(30_000, 500));
  });

  test("what cannot be used is said with what to do", async () => {
    const folder = await mkdtemp(join(tmpdir(), "text-"));
    await writeFile(join(folder, "short.txt"), "too short");
    await writeFile(join(folder, "binary"), new Uint8Array(50_000));
    await expect(loadCorpus(join(folder, "short.txt"))).rejects.toMatchObject({ code: "TEXT_TOO_SHORT" });
    await expect(loadCorpus(join(folder, "binary"))).rejects.toMatchObject({ code: "TEXT_NOT_TEXT" });
    await expect(loadCorpus(join(folder, "absent"))).rejects.toMatchObject({ code: "TEXT_UNREADABLE" });
  });

  test("parts do not overlap, and every validator has an order of its own", () => {
    const corpus = novelCorpus(300_000);
    const parts = Array.from({ length: corpus.parts }, (_, part) => partOf(corpus, part));
    expect(parts.reduce((sum, part) => sum + part.length, 0)).toBeLessThanOrEqual(300_000);
    for (const [i, part] of parts.entries()) expect(part.byteOffset - corpus.bytes.byteOffset).toBe(i * part.length);
    const order = partOrder(corpus, "5A");
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: corpus.parts }, (_, i) => i));
    expect(partOrder(corpus, "5B")).not.toEqual(order);
    expect(partOrder(corpus, "5A")).toEqual(order);
  });
});

describe("lanes", () => {
  test("a byte is not known before its round is over", () => {
    const lanes = new Lanes(novel(20_000), 16);
    expect(lanes.position).toBe(WINDOW);
    expect(() => lanes.known(0, WINDOW + 1)).toThrow(RangeError);
    const secret = lanes.secret();
    lanes.advance();
    expect(lanes.known(WINDOW, WINDOW + 1)).toEqual(secret);
  });

  test("are places in the text, read to the end", () => {
    const text = novel(20_000);
    const lanes = new Lanes(text, 16);
    expect(lanes.length % WINDOW).toBe(0);
    while (!lanes.ended) lanes.advance();
    const all = lanes.known(0, lanes.length);
    for (const lane of [0, 7, 15]) {
      expect(laneOf(all, 16, lane)).toEqual(text.subarray(lane * lanes.length, (lane + 1) * lanes.length));
    }
  });

  test("a short part has fewer lanes", () => {
    expect(new Lanes(novel(1_000), 256).count).toBe(7);
  });
});

describe("claims", () => {
  const corpus = corpusOf(novel(300_000), "novel", true);
  const claim = (...parts: number[]): Commitment => {
    return { corpus: corpus.id, parts: new Set(parts), chunks: 3, head: `0x${"ab".repeat(32)}` };
  };

  test("a commitment survives its 64 bytes; other bytes are none", () => {
    const bytes = encodeCommitment(claim(0, 9, 63));
    expect(bytes.length).toBe(64);
    expect(decodeCommitment(bytes)).toEqual(claim(0, 9, 63));
    expect(decodeCommitment(bytes.slice(1))).toBeUndefined();
    expect(decodeCommitment(new Uint8Array(64))).toBeUndefined();
  });

  test("a validator takes the first part of its order that nobody has begun, until there is none", () => {
    const order = partOrder(corpus, "5A");
    expect(freePart(corpus, "5A", new Set(), new Map())).toBe(order[0]);
    expect(freePart(corpus, "5A", new Set([order[0]!]), new Map([["5B", claim(order[1]!)]]))).toBe(order[2]);
    expect(freePart(corpus, "5A", new Set(), new Map([["5B", claim(...order)]]))).toBeUndefined();
    const elsewhere = { ...claim(...order), corpus: "00".repeat(16) };
    expect(freePart(corpus, "5A", new Set(), new Map([["5B", elsewhere]]))).toBe(order[0]);
  });

  test("of two that claim at once, one gives way", () => {
    const both = new Map([
      ["5A", claim(4)],
      ["5B", claim(4)],
    ]);
    expect(isContested(corpus, "5A", 4, both)).toBe(false);
    expect(isContested(corpus, "5B", 4, both)).toBe(true);
    expect(isContested(corpus, "5B", 5, both)).toBe(false);
  });
});

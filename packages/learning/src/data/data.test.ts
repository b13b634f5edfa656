import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coveringBatches } from "./batch.ts";
import { ReplayBuffer } from "./replay.ts";

const CONTEXT = 8;
const options = { context: CONTEXT, seed: 3, recentBytes: 4096, archiveBytes: 8192 };

/** Text in which every byte follows from the one before, so that a window across a seam shows. */
function counting(length: number, start = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => start + i);
}

describe("replay buffer", () => {
  test("windows never cross streams, targets follow inputs, padding weighs nothing", () => {
    const pushes = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 700 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(pushes, (list) => {
        const buffer = new ReplayBuffer(options);
        const lengths: Record<string, number> = { a: 0, b: 0, c: 0 };
        for (const [stream, length] of list) {
          buffer.push(counting(length, lengths[stream]), stream);
          lengths[stream]! += length;
        }
        if (!buffer.ready) return;
        const batch = buffer.sample(8);
        for (let i = 0; i < batch.weight.length; i++) {
          if (batch.weight[i] === 1) expect(batch.target[i]).toBe((batch.input[i]! + 1) % 256);
          else expect([batch.input[i], batch.target[i], batch.weight[i]]).toEqual([0, 0, 0]);
        }
        expect(batch.weight.filter((_, i) => i % CONTEXT === 0).every((weight) => weight === 1)).toBe(true);
        expect(buffer.received).toBe(list.reduce((sum, [, length]) => sum + length, 0));
      }),
      { numRuns: 60 },
    );
  });

  test("memory stays bounded and old text stays in play", () => {
    const buffer = new ReplayBuffer(options);
    const old = new Uint8Array(20_000).fill(1);
    buffer.push(old);
    buffer.push(new Uint8Array(4096).fill(2));
    expect(buffer.recentLength).toBeLessThanOrEqual(4096);
    expect(buffer.archiveCount).toBe(8);
    const seen = buffer.sample(200).input;
    const share = seen.filter((byte) => byte === 1).length / seen.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  });

  test("the archive is a fair sample of all that came before", () => {
    const early: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const buffer = new ReplayBuffer({ ...options, seed, replayShare: 1 });
      for (let part = 0; part < 64; part++) buffer.push(new Uint8Array(1024).fill(part), `part ${part}`);
      early.push(buffer.sample(64).input.filter((byte) => byte < 30).length / (64 * CONTEXT));
    }
    const mean = early.reduce((sum, share) => sum + share, 0) / early.length;
    expect(mean).toBeGreaterThan(0.38);
    expect(mean).toBeLessThan(0.62);
  });

  test("one byte at a time gives the same text as all at once", () => {
    const [whole, bytewise] = [new ReplayBuffer(options), new ReplayBuffer(options)];
    const text = counting(3000);
    whole.push(text);
    for (const byte of text) bytewise.push(Uint8Array.of(byte));
    expect(bytewise.sample(16)).toEqual(whole.sample(16));
  });

  test("a loaded state continues exactly", () => {
    const buffer = new ReplayBuffer(options);
    for (let i = 0; i < 30; i++) buffer.push(counting(500, i), `stream ${i % 4}`);
    buffer.sample(4);
    const copy = new ReplayBuffer({ ...options, seed: "another" });
    copy.load(buffer.state());
    for (const one of [buffer, copy]) one.push(counting(900, 5), "stream 1");
    expect(copy.sample(32)).toEqual(buffer.sample(32));
    expect(copy.state()).toEqual(buffer.state());
  });

  test("nothing to sample is said", () => {
    const buffer = new ReplayBuffer(options);
    buffer.push(Uint8Array.of(1));
    expect(buffer.ready).toBe(false);
    expect(() => buffer.sample(1)).toThrow(/at least two bytes/);
  });
});

test("covering batches count every transition once, with half a context before it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 1, max: 5 }), (length, rows) => {
      const counted = new Array<number>(length).fill(0);
      for (const { input, target, weight } of coveringBatches(counting(length), rows, CONTEXT)) {
        weight.forEach((w, i) => {
          if (w === 0) return;
          expect(target[i]).toBe((input[i]! + 1) % 256);
          counted[target[i]!]!++;
          expect(Math.min(target[i]!, CONTEXT / 2)).toBeLessThanOrEqual((i % CONTEXT) + 1);
        });
      }
      expect(counted).toEqual([0, ...new Array<number>(length - 1).fill(1)]);
    }),
  );
});

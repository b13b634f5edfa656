import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Contexts, continued, readContexts } from "./contexts.ts";
import { Intervals } from "./intervals.ts";
import { WINDOW } from "./lanes.ts";
import { toBase64 } from "./protocol.ts";
import { Reading } from "./reading.ts";

describe("intervals", () => {
  test("give back each number once, whatever is added in whatever order", () => {
    const spans = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 12 })), { maxLength: 30 });
    fc.assert(
      fc.property(spans, (added) => {
        const intervals = new Intervals();
        const seen = new Set<number>();
        for (const [start, length] of added) {
          for (const fresh of intervals.add(start, start + length)) {
            for (let i = fresh.start; i < fresh.end; i++) {
              expect(seen.has(i)).toBe(false);
              seen.add(i);
            }
          }
          for (let i = start; i < start + length; i++) expect(seen.has(i)).toBe(true);
          expect(intervals.covers(start, start + length)).toBe(true);
        }
        const kept = intervals
          .toJSON()
          .flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));
        expect(kept).toEqual([...seen].sort((a, b) => a - b));
      }),
    );
  });
});

describe("reading", () => {
  const packed = (from: number, to: number) => Uint8Array.from([...range(from, to), ...range(100 + from, 100 + to)]);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  test("what comes twice is learned once, and a gap starts new streams", () => {
    const reading = new Reading();
    const take = (from: number, to: number) => reading.take("v/c/0", 2, from, packed(from, to));
    const first = take(0, 4);
    expect(first.map(({ bytes }) => [...bytes])).toEqual([range(0, 4), range(100, 104)]);
    expect(take(2, 4)).toEqual([]);
    const next = take(3, 5);
    expect(next.map(({ bytes }) => [...bytes])).toEqual([[4], [104]]);
    expect(next.map(({ stream }) => stream)).toEqual(first.map(({ stream }) => stream));
    const later = take(8, 9);
    expect(later[0]!.stream).not.toBe(first[0]!.stream);
    const again = Reading.from(JSON.parse(JSON.stringify(reading)));
    expect(again.covers("v/c/0", 0, 5)).toBe(true);
    expect(again.covers("v/c/0", 4, 8)).toBe(false);
    expect(again.take("v/c/0", 2, 4, packed(4, 9)).flatMap(({ bytes }) => [...bytes])).toEqual([
      5, 6, 7, 105, 106, 107,
    ]);
  });
});

describe("contexts", () => {
  const question = (position: number, lanes: number, width: number) => {
    const contexts = toBase64(Uint8Array.from({ length: lanes * width }, (_, i) => position - width + (i % width)));
    return { corpus: "c", part: 0, position, lanes, contexts };
  };
  const next = (held: Contexts | undefined, ...args: Parameters<typeof question>) => {
    const asked = question(...args);
    return continued(held, asked, readContexts(asked));
  };

  test("grow by what is new, and keep a window", () => {
    let held = next(undefined, WINDOW, 2, WINDOW);
    held = next(held, WINDOW + 1, 2, 1);
    held = next(held, WINDOW + 3, 2, 3);
    expect(held.windows.map((window) => [window.length, window[0], window.at(-1)])).toEqual([
      [WINDOW, 3, WINDOW + 2],
      [WINDOW, 3, WINDOW + 2],
    ]);
  });

  test("a gap asks for whole ones; whole ones always do", () => {
    const held = next(undefined, WINDOW, 2, WINDOW);
    expect(() => next(held, WINDOW + 5, 2, 1)).toThrow(expect.objectContaining({ status: 409 }));
    expect(() => next(undefined, 70, 2, 1)).toThrow(expect.objectContaining({ status: 409 }));
    expect(next(held, 300, 2, WINDOW).position).toBe(300);
    expect(next(held, 310, 3, WINDOW).lanes).toBe(3);
  });

  test("malformed ones are refused", () => {
    for (const [position, lanes, width] of [
      [10, 0, 1],
      [10, 5000, 1],
      [10, 2, 20],
      [500, 2, WINDOW + 1],
    ] as const) {
      expect(() => next(undefined, position, lanes, width)).toThrow(expect.objectContaining({ status: 422 }));
    }
    const odd = { ...question(10, 2, 2), contexts: toBase64(new Uint8Array(5)) };
    expect(() => readContexts(odd)).toThrow(expect.objectContaining({ status: 422 }));
  });
});

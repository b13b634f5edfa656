import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keypairFromUri } from "@myelin/primitives";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScoreHistory } from "./history.ts";
import { canonicalJson, type ScoresPage, type ScoresRound, signRound, verifyRound } from "./scores.ts";

const key = keypairFromUri("//v");
const source = { validator: key.address, netuid: 1, text: "a book" };

function roundAt(time: number): ScoresRound {
  const score = { uid: 4, hotkey: "5M", bitsPerByte: 2.25, latest: 2.5, gain: 2, reward: 2 };
  const scores = [{ ...score, latencyMs: 12.5, requestBytes: 300, answerBytes: null }];
  const figures = { part: 3, position: 64, lanes: 256, asked: 1, answers: 1, seconds: 0.2, orderZero: 4.35 };
  return signRound(key, source, { time, round: time, ...figures, orderTwo: 2.7, scores });
}

describe("a published round", () => {
  test("is provable after a journey as JSON, in whatever order its members come", () => {
    const round = JSON.parse(JSON.stringify(roundAt(7))) as ScoresRound;
    expect(verifyRound(source, round)).toBe(true);
    const shuffled = Object.fromEntries(Object.entries(round).reverse()) as unknown as ScoresRound;
    expect(verifyRound(source, shuffled)).toBe(true);
  });

  test("is not provable with another figure, another author, subnet or text, or without its signature", () => {
    const round = roundAt(7);
    const better = { ...round, scores: [{ ...round.scores[0]!, latest: 2.4 }] };
    expect(verifyRound(source, better)).toBe(false);
    expect(verifyRound(source, { ...round, orderTwo: 2.8 })).toBe(false);
    expect(verifyRound({ ...source, validator: keypairFromUri("//w").address }, round)).toBe(false);
    expect(verifyRound({ ...source, validator: "nobody" }, round)).toBe(false);
    expect(verifyRound({ ...source, netuid: 2 }, round)).toBe(false);
    expect(verifyRound({ ...source, text: "another" }, round)).toBe(false);
    expect(verifyRound(source, { ...round, signature: "0x00" })).toBe(false);
  });
});

describe("canonical JSON", () => {
  test("sorts members, also those that look like numbers, and keeps lists", () => {
    const value = { b: [3, { z: null, a: "\u20ac\n" }], "9": 1e21, "10": 0.1 };
    expect(canonicalJson(value)).toBe('{"10":0.1,"9":1e+21,"b":[3,{"a":"\u20ac\\n","z":null}]}');
  });

  test("says the same as JSON, and the same for the same content", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe("the history", () => {
  const folder = () => mkdtemp(join(tmpdir(), "scores-"));
  const pageOf = (history: ScoreHistory): ScoresPage => {
    const [page] = history.pages();
    return JSON.parse("json" in page! ? page.json() : "") as ScoresPage;
  };

  test("keeps at most a thousand rounds, the newest of them whole, the oldest thinly", async () => {
    const history = await ScoreHistory.open(await folder(), source);
    for (let time = 0; time < 5_000; time++) history.add({ ...roundsTemplate, time });
    const { rounds, ...rest } = pageOf(history);
    expect(rest).toEqual(source);
    const times = rounds.map(({ time }) => time);
    expect(times.length).toBeGreaterThan(500);
    expect(times.length).toBeLessThanOrEqual(1_000);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.slice(-250)).toEqual(Array.from({ length: 250 }, (_, i) => 4_750 + i));
    expect(times[0]).toBe(0);
    for (let time = 0; time < 4_000; time += 1_000) {
      expect(times.filter((each) => each >= time && each < time + 1_000).length).toBeGreaterThan(80);
    }
  });

  test("survives a restart, unless it is of another text; a damaged one is set aside", async () => {
    const dir = await folder();
    const one = await ScoreHistory.open(dir, source);
    one.add(roundAt(1));
    one.add(roundAt(2));
    expect(one.unsaved).toBe(2);
    await one.save();
    expect(one.unsaved).toBe(0);
    const two = await ScoreHistory.open(dir, source);
    expect(two.rounds).toEqual(one.rounds);
    expect((await ScoreHistory.open(dir, { ...source, text: "another" })).rounds).toEqual([]);
    await writeFile(join(dir, "scores.json"), '{"rounds":7}');
    const aside: string[] = [];
    expect((await ScoreHistory.open(dir, source, (path) => aside.push(path))).rounds).toEqual([]);
    expect(aside).toHaveLength(1);
    expect(await readdir(dir)).toContain(aside[0]!.slice(dir.length + 1));
  });

  test("tells each round to those who listen, and to them alone", async () => {
    const history = await ScoreHistory.open(await folder(), source);
    const events = history.pages().find((page) => "events" in page)! as { events: (send: unknown) => () => void };
    const heard: string[] = [];
    const stop = events.events((data: string) => heard.push(data));
    history.add(roundAt(1));
    stop();
    history.add(roundAt(2));
    expect(heard.map((data) => JSON.parse(data))).toEqual([roundAtUnsigned(1)]);
  });
});

const roundsTemplate = roundAt(0);
/** Signatures of sr25519 differ each time. */
function roundAtUnsigned(time: number) {
  return { ...roundAt(time), signature: expect.stringMatching(/^0x[0-9a-f]{128}$/) };
}

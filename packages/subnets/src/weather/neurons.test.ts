import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemChance } from "../kit/chance.ts";
import type { Place } from "../kit.ts";
import minerDefinition from "./miner.ts";
import { committedSeason, OPENING, type SeasonSeed } from "./season.ts";
import { SHOWN, type Truth, task } from "./task.ts";
import validatorDefinition from "./validator.ts";

type Question = Parameters<typeof task.score>[2];

let dir: string;
let published: Uint8Array[];
let reports: Record<string, unknown>[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "weather-"));
  published = [];
  reports = [];
});
afterEach(() => rm(dir, { recursive: true }));

function place(settings: Record<string, string> = { lanes: "2" }): Place {
  return {
    hotkey: "5F",
    netuid: 1,
    dir,
    settings,
    board: { read: async () => new Map(), publish: async (bytes) => void published.push(bytes) },
    random: systemChance,
    signal: new AbortController().signal,
    report: (figures) => void reports.push(figures),
  };
}

async function openValidator(settings?: Record<string, string>) {
  const parts = await validatorDefinition.open(place(settings));
  const ask = async () => {
    const info = { number: 1, miners: ["a"], signal: new AbortController().signal };
    return (await parts.ask(info)) as unknown as { question: Question; truth: Truth };
  };
  const seasons = () => {
    const page = parts.pages?.find(({ path }) => path === "/seasons");
    return page !== undefined && "json" in page ? (JSON.parse(page.json()).seasons as SeasonSeed[]) : [];
  };
  return { parts, ask, seasons };
}

describe("a validator of the weather", () => {
  test("commits first, shows what was and keeps what comes, and goes on at the next day after a restart", async () => {
    const first = await openValidator();
    const [one, two] = [await first.ask(), await first.ask()];
    expect(published.map(committedSeason)).toEqual([1]);
    expect([one.question.day, two.question.day]).toEqual([OPENING, OPENING + 1]);
    expect(one.question.observed.map((days) => days.length)).toEqual([SHOWN, SHOWN]);
    expect(two.question.observed.map((days) => days.at(-1))).toEqual(one.truth.values);
    // Killed without a word, and started again.
    const again = await openValidator();
    const three = await again.ask();
    expect(three.question.day).toBe(OPENING + 2);
    expect(three.question.observed.map((days) => days.at(-1))).toEqual(two.truth.values);
    expect(published).toHaveLength(1);
    expect(again.seasons()).toEqual([]);
  });

  test("keeps what it must not tell out of its questions", async () => {
    const { ask } = await openValidator();
    const { question, truth } = await ask();
    expect(Object.keys(question).sort()).toEqual(["day", "daysOfYear", "observed", "season"]);
    expect(truth.values).toHaveLength(2);
  });

  test("begins and reveals anew where it draws otherwise, and sets damaged state aside", async () => {
    await (await openValidator()).ask();
    const wider = await openValidator({ lanes: "3" });
    expect(wider.seasons().map(({ number, lanes }) => [number, lanes])).toEqual([[1, 2]]);
    expect((await wider.ask()).question).toMatchObject({ season: 2, day: OPENING });
    await writeFile(join(dir, "weather.json"), '{"season":');
    expect((await (await openValidator()).ask()).question).toMatchObject({ season: 1, day: OPENING });
    expect((await readdir(dir)).some((name) => name.startsWith("weather.json.damaged-"))).toBe(true);
    expect(String(reports[0]!["state"])).toContain("kept as");
  });

  test.each(["0", "65", "1.5", "many"])("refuses %s lanes", async (lanes) => {
    await expect(validatorDefinition.open(place({ lanes }))).rejects.toThrow("from 1 to 64");
  });

  test("refuses data that is none", async () => {
    await writeFile(join(dir, "data.csv"), "a,b\n1,2");
    await expect(validatorDefinition.open(place({ data: join(dir, "data.csv") }))).rejects.toThrow(
      /no column "location"/,
    );
  });
});

describe("a miner of the weather", () => {
  const caller = (hotkey = "v") =>
    ({ hotkey }) as Parameters<Awaited<ReturnType<typeof minerDefinition.open>>["answer"]>[1];

  test("learns each day once, from every validator, and remembers after a restart", async () => {
    const { ask } = await openValidator();
    const [one, two] = [await ask(), await ask()];
    const learnedBy = async () => {
      const saved = JSON.parse(await (await import("node:fs/promises")).readFile(join(dir, "forecaster.json"), "utf8"));
      return saved.forecaster.outcomes.length as number;
    };
    const miner = await minerDefinition.open(place());
    for (const { question } of [one, one, two, one]) await miner.answer(question as never, caller());
    await miner.close?.();
    const days = await learnedBy();
    expect(days).toBe(2 * (SHOWN - 30) + 2);
    const again = await minerDefinition.open(place());
    const { quantiles } = (await again.answer(two.question as never, caller())) as { quantiles: number[][][] };
    expect(Number.isFinite(task.score({ quantiles }, two.truth, two.question))).toBe(true);
    await again.answer(two.question as never, caller("another validator"));
    await again.close?.();
    expect(await learnedBy()).toBe(days + 2 * (SHOWN - 30));
  });

  test("refuses questions of another form", async () => {
    const { question } = await (await openValidator()).ask();
    const miner = await minerDefinition.open(place());
    for (const bad of [
      { ...question, observed: question.observed.map((days) => days.slice(1)) },
      { ...question, observed: question.observed.map((days) => days.map((day) => day.slice(1))) },
      { ...question, daysOfYear: [1] },
      { ...question, daysOfYear: [1, 365] },
    ]) {
      await expect(miner.answer(bad as never, caller())).rejects.toThrow("A question shows");
    }
  });
});

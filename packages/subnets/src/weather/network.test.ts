import { afterEach, expect, test } from "vitest";
import { defineMiner, type MinerDefinition } from "../kit.ts";
import { TestSubnet } from "../testing.ts";
import { loadArchive, VARIABLES, YEAR } from "./archive.ts";
import { Climatology } from "./climatology.ts";
import { QUANTILES, quantilesOf } from "./crps.ts";
import { Generator } from "./generator.ts";
import honest from "./miner.ts";
import { checkSeason, commitmentTo, DAYS, OPENING, type SeasonSeed } from "./season.ts";
import { task } from "./task.ts";
import validator from "./validator.ts";

const archive = await loadArchive();
const climatologies = archive.places.map((place) => new Climatology(place));
let subnet: TestSubnet;
afterEach(() => subnet.close());

type Question = Parameters<typeof task.score>[2];
const answering = (forecast: (days: number[][], lane: number, question: Question) => number[][]): MinerDefinition =>
  defineMiner(task, () => ({
    answer: (question) => ({ quantiles: question.observed.map((days, lane) => forecast(days, lane, question)) }),
  }));
const certain = (values: readonly number[]) => values.map((value) => new Array<number>(QUANTILES).fill(value));

/** The reference itself, by who knows which place each lane is of. */
const climatology = answering((_, lane, { daysOfYear }) =>
  climatologies[lane % climatologies.length]!.on(daysOfYear[lane]!).quantiles.map((each) => [...each]),
);
const constant = answering(() => certain([0, 15, 8, 3]));
/** Tomorrow will be like today. */
const persistence = answering((days) => certain(days.at(-1)!));
/** Looks today up in the public file, and answers what came next. */
const lookup = answering((days) => {
  const { place, index } = placeOf.get(String(days.at(-1)))!;
  return certain((place.days[index + 1] ?? place.days[index]!).values);
});
/** Looks up what the file has on that day of the year, in the year that fits the last day best. */
const calendar = answering((days, lane, { daysOfYear }) => {
  const place = archive.places[lane % archive.places.length]!;
  const candidates = place.days.flatMap((day, i) => (i > 0 && day.dayOfYear === daysOfYear[lane] ? [i] : []));
  const misfit = (i: number) =>
    place.days[i - 1]!.values.reduce((sum, value, v) => sum + (value - days.at(-1)![v]!) ** 2, 0);
  const [best] = candidates.sort((a, b) => misfit(a) - misfit(b));
  return certain(place.days[best!]!.values);
});
/** Where in the public file each day is. */
const placeOf = new Map(
  archive.places.flatMap((place) => place.days.map((day, index) => [String(day.values), { place, index }] as const)),
);

/** All that the generator might draw next, each as likely: no forecast can be better. */
const generators = archive.places.map((place) => new Generator(place));
const insider = answering((days, lane, { daysOfYear }) => {
  const generator = generators[lane % generators.length]!;
  const today = placeOf.get(String(days.at(-1)))!.index;
  const next = generator.followers(today, (daysOfYear[lane]! + YEAR - 1) % YEAR).map((i) => generator.day(i).values);
  return VARIABLES.map((_, v) => quantilesOf(next.map((values) => values[v]!)));
});

test("who forecasts better than climatology is paid; climatology, a constant, yesterday and looking it up are not", async () => {
  subnet = await TestSubnet.open({
    validator,
    miners: { honest, climatology, constant, persistence, lookup, calendar },
    settings: { lanes: "16" },
  });
  await subnet.rounds(20);
  subnet.epoch();
  await subnet.rounds(4);
  subnet.epoch();
  expect(subnet.incentive("honest")).toBeGreaterThan(0.99);
  const gains = Object.fromEntries(
    ["honest", "climatology", "constant", "persistence", "lookup", "calendar"].map((name) => [name, gainOf(name)]),
  );
  expect(gains["honest"]).toBeGreaterThan(0.05);
  expect(gains["climatology"]).toBeCloseTo(0, 5);
  for (const name of ["constant", "persistence", "lookup", "calendar"]) expect(gains[name]).toBeLessThan(-0.3);
}, 180_000);

test("copies of one miner share what one earns; who knows how the weather is made forecasts best, and is paid for that", async () => {
  subnet = await TestSubnet.open({ validator, miners: { one: honest, copy: honest, insider }, stakes: [100] });
  await subnet.rounds(25);
  expect(standings().every(({ bound }) => bound > 0)).toBe(true);
  expect(gainOf("insider")).toBeGreaterThan(gainOf("one"));
  subnet.epoch();
  const shared = gainOf("one") / (gainOf("one") + gainOf("insider"));
  expect(subnet.incentive("one") + subnet.incentive("copy")).toBeCloseTo(shared, 3);
  expect(subnet.incentive("copy")).toBeCloseTo(subnet.incentive("one"), 3);
}, 120_000);

test("malformed forecasts are told what is wrong with them, and cost their miner alone", async () => {
  const good = (lanes: number) => Array.from({ length: lanes }, () => certain([1, 2, 3, 4]));
  const bad: Record<string, (all: number[][][]) => number[][][]> = {
    "2 lanes where 4": (all) => all.slice(0, 2),
    "needs precipitation": (all) => all.map((lane) => lane.slice(1)),
    "needs 20 quantiles": (all) => all.map((lane) => lane.map((each) => each.slice(1))),
    "do not ascend": (all) => all.map((lane) => lane.map(([, ...rest]) => [99, ...rest])),
    "no weather": (all) => all.map((lane) => lane.map((each) => each.map(() => 1e9))),
  };
  const notNumbers = defineMiner(task, () => ({ answer: () => ({ quantiles: [[[Number.NaN]]] }) }));
  const nothing = defineMiner(task, () => ({ answer: () => ({}) as { quantiles: number[][][] } }));
  const failing = defineMiner(task, () => ({
    answer: () => {
      throw new Error("secret");
    },
  }));
  const malformed = Object.entries(bad).map(([name, change]) => [
    name,
    defineMiner(task, () => ({ answer: ({ observed }) => ({ quantiles: change(good(observed.length)) }) })),
  ]);
  subnet = await TestSubnet.open({
    validator,
    miners: { honest, notNumbers, nothing, failing, ...Object.fromEntries(malformed) },
    stakes: [100],
    settings: { lanes: "4" },
  });
  await subnet.rounds(2);
  for (const problem of Object.keys(bad)) {
    expect(subnet.result(problem)?.problem).toContain(problem);
    expect(gainOf(problem)).toBe(-0.25);
  }
  for (const name of ["notNumbers", "nothing", "failing"]) expect(gainOf(name)).toBe(-0.25);
  expect(subnet.result("nothing")?.problem).toContain("incomplete");
  expect(subnet.result("failing")).toMatchObject({ status: 500, answer: undefined });
  expect(subnet.result("failing")?.problem).not.toContain("secret");
  expect(subnet.result("honest")?.problem).toBeUndefined();
});

test("a season is committed to before it is asked about, and its seed shows that nothing was changed", async () => {
  const shown: { from: number; values: number[][][] }[] = [];
  let committed: Uint8Array | undefined;
  const watching = defineMiner(task, () => ({
    async answer({ day, observed, season }) {
      if (season === 1) {
        committed ??= [...(await subnet.commitments()).values()][0];
        shown.push({ from: day - observed[0]!.length, values: observed });
      }
      return { quantiles: observed.map(() => certain([0, 0, 0, 0])) };
    },
  }));
  subnet = await TestSubnet.open({ validator, miners: { watching }, stakes: [100], settings: { lanes: "2" } });
  await subnet.rounds(DAYS - OPENING);
  expect(subnet.page("/seasons")).toMatchObject({ seasons: [] });
  await subnet.rounds(1);
  const { seasons } = subnet.page("/seasons") as { seasons: SeasonSeed[] };
  expect(seasons).toHaveLength(1);
  expect(shown).toHaveLength(DAYS - OPENING);
  expect(() => checkSeason(seasons[0]!, committed!, archive, shown)).not.toThrow();
  const other = { ...seasons[0]!, seed: `0x${"11".repeat(32)}` as const };
  expect(() => checkSeason(other, committed!, archive, shown)).toThrow(/not the one that was committed to/);
  shown[3]!.values[1]![10]![1]! += 0.1;
  expect(() => checkSeason(seasons[0]!, committed!, archive, shown)).toThrow(/Day 13 of lane 1 was shown otherwise/);
  expect(commitmentTo(seasons[0]!)).toEqual(committed);
});

interface Standing {
  readonly hotkey: string;
  readonly gain: number;
  readonly bound: number;
}
const standings = () => (subnet.page("/standings") as { standings: Standing[] }).standings;
const gainOf = (miner: string) => standings().find(({ hotkey }) => hotkey === subnet.hotkey(miner))!.gain;

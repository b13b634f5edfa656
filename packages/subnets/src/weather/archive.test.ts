import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { apart, loadArchive, parseArchive } from "./archive.ts";
import { Climatology } from "./climatology.ts";
import { Generator } from "./generator.ts";
import { commitmentTo, committedSeason, DAYS, Season } from "./season.ts";

const archive = await loadArchive();
const seedOf = (number: number) => ({
  number,
  seed: `0x${number.toString(16).padStart(64, "0")}` as const,
  lanes: 6,
  archive: archive.id,
});

const csv = (lines: string[]) => ["location,date,precipitation,temp_max,temp_min,wind", ...lines].join("\n");

describe("the archive", () => {
  test("that comes along is the file of vega-datasets 3.2.1, unchanged", async () => {
    const bytes = await readFile(new URL("../../data/weather.csv", import.meta.url));
    const hash = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    expect(hash).toBe("0e7e853f4c5b67615da261d5d343824a43510f50");
    expect(archive.places.map(({ name, days }) => [name, days.length])).toEqual([
      ["Seattle", 1461],
      ["New York", 1461],
    ]);
    expect(archive.places[0]!.days[1]).toEqual({ dayOfYear: 1, values: [10.9, 10.6, 2.8, 4.5] });
  });

  test.each([
    ["no file", async () => loadArchive("/nowhere/weather.csv"), /nowhere.*cannot be used/],
    ["no column", async () => parseArchive("location,date,temp_max", "a.csv"), /no column "precipitation"/],
    [
      "a word for a number",
      async () => parseArchive(csv(["A,2020-01-01,x,1,1,1"]), "a.csv"),
      /line 2 holds no date or no/,
    ],
    ["an empty cell", async () => parseArchive(csv(["A,2020-01-01,,1,1,1"]), "a.csv"), /line 2 holds no date or no/],
    [
      "a gap",
      async () => parseArchive(csv(["A,2020-01-01,0,1,1,1", "A,2020-01-03,0,1,1,1"]), "a.csv"),
      /line 3 does not follow/,
    ],
    ["too little", async () => parseArchive(csv(["A,2020-01-01,0,1,1,1"]), "a.csv"), /fewer than 730 days/],
    ["nothing", async () => parseArchive(csv([]), "a.csv"), /holds no days/],
  ])("says what is wrong with %s", async (_, load, message) => {
    await expect(load()).rejects.toThrow(message);
  });
});

describe("a season", () => {
  test("is the same for who has its seed, and another for any other seed", () => {
    const [one, again, other] = [1, 1, 2].map((number) => new Season(seedOf(number), archive).window(DAYS, DAYS));
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test("is made of days that were observed at that time of the year, in an order that was not", () => {
    const season = new Season(seedOf(3), archive);
    for (let lane = 0; lane < 4; lane++) {
      const { days } = archive.places[season.placeOf(lane)]!;
      for (let day = 1; day < DAYS; day++) {
        const drawn = season.day(lane, day);
        const index = days.indexOf(drawn);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(days.indexOf(season.day(lane, day - 1))).not.toBe(index - 1);
        expect(apart(drawn.dayOfYear, season.dayOfYear(lane, day))).toBeLessThanOrEqual(31);
      }
    }
  });

  test("never draws what really followed, and has fifteen days to draw from", () => {
    const generator = new Generator(archive.places[0]!);
    for (const index of [0, 100, 800, 1459, 1460]) {
      const followers = generator.followers(index, generator.day(index).dayOfYear);
      expect(new Set(followers).size).toBe(15);
      expect(followers).not.toContain(index + 1);
    }
  });

  test("is fixed by 40 bytes that name it", () => {
    const commitment = commitmentTo(seedOf(7));
    expect(commitment).toHaveLength(40);
    expect(committedSeason(commitment)).toBe(7);
    expect(committedSeason(commitment.slice(1))).toBeUndefined();
    expect(commitmentTo({ ...seedOf(7), lanes: 7 })).not.toEqual(commitment);
    expect(() => new Season({ ...seedOf(7), archive: "0" }, archive)).toThrow(/another archive|drawn from archive 0/);
  });
});

test("climatology knows that summers are warm and that its cost is what it costs", () => {
  const climatology = new Climatology(archive.places[0]!);
  const [january, july] = [climatology.on(14), climatology.on(195)];
  expect(july.quantiles[1]![10]!).toBeGreaterThan(january.quantiles[1]![10]! + 10);
  expect(july.quantiles[0]![10]).toBe(0);
  expect(january.cost[1]).toBeGreaterThan(0.5);
  expect(january.cost[1]).toBeLessThan(5);
});

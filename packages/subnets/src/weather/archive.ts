import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { toHex, utf8 } from "@myelin/primitives";
import { blake2b256 } from "@myelin/primitives/hash";
import { ArchiveError } from "./errors.ts";

/** What is observed each day, in this order: millimetres, degrees Celsius twice, metres a second. */
export const VARIABLES = ["precipitation", "temp_max", "temp_min", "wind"] as const;

/** Days of the year; the 366th is treated as the 365th. */
export const YEAR = 365;

/** One day at one place. */
export interface Day {
  /** 0 for the first of January. */
  readonly dayOfYear: number;
  /** In the order of {@link VARIABLES}. */
  readonly values: readonly number[];
}

/** Days one after the other, without a gap. */
export interface Place {
  readonly name: string;
  readonly days: readonly Day[];
}

export interface Archive {
  /** The first 16 hexadecimal digits of the hash of the file. */
  readonly id: string;
  readonly places: readonly Place[];
}

/**
 * Daily observations of Seattle and New York, 2012 to 2015, by NOAA, a work of the United States' government: `data/weather.csv`
 * of the npm package vega-datasets 3.2.1, unchanged (git hash 0e7e853f4c5b67615da261d5d343824a43510f50 in its
 * `datapackage.json`).
 */
const BUILT_IN = fileURLToPath(new URL("../../data/weather.csv", import.meta.url));
/** Fewer days than two years know too little of each season. */
const LEAST_DAYS = 2 * YEAR;
const DAY_MS = 86_400_000;

/**
 * Reads a file of observations: CSV with a first line that names at least `location`, `date` (ISO 8601) and {@link VARIABLES}, the
 * days of a location in order.
 *
 * @param path the built-in file unless given.
 * @throws {ArchiveError}
 */
export async function loadArchive(path = BUILT_IN): Promise<Archive> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new ArchiveError(path, (error as Error).message, error);
  }
  return parseArchive(text, path);
}

/** @throws {ArchiveError} */
export function parseArchive(text: string, path: string): Archive {
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const columns = ["location", "date", ...VARIABLES].map((name) => {
    const column = head.split(",").indexOf(name);
    if (column < 0) throw new ArchiveError(path, `its first line names no column "${name}"`);
    return column;
  });
  const places = new Map<string, { days: Day[]; last: number }>();
  for (const [i, line] of lines.entries()) {
    const cells = line.split(",");
    const [location, date, ...numbers] = columns.map((column) => cells[column] ?? "");
    const values = numbers.map((cell) => (cell === "" ? Number.NaN : Number(cell)));
    const time = Date.parse(`${date}T00:00:00Z`);
    if (Number.isNaN(time) || !values.every(Number.isFinite)) {
      throw new ArchiveError(path, `line ${i + 2} holds no date or no number where one belongs`);
    }
    const place = places.get(location!) ?? { days: [], last: time - DAY_MS };
    if (time !== place.last + DAY_MS) throw new ArchiveError(path, `line ${i + 2} does not follow the day before it`);
    place.days.push({ dayOfYear: dayOfYear(time), values });
    places.set(location!, { days: place.days, last: time });
  }
  const found = [...places].map(([name, { days }]) => ({ name, days }));
  const short = found.find(({ days }) => days.length < LEAST_DAYS);
  if (found.length === 0) throw new ArchiveError(path, "it holds no days");
  if (short !== undefined) throw new ArchiveError(path, `of ${short.name} it holds fewer than ${LEAST_DAYS} days`);
  return { id: toHex(blake2b256(utf8(text))).slice(2, 18), places: found };
}

function dayOfYear(time: number): number {
  const start = Date.UTC(new Date(time).getUTCFullYear(), 0, 1);
  return Math.min(YEAR - 1, Math.round((time - start) / DAY_MS));
}

/** Days between two days of the year, over the turn of the year where that is shorter. */
export function apart(a: number, b: number): number {
  const days = Math.abs(a - b) % YEAR;
  return Math.min(days, YEAR - days);
}

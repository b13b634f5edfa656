import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as epochSuite from "./epoch.ts";
import * as fixedPointSuite from "./fixed-point.ts";
import { firstDifference } from "./tally.ts";
import { readVectorFile } from "./vector-file.ts";

let folder: string;
let printed: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "myelin-conformance-"));
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => printed.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

async function vectorFile(content: unknown): Promise<string> {
  const path = join(folder, "vectors.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

describe("the vectors of the repository", () => {
  test.each(["bigint", "wasm"])("160 epochs are equal to the bit with %s", async (engine) => {
    expect(await epochSuite.run(["--engine", engine])).toEqual({ passed: 160, failed: 0 });
  });

  test("400 exponentials and 300 powers are equal", async () => {
    expect(await fixedPointSuite.run([])).toEqual({ passed: 700, failed: 0 });
  });
});

describe("a difference", () => {
  test("fails its case and names the first field", async () => {
    const cases = (await readVectorFile(undefined, "epoch.json.gz")) as { output: { combinedEmission: string[] } }[];
    const [good, bad] = cases as [(typeof cases)[number], (typeof cases)[number]];
    const wrong = { ...bad, output: { ...bad.output, combinedEmission: bad.output.combinedEmission.map(() => "1") } };
    expect(await epochSuite.run([await vectorFile([good, wrong])])).toEqual({ passed: 1, failed: 1 });
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(/^1 \S+: combinedEmission\[0\] is \d+, expected 1$/);
  });

  test("is found in values, lengths and missing fields", () => {
    expect(firstDifference({ a: [1n, 2n] }, { a: [1n, 2n] })).toBeNull();
    expect(firstDifference({ a: [1n, 2n] }, { a: [1n, 3n] })).toBe("a[1] is 3, expected 2");
    expect(firstDifference({ a: [1n] }, { a: [] })).toBe("a has 0 elements, expected 1");
    expect(firstDifference({ a: { b: 1 } }, { a: {} })).toBe("a.b is undefined, expected 1");
  });
});

describe("files that are no vectors", () => {
  test.each([
    ["not JSON", "{", /is not JSON/],
    ["not a list", "{}", /list of \{name, input, output\}/],
    ["not an epoch", [{ name: "x", input: {}, output: {} }], /case 0 \(x\) lacks a field/],
  ])("%s", async (_, content, message) => {
    await expect(epochSuite.run([await vectorFile(content)])).rejects.toThrow(message);
  });

  test("a missing file, an unknown option and an unknown engine", async () => {
    await expect(epochSuite.run([join(folder, "absent.json")])).rejects.toThrow(/cannot read .*absent\.json/);
    await expect(epochSuite.run(["--fast"])).rejects.toThrow(/usage: .*--engine bigint/);
    await expect(epochSuite.run(["--engine", "abacus"])).rejects.toThrow(/no epoch engine "abacus"/);
  });

  test("fixed-point rows of the wrong length", async () => {
    const path = await vectorFile({ expSafe: [["1"]], powRatioScaled: [] });
    await expect(fixedPointSuite.run([path])).rejects.toThrow(/fixed-point vectors are/);
  });
});

import { decodeMetadata } from "@myelin/frame";
import { createMyelinRuntime, defaultConfig } from "@myelin/runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "./metadata.ts";
import { differences, type Item, itemsOf } from "./metadata-model.ts";
import { MetadataReport } from "./metadata-report.ts";

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const items = itemsOf(decodeMetadata(createMyelinRuntime(defaultConfig).metadata(15)).value);
const item = (name: string) => items.get(name)!;

describe("the metadata suite", () => {
  it("finds nothing undecided in the runtime", async () => {
    const { passed, failed } = await run([]);
    expect(printed.filter((line) => !/^(decided|later|other)/.test(line))).toEqual([]);
    expect(failed).toBe(0);
    expect(passed).toBeGreaterThan(2_000);
  });

  it("says what a file must be", async () => {
    await expect(run([import.meta.filename])).rejects.toThrow(/give metadata V14, V15 or V16/);
  });

  it("fails for what is missing, more or different", () => {
    const others = new Map(items);
    const tempo = item("SubtensorModule storage Tempo");
    others.delete("SubtensorModule storage Kappa");
    others.set("SubtensorModule storage New", { ...tempo, item: "storage New" });
    others.set("SubtensorModule storage Tempo", { ...tempo, facts: { ...tempo.facts, hashers: "Twox64Concat" } });
    const report = new MetadataReport(items, [{ name: "changed", items: others, complete: true }]);
    report.compare(0);
    report.compareExtra(0);
    expect(printed).toEqual([
      "changed: SubtensorModule storage Tempo: hashers is Identity, expected Twox64Concat",
      "changed: SubtensorModule storage New: is missing",
      "changed: SubtensorModule storage Kappa: is not there",
    ]);
    expect(report.close().failed).toBe(3);
  });
});

describe("differences", () => {
  const withType = (of: Item, part: string, other: Item, otherPart: string): Item => ({
    ...of,
    types: { ...of.types, [part]: other.types[otherPart]! },
  });

  it("are none between equal items", () => {
    for (const same of items.values()) expect(differences(same, same)).toEqual([]);
  });

  it("tell where types part", () => {
    const account = item("System storage Account");
    const tempo = item("SubtensorModule storage Tempo");
    expect(
      differences(tempo, withType(tempo, "stored", item("SubtensorModule storage TotalIssuance"), "stored")),
    ).toEqual(["stored is u16, expected u64"]);
    expect(differences(account, withType(account, "stored", tempo, "stored"))).toEqual([
      "stored is frame_system::AccountInfo, expected u16",
    ]);
  });
});

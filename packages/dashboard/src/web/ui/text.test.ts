import { describe, expect, it } from "vitest";
import {
  clean,
  fixed,
  formatAmount,
  formatBytes,
  formatClock,
  formatDuration,
  formatInteger,
  formatMoment,
  formatShare,
  subnetName,
} from "./text.ts";

describe("names of strangers", () => {
  it.each([
    ["plain", "plain"],
    ["  two\nlines\t", "two lines"],
    ["\u202egnp.exe", "gnp.exe"],
    ["a\u200b\u2066b", "a b"],
    ["\u0000\u0007", ""],
    [`e${"\u0301".repeat(50)}`, "e\u0301\u0301"],
  ])("%j becomes %j", (text, shown) => expect(clean(text)).toBe(shown));

  it("are cut by letters, never within one", () => {
    const shown = clean("🦊".repeat(100));
    expect([...shown]).toHaveLength(48);
    expect(shown.endsWith("…")).toBe(true);
  });

  it("may be bytes that are no text", () => {
    expect(clean(Uint8Array.of(0xff, 0x41))).toBe("\ufffdA");
    expect(clean(undefined)).toBe("");
  });

  it("are replaced where a subnet has none", () => {
    expect(subnetName({ netuid: 3, name: "unknown" })).toBe("Subnet 3");
    expect(subnetName({ netuid: 0, name: "" })).toBe("Root");
    expect(subnetName({ netuid: 1, name: "apex" })).toBe("apex");
  });
});

describe("numbers", () => {
  it.each([
    [0n, "0"],
    [1n, "<0.0001"],
    [1_500_000_000n, "1.5"],
    [-2_000_000_000n, "−2"],
    [12_345_678_900_000_000n, "12,345,678.9"],
  ])("%s rao is %s", (rao, shown) => expect(formatAmount(rao)).toBe(shown));

  it("has thousands apart, and shares that are not quite nothing", () => {
    expect(formatInteger(1_234_567n)).toBe("1,234,567");
    expect(formatShare(0)).toBe("0.0%");
    expect(formatShare(0.000_001)).toBe("<0.1%");
    expect(formatShare(0.5, 0)).toBe("50%");
    expect([12, 75, 7_260].map(formatDuration)).toEqual(["12 s", "1 min 15 s", "2 h 1 min"]);
  });
});

describe("columns, bytes and times", () => {
  it("have as many digits in each row", () => {
    expect(fixed(900_000_000n, 2)).toBe("0.90");
    expect(fixed(1_234_000_000_000n, 3)).toBe("1,234.000");
    expect(fixed(0n, 2)).toBe("0.00");
  });

  it("have the unit that fits", () => {
    expect([0, 0.4, 999, 1_234, 5_600_000, 7e9, 8e15].map(formatBytes)).toEqual([
      "0 B",
      "0 B",
      "999 B",
      "1.2 kB",
      "5.6 MB",
      "7.0 GB",
      "8000000.0 GB",
    ]);
  });

  it("are of the reader's clock", () => {
    const at = new Date(2026, 10, 4, 8, 5, 9, 50).getTime();
    expect(formatMoment(at)).toBe("2026-11-04 08:05:09.050");
    expect(formatClock(at)).toBe("08:05:09");
  });
});

import { describe, expect, it } from "vitest";
import { clean, formatAmount, formatDuration, formatInteger, formatShare, subnetName } from "./text.ts";

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

import { fromHex, toHex } from "@myelin/primitives/hex";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountId,
  boundedVec,
  btreeMap,
  compact,
  Era,
  enumeration,
  eraBirth,
  eraDeath,
  errors,
  events,
  MultiAddress,
  mortalEra,
  names,
  newtype,
  option,
  result,
  struct,
  tuple,
  u8,
  u16,
  u64,
  unit,
  vec,
} from "./../index.ts";

describe("types", () => {
  it.each([
    ["struct", struct("a::B", { x: u8, y: option(u16) }), { x: 1, y: 2 }, "0x01010200"],
    ["newtype", newtype("a::N", u16), 258, "0x0201"],
    ["tuple", tuple(u8, compact(u64)), [1, 64n], "0x010101"],
    [
      "bare variant",
      enumeration("a::E", { A: [0], B: [4, u8], C: [5, [u8, u8]], D: [6, { x: u8 }] }),
      { type: "A" },
      "0x00",
    ],
    ["variant of one field", enumeration("a::E", { A: [0], B: [4, u8] }), { type: "B", value: 9 }, "0x0409"],
    ["variant of fields", enumeration("a::E", { C: [5, [u8, u8]] }), { type: "C", value: [1, 2] }, "0x050102"],
    ["variant of named fields", enumeration("a::E", { D: [6, { x: u8 }] }), { type: "D", value: { x: 1 } }, "0x0601"],
    ["names", names("a::F", "Yes", "No"), "No", "0x01"],
    ["map", btreeMap(u8, u8), [[1, 2]], "0x040102"],
    ["result", result(unit, u8), { ok: false, error: 3 }, "0x0103"],
    ["address", MultiAddress, { type: "Id", value: `0x${"11".repeat(32)}` }, `0x00${"11".repeat(32)}`],
  ])("%s round", (_name, type, value, hex) => {
    const { codec } = type as unknown as { codec: { encode(v: unknown): Uint8Array; decode(b: Uint8Array): unknown } };
    expect(toHex(codec.encode(value))).toBe(hex);
    expect(codec.decode(fromHex(hex))).toEqual(value);
  });

  it("hold their bounds both ways", () => {
    const { codec } = boundedVec(u8, 2);
    expect(() => codec.encode([1, 2, 3])).toThrow(/bound is 2/);
    expect(() => codec.decode(vec(u8).codec.encode([1, 2, 3]))).toThrow(/bound is 2/);
  });

  it("have account ids as lower-case hex", () => {
    expect(accountId.codec.decode(new Uint8Array(32).fill(0xab))).toBe(`0x${"ab".repeat(32)}`);
  });
});

describe("eras", () => {
  it("encode as Substrate does", () => {
    expect(toHex(Era.codec.encode({ type: "Immortal" }))).toBe("0x00");
    expect(toHex(Era.codec.encode(mortalEra(64, 42)))).toBe("0xa502");
    expect(toHex(Era.codec.encode(mortalEra(32_768, 20_000)))).toBe("0x4e9c");
  });

  it("hold the block they were made at", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 65_536 }), fc.nat(10_000_000), fc.nat(65_535), (period, current, later) => {
        const era = mortalEra(period, current);
        expect(Era.codec.decode(Era.codec.encode(era))).toEqual(era);
        const birth = eraBirth(era, current);
        expect(birth).toBeLessThanOrEqual(current);
        expect(eraDeath(era, current)).toBeGreaterThan(current);
        const inside = Math.min(current + later, eraDeath(era, current) - 1);
        expect(eraBirth(era, inside)).toBe(birth);
      }),
    );
  });
});

describe("events and errors", () => {
  const E = events("X", { Two: [0, [u8, u16]], One: [1, [u8]], Named: [3, { who: u8 }], Bare: [4] });
  const Err = errors("X", { A: 7, B: [9, "Says why."] });

  it("are made by name", () => {
    expect([E.Two(1, 2), E.One(1), E.Named({ who: 1 }), E.Bare()].map((event) => event.value)).toEqual([
      { type: "Two", value: [1, 2] },
      { type: "One", value: 1 },
      { type: "Named", value: { who: 1 } },
      { type: "Bare" },
    ]);
    expect(Err.B()).toMatchObject({ pallet: "X", errorName: "B", index: 9, code: "DISPATCH_FAILED" });
    expect(Err.A().is(Err.A)).toBe(true);
    expect(Err.A().is(Err.B)).toBe(false);
  });
});

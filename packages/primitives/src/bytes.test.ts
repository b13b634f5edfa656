import fc from "fast-check";
import { expect, test } from "vitest";
import { compare, concat, equal, fromUtf8, plain, Utf8Error, utf8 } from "./bytes.ts";
import { fromHex, HexError, isHex, toHex } from "./hex.ts";

const bytes = fc.uint8Array({ maxLength: 64 });

test("hexadecimal round trips and is strict", () => {
  fc.assert(fc.property(bytes, (value) => equal(fromHex(toHex(value)), value)));
  expect(toHex(Uint8Array.of(0, 171, 255))).toBe("0x00abff");
  expect(fromHex("0xABff")).toEqual(Uint8Array.of(0xab, 0xff));
  expect(fromHex("0x")).toEqual(new Uint8Array());
  for (const bad of ["", "ab", "0xa", "0xzz", "0x0 ", "0xab zz", "0x00é0"]) {
    expect(() => fromHex(bad), bad).toThrow(HexError);
    expect(isHex(bad), bad).toBe(false);
  }
  expect(isHex("0xabcd", 2)).toBe(true);
  expect(isHex("0xabcd", 3)).toBe(false);
});

test("order of bytes is the order of their hexadecimal", () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const byText = toHex(a) < toHex(b) ? -1 : toHex(a) > toHex(b) ? 1 : 0;
      expect(Math.sign(compare(a, b))).toBe(byText);
      expect(equal(a, b)).toBe(byText === 0);
    }),
  );
});

test("text must be UTF-8, and a byte order mark stays", () => {
  expect(fromUtf8(utf8("τ α ψ"))).toBe("τ α ψ");
  expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\uFEFFa");
  expect(() => fromUtf8(Uint8Array.of(0xff))).toThrow(Utf8Error);
});

test("a plain view of a Buffer copies on slice", () => {
  const buffer = Buffer.from([1, 2, 3, 4]).subarray(1, 3);
  const view = plain(buffer);
  expect(view).toEqual(Uint8Array.of(2, 3));
  const copy = view.slice();
  buffer[0] = 9;
  expect([view[0], copy[0]]).toEqual([9, 2]);
  expect(concat(buffer, Uint8Array.of(7))).toEqual(Uint8Array.of(9, 3, 7));
});

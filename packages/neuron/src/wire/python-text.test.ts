import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonFloat, pythonString } from "./python-text.ts";

describe("Python's text of floats", () => {
  it.each([
    [0, "0.0"],
    [-0, "-0.0"],
    [1, "1.0"],
    [0.1, "0.1"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1.5e-7, "1.5e-07"],
    [9_999_999_999_999_998, "9999999999999998.0"],
    [1e16, "1e+16"],
    [1.7976931348623157e308, "1.7976931348623157e+308"],
    [5e-324, "5e-324"],
    [-2.5, "-2.5"],
    [123456.789, "123456.789"],
  ])("%d is %s", (value, text) => expect(pythonFloat(value)).toBe(text));

  it("names the same number for every double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = pythonFloat(value);
        expect(Number(text)).toBe(value);
        expect(text).toMatch(/^-?(\d+\.\d+|\d(\.\d+)?e[+-]\d{2,3})$/);
      }),
    );
  });
});

describe("Python's repr of text", () => {
  it.each([
    ["plain", "'plain'"],
    ["it's", `"it's"`],
    ['q"', `'q"'`],
    [`both ' and "`, `'both \\' and "'`],
    ["back\\slash", "'back\\\\slash'"],
    ["tab\tline\ncr\r", "'tab\\tline\\ncr\\r'"],
    ["\u0000\u007f\u00a0\u00ad", "'\\x00\\x7f\\xa0\\xad'"],
    ["\u200b\u2028\ue000", "'\\u200b\\u2028\\ue000'"],
    ["\u{e0001}", "'\\U000e0001'"],
    ["héllo 😀", "'héllo 😀'"],
  ])("%j", (text, repr) => expect(pythonString(text)).toBe(repr));
});

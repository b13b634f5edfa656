import { describe, expect, it } from "vitest";
import { decayFactorQ32, mulByQ32 } from "./registration_price.ts";

describe("decay of the registration price", () => {
  it.each([
    [1, 2147483648n],
    [2, 3037000500n],
    [10, 4007346185n],
    [360, 4286705684n],
    [7200, 4294553838n],
    [36100, 4294884830n],
  ])("a half-life of %i blocks has the factor the chain finds", (halfLife, factor) => {
    expect(decayFactorQ32(halfLife)).toBe(factor);
  });

  it("1 TAO is 499999865 rao after one half-life", () => {
    let price = 1_000_000_000n;
    for (let block = 0; block < 360; block++) price = mulByQ32(price, decayFactorQ32(360));
    expect(price).toBe(499_999_865n);
  });
});

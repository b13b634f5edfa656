import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ISSUANCE } from "../types.ts";
import { blockEmissionAt } from "./block_emission.ts";

/** First issuance, in rao, of each halving, and the emission from there on (measured from the chain's arithmetic). */
const HALVINGS: [issuance: bigint, emission: bigint][] = [
  [10500000000000000n, 500000000n],
  [15750000000000000n, 250000000n],
  [18375000000000000n, 125000000n],
  [19687500000000000n, 62500000n],
  [20343750000000000n, 31250000n],
  [20671875000000000n, 15625000n],
  [20835937500000000n, 7812500n],
  [20917968750000000n, 3906250n],
  [20958984375000000n, 1953125n],
  [20979492187500000n, 976562n],
  [20989746093750000n, 488281n],
  [20994873046875000n, 244140n],
  [20997436523437500n, 122070n],
  [20998718261718750n, 61035n],
  [20999359130859375n, 30517n],
  [20999679565429688n, 15258n],
  [20999839782714844n, 7629n],
  [20999919891357422n, 3814n],
  [20999959945678711n, 1907n],
  [20999979972839356n, 953n],
  [20999989986419678n, 476n],
  [20999994993209839n, 238n],
  [20999997496604920n, 119n],
  [20999998748302460n, 59n],
  [20999999374151230n, 29n],
  [20999999687075615n, 14n],
  [20999999843537808n, 7n],
  [20999999921768904n, 3n],
  [20999999960884452n, 1n],
  [20999999980442226n, 0n],
];

describe("block emission", () => {
  it("is one TAO before the first halving", () => {
    expect(blockEmissionAt(0n)).toBe(1_000_000_000n);
    expect(blockEmissionAt(10_499_999_999_999_999n)).toBe(1_000_000_000n);
  });

  it.each(HALVINGS.map(([issuance, emission], k) => [issuance, HALVINGS[k - 1]?.[1] ?? 1_000_000_000n, emission]))(
    "at an issuance of %d rao falls from %d to %d",
    (issuance, before, after) => {
      expect(blockEmissionAt(issuance - 1n)).toBe(before);
      expect(blockEmissionAt(issuance)).toBe(after);
    },
  );

  it("never rises with the issuance and ends with the supply", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_ISSUANCE), fc.bigInt(0n, MAX_ISSUANCE), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(blockEmissionAt(low)).toBeGreaterThanOrEqual(blockEmissionAt(high));
      }),
    );
    expect(blockEmissionAt(MAX_ISSUANCE)).toBe(0n);
    expect(blockEmissionAt(MAX_ISSUANCE + 1n)).toBe(0n);
  });
});

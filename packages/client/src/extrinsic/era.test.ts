import { toHex } from "@myelin/primitives";
import { describe, expect, it } from "vitest";
import { encodeEra, eraBirth } from "./era.ts";

// Vectors of paritytech/polkadot-sdk `generic/era.rs`, tests `mortal_codec_works` and `long_period_mortal_codec_works`.
describe("mortal eras", () => {
  it("encode period and phase in two bytes", () => {
    expect(toHex(encodeEra({ period: 64, birth: 42 }))).toBe("0xa502");
    expect(toHex(encodeEra({ period: 32_768, birth: 20_000 }))).toBe("0x4e9c");
    expect(toHex(encodeEra("immortal"))).toBe("0x00");
  });

  it("begin at the block of their phase", () => {
    expect(eraBirth({ period: 64, birth: 42 })).toBe(42);
    expect(eraBirth({ period: 64, birth: 1_000 })).toBe(1_000);
    expect(eraBirth({ period: 32_768, birth: 20_001 })).toBe(20_000);
  });

  it("round the period up to a power of two", () => {
    expect(encodeEra({ period: 50, birth: 7 })).toEqual(encodeEra({ period: 64, birth: 7 }));
    expect(encodeEra({ period: 1, birth: 3 })).toEqual(encodeEra({ period: 4, birth: 3 }));
  });
});

import { describe, expect, it } from "vitest";
import { Allowances } from "./allowance.ts";

describe("request allowance", () => {
  it("allows a burst of twice the rate, then the rate", () => {
    let now = 0;
    const allowances = new Allowances(10, () => now);
    const taken = (attempts: number) =>
      Array.from({ length: attempts }, () => allowances.take("a")).filter(Boolean).length;
    expect(taken(100)).toBe(20);
    now += 500;
    expect(taken(100)).toBe(5);
    now += 60_000;
    expect(taken(100)).toBe(20);
  });

  it("counts addresses apart, and forgets old ones", () => {
    const allowances = new Allowances(1, () => 0);
    expect(allowances.take("a") && allowances.take("a")).toBe(true);
    expect(allowances.take("a")).toBe(false);
    expect(allowances.take("b")).toBe(true);
    for (let other = 0; other < 20_000; other++) allowances.take(`other ${other}`);
    expect(allowances.take("a") && allowances.take("a")).toBe(true);
  });

  it("has no limit where none is set", () => {
    const allowances = new Allowances(0);
    expect(Array.from({ length: 1000 }, () => allowances.take("a")).every(Boolean)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { ReplayGuard } from "./replay.ts";

describe("the memory of requests", () => {
  it("holds each for at least one window, and forgets it after two", () => {
    const guard = new ReplayGuard(1000);
    guard.admit("a", "u", "1", 0);
    expect(() => guard.admit("a", "u", "1", 999)).toThrow("already received");
    expect(() => guard.admit("a", "u", "1", 1999)).toThrow("already received");
    guard.admit("a", "u", "2", 2000);
    guard.admit("a", "u", "1", 3500);
    expect(guard.size).toBe(2);
  });

  it("is bounded: beyond it requests are refused, never forgotten early", () => {
    const guard = new ReplayGuard(1000, 3);
    for (let i = 0; i < 3; i++) guard.admit("a", "u", String(i), 10);
    expect(() => guard.admit("a", "u", "3", 20)).toThrow("Too many requests");
    expect(() => guard.admit("a", "u", "0", 20)).toThrow("already received");
    guard.admit("a", "u", "3", 1010);
    expect(guard.size).toBe(4);
  });

  it("is empty after a long silence", () => {
    const guard = new ReplayGuard(1000);
    guard.admit("a", "u", "1", 0);
    guard.admit("a", "u", "2", 10_000);
    expect(guard.size).toBe(1);
  });
});

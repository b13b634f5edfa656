import { describe, expect, it } from "vitest";
import { Nonces } from "./nonces.ts";

describe("nonces under concurrency", () => {
  it("are asked for once and counted from there", async () => {
    let asked = 0;
    const nonces = new Nonces(async () => {
      asked++;
      return 7;
    });
    expect(await Promise.all([nonces.take("a"), nonces.take("a"), nonces.take("a")])).toEqual([7, 8, 9]);
    expect(asked).toBe(1);
  });

  it("are counted for each account alone", async () => {
    const nonces = new Nonces(async (address) => (address === "a" ? 1 : 100));
    expect(await Promise.all([nonces.take("a"), nonces.take("b"), nonces.take("a")])).toEqual([1, 100, 2]);
  });

  it("come from the node again after a failure", async () => {
    let answers = [5, 5];
    const nonces = new Nonces(async () => answers.shift()!);
    await nonces.take("a");
    nonces.forget("a");
    expect(await nonces.take("a")).toBe(5);
    answers = [];
  });

  it("recover when the node could not be asked", async () => {
    let fail = true;
    const nonces = new Nonces(async () => {
      if (fail) throw new Error("down");
      return 3;
    });
    await expect(nonces.take("a")).rejects.toThrow("down");
    fail = false;
    expect(await nonces.take("a")).toBe(3);
  });
});

import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StateError, StateFile } from "./state-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "myelin-state-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const numberFile = (path: string) =>
  new StateFile<number>(path, (value) => {
    if (typeof value !== "number") throw new Error("no number");
    return value;
  });
const never = () => {
  throw new Error("not damaged");
};

describe("a state file", () => {
  it("is nothing at first, then what was saved last, in a private folder and file", async () => {
    const path = join(dir, "new", "state.json");
    const file = numberFile(path);
    expect(await file.load(never)).toBeUndefined();
    await Promise.all([1, 2, 3].map((value) => file.save(value)));
    expect(await numberFile(path).load(never)).toBe(3);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, "new")).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dir, "new"))).toEqual(["state.json"]);
  });

  it("survives a write that was cut off: the half file beside it is not read", async () => {
    const path = join(dir, "state.json");
    await numberFile(path).save(7);
    writeFileSync(`${path}.new`, "8888");
    expect(await numberFile(path).load(never)).toBe(7);
    await numberFile(path).save(9);
    expect(await numberFile(path).load(never)).toBe(9);
  });

  it("is set aside when it is none", async () => {
    const path = join(dir, "state.json");
    writeFileSync(path, '"text"');
    let aside = "";
    expect(
      await numberFile(path).load((moved) => {
        aside = moved;
      }),
    ).toBeUndefined();
    expect(readdirSync(dir).map((name) => join(dir, name))).toEqual([aside]);
  });

  it("says which folder cannot be used, and saves again once it can", async () => {
    const blocked = join(dir, "blocked");
    writeFileSync(blocked, "");
    const file = numberFile(join(blocked, "state.json"));
    await expect(file.load(never)).rejects.toThrow(StateError);
    await expect(file.save(1)).rejects.toMatchObject({ code: "NEURON_STATE" });
    rmSync(blocked);
    expect(await file.load(never)).toBeUndefined();
    await file.save(2);
    expect(await file.load(never)).toBe(2);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../config.ts";
import { constants } from "./constants.ts";
import { Err } from "./errors.ts";
import { E } from "./events.ts";
import { S } from "./storage.ts";

const names = JSON.parse(
  readFileSync(new URL("../../../../../conformance/vectors/names-425.json", import.meta.url), "utf8"),
).SubtensorModule;

describe("tables of SubtensorModule", () => {
  it("hold the names of spec 425", () => {
    expect(Object.keys(S).sort()).toEqual([...names.storage].sort());
    expect(Object.keys(E).sort()).toEqual([...names.events].sort());
    expect(Object.keys(Err).sort()).toEqual([...names.errors].sort());
    expect(Object.keys(constants).sort()).toEqual([...names.constants].sort());
  });

  it("have a default that its own type encodes, or none", () => {
    for (const { description } of Object.values(S)) {
      const { fallback, value } = description;
      if (fallback !== undefined) expect(() => value.codec.encode(fallback(defaultConfig))).not.toThrow();
      expect(description.docs).toMatch(/\.$/);
    }
  });

  it("number errors without gaps", () => {
    const indices = Object.values(Err).map(({ index }) => index);
    expect(indices.sort((a, b) => a - b)).toEqual(indices.map((_, i) => i));
  });
});

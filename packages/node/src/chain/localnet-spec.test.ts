import { afterEach, expect, it } from "vitest";
import { localnetSpec } from "./localnet-spec.ts";

afterEach(() => {
  delete process.env["MYELIN_OPTIONS"];
});

it("takes the options of the environment before its own", () => {
  process.env["MYELIN_OPTIONS"] = '{"newSubnetBurn": "100000000", "initialTempo": 7}';
  expect(localnetSpec(true).config).toMatchObject({ newSubnetBurn: 100_000_000n, initialTempo: 7, blockTime: 250 });
});

it("refuses options that it cannot use, and says what to do", () => {
  process.env["MYELIN_OPTIONS"] = "newSubnetBurn=1";
  expect(() => localnetSpec(true)).toThrow("Set MYELIN_OPTIONS to a JSON object");
  process.env["MYELIN_OPTIONS"] = '{"newSubnetBum": 1}';
  expect(() => localnetSpec(true)).toThrow('There is no option "newSubnetBum"');
});

import { describe, expect, it } from "vitest";
import { ipFromText, ipToText } from "./metagraph.ts";
import { quantizeWeights } from "./neurons.ts";

describe("weights for the chain", () => {
  it("give the best neuron 65,535 and leave zeros out", () => {
    const scores = new Map([
      [4, 0.5],
      [1, 1],
      [2, 0],
    ]);
    expect(quantizeWeights(scores)).toEqual({ dests: [1, 4], weights: [65_535, 32_768] });
  });

  it("are empty where nothing was earned", () => {
    expect(quantizeWeights(new Map([[0, 0]]))).toEqual({ dests: [], weights: [] });
    expect(quantizeWeights(new Map())).toEqual({ dests: [], weights: [] });
  });
});

describe("axon addresses", () => {
  it.each(["127.0.0.1", "203.0.113.7", "255.255.255.255"])("IPv4 %s survives the integer form", (text) => {
    const { ip, ipType } = ipFromText(text);
    expect(ipToText(ip, ipType)).toBe(text);
  });

  it("IPv6 is written in full groups", () => {
    expect(ipFromText("::1")).toEqual({ ip: 1n, ipType: 6 });
    const { ip, ipType } = ipFromText("2001:db8::8a2e:370:7334");
    expect(ipToText(ip, ipType)).toBe("2001:db8:0:0:0:8a2e:370:7334");
  });
});

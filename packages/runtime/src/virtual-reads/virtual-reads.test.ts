import { itemPrefix, type Runtime, ZERO_HASH } from "@myelin/frame";
import { U64F64 } from "@myelin/primitives/fixed";
import { beforeAll, describe, expect, it } from "vitest";
import { developmentConfig } from "../config.ts";
import { developmentGenesis } from "../genesis.ts";
import { S as Subtensor } from "../pallets/subtensor/storage.ts";
import { createMyelinRuntime } from "../runtime.ts";
import { MemoryState } from "../testing/memory-state.ts";
import { swapItems } from "./items.ts";
import { virtualReader } from "./reader.ts";

const PRICES = itemPrefix("Swap", "AlphaSqrtPrice");
const key = (netuid: number) => swapItems.AlphaSqrtPrice.key(netuid);

describe("virtual reads", () => {
  let runtime: Runtime;
  let state: MemoryState;
  const reader = () => virtualReader(runtime, state, () => ({ number: 0, parentHash: ZERO_HASH }));

  beforeAll(() => {
    runtime = createMyelinRuntime(developmentConfig);
    state = new MemoryState(runtime.buildGenesis(developmentGenesis()));
  });

  it("tells no price of a subnet that has not started: it had no pool yet", () => {
    const { codec } = swapItems.AlphaSqrtPrice;
    expect([0, 1].map((netuid) => codec.decode(reader().get(key(netuid))!))).toEqual([U64F64.ONE, 0n]);
    state.apply(new Map([[Subtensor.SubtokenEnabled.key(1), Uint8Array.of(1)]]));
  });

  it("tells the root of the price of each subnet, and nothing of others", () => {
    const { codec } = swapItems.AlphaSqrtPrice;
    // Root trades one for one, and the pool of subnet 1 starts with as much TAO as alpha.
    expect([0, 1].map((netuid) => codec.decode(reader().get(key(netuid))!))).toEqual([U64F64.ONE, U64F64.ONE]);
    expect(reader().get(key(2))).toBeUndefined();
  });

  it("follows the pool: four times the TAO, twice the root", () => {
    const taoKey = itemPrefix("SubtensorModule", "SubnetTAO");
    const pool = [...state.keys(taoKey)][0]!;
    const richer = new MemoryState([...state.keys("0x")].map((each) => [each, state.get(each)!]));
    richer.apply(new Map([[pool, Uint8Array.of(0, 0x90, 0x2f, 0x50, 0x09, 0, 0, 0)]]));
    const value = virtualReader(runtime, richer, () => ({ number: 0, parentHash: ZERO_HASH })).get(key(1))!;
    expect(swapItems.AlphaSqrtPrice.codec.decode(value)).toBe(2n * U64F64.ONE);
  });

  it("walks the map in pages, in the order of its keys", () => {
    const keys = [...reader().keys(PRICES)];
    expect(keys).toEqual([key(0), key(1)].sort());
    expect([...reader().keys(PRICES, PRICES)]).toEqual(keys);
    expect([...reader().keys(PRICES, keys[0])]).toEqual([keys[1]]);
    expect([...reader().keys(PRICES, keys[1])]).toEqual([]);
  });

  it("leaves everything else as it is stored", () => {
    const stored = [...state.keys("0x")];
    expect([...reader().keys("0x")]).toEqual(stored);
    expect(stored.filter((each) => each.startsWith(PRICES))).toEqual([]);
    expect(reader().get(stored[0]!)).toEqual(state.get(stored[0]!));
  });
});

/** `myelin verify` against a node in this process with a small subnet. */
import { startVillage, type Village } from "@myelin/dashboard/testing/village";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../testing.ts";

/** Blocks whose state the node keeps. */
const KEPT = 32;

let village: Village;
let block: number;
let validator: number;
let miner: number;

const verify = (...words: string[]) =>
  run("verify", "--netuid", String(village.netuid), "--url", village.test.rpc.url, ...words);

beforeAll(async () => {
  village = await startVillage({ validators: 3, miners: 3, node: { pruning: KEPT } });
  const uids = await Promise.all(village.miners.map(village.uidOf));
  await village.epoch();
  for (const v of [0, 1, 2])
    await village.vote(v, [
      [uids[0]!, 40_000],
      [uids[1]!, 20_000 + 1_000 * v],
    ]);
  block = await village.epoch();
  validator = await village.uidOf(village.validators[2]!);
  miner = uids[1]!;
});
afterAll(() => village.stop());

describe("verify", () => {
  it("finds every figure of the last epoch equal, and says what that rests on", async () => {
    const { code, out, err } = await verify();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`block ${block}, subnet ${village.netuid}, 7 neurons`);
    expect(out).toContain(await village.client.blockHash(block));
    expect(out).toMatch(/proven +\d+ keys by \d+ nodes/);
    expect(out).toMatch(/emission +7 +7 +✓/);
    expect(out).toContain("Every figure is what the chain stored.");
  });

  it("gives the same to programs, by the block's hash too", async () => {
    const hash = await village.client.blockHash(block);
    const { code, out } = await verify("--block", hash, "--json");
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result).toMatchObject({ isEqual: true, first: null, altered: null, block, hash, neurons: 7, mechanisms: 1 });
    expect(result.fields).toHaveLength(9);
    expect(result.fields).toContainEqual({ field: "emission", compared: 7, different: 0 });
    expect(result.proof.keys).toBeGreaterThan(50);
    expect(result.kernelMs).toBeGreaterThan(0);
  });

  it("names the first figure that differs when a weight is altered, and ends with 1", async () => {
    const alteration = ["--alter-weight", `${validator}:${miner}=65535`];
    const { code, out, err } = await verify(...alteration);
    expect(code).toBe(1);
    expect(out).toContain(`weight of ${validator} for ${miner}: 65535 instead of `);
    expect(err).toMatch(
      /The first figure that differs: \w+( \w+)* of uid \d+( to uid \d+)?: chain \d+, recomputed \d+ \(/,
    );
    const json = await verify(...alteration, "--json");
    const result = JSON.parse(json.out);
    expect(result.isEqual).toBe(false);
    expect(err).toContain(result.first.text);
    expect(JSON.parse(json.err).error.code).toBe("CLI_DIFFERENT");
  });

  it("says when an altered weight makes no difference: nobody votes for himself", async () => {
    const { code, out } = await verify("--alter-weight", `${validator}:${validator}=9`);
    expect(code).toBe(0);
    expect(out).toContain("that weight makes no difference");
  });

  it.each([
    [["--block", "1"], 1, "ran no epoch in block 1."],
    [["--block", "999999"], 1, "There is no block 999999 yet."],
    [["--netuid", "77"], 1, 'There is no subnet 77. See "myelin subnet list".'],
    [["--alter-weight", "0:99=1"], 1, "The epoch had no neuron 99; uids go from 0 to 6."],
    [["--mechanism", "1"], 1, "give both"],
    [["--alter-weight", "0:1=70000"], 2, "a weight is 0 to 65535"],
    [["--block", "latest"], 2, "Name a block by its number"],
  ])("%j fails with a sentence", async (words, code, says) => {
    const ran = await verify(...words);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(says);
  });

  it("says so when the node has dropped the epoch's state", async () => {
    await village.test.step(4 * KEPT);
    const { code, err } = await verify("--block", String(block));
    expect(code).toBe(1);
    expect(err).toContain("The node no longer has the state of that block");
  });
});

import { describe, expect, it } from "vitest";
import { S } from "./pallets/subtensor/storage.ts";
import { RandomRun } from "./testing/random/random-run.ts";

const BLOCKS = 150;

function runOf(seed: number): RandomRun {
  const run = new RandomRun(seed);
  for (let i = 0; i < BLOCKS; i++) run.block();
  return run;
}

/** `npm run test:long` runs longer, with other seeds. */
describe("a network under random operations", () => {
  it("keeps account of TAO and alpha after every block, and is the same again for the same seed", () => {
    const run = runOf(7);
    const again = runOf(7);
    expect(again.root).toBe(run.root);
    expect([...again.outcomes]).toEqual([...run.outcomes]);
    expect(runOf(8).root).not.toBe(run.root);

    const succeeded = (name: string) => run.succeeded.get(`SubtensorModule.${name}`) ?? 0;
    for (const name of [
      "register_network",
      "start_call",
      "burned_register",
      "add_stake",
      "remove_stake",
      "set_weights",
    ]) {
      expect(succeeded(name), name).toBeGreaterThan(1);
    }
    expect(run.succeeded.size).toBeGreaterThan(40);
    const epochs = [...S.SubnetEpochIndex.values(run.chain.ctx)].reduce((sum, epoch) => sum + epoch, 0n);
    expect(epochs).toBeGreaterThan(20n);
  });
});
